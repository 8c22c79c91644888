"""The list of projects, and starting a new one."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from participants.models import Person
from participants.refusals import Refused
from projects.actions import start_project
from projects.forms.projects import ProjectForm, StageDaysForm
from projects.models import Organisation, PartnerGroup
from projects.permissions import organisations_to_start_in, organisations_where_partner
from projects.selectors import private_projects, projects_of
from projects.slices import slice_of

A_PAGE = 25


@require_safe
@login_required
def project_list(request: HttpRequest) -> HttpResponse:
    """The projects that somebody is part of, supports a partner in, or commissions."""
    person = cast(Person, request.user)
    page = slice_of(lambda most, after: projects_of(person, most=most, after=after), request.GET.get("page"), A_PAGE)
    organisations = organisations_to_start_in(person)
    facts = {
        "may_start": bool(organisations),
        "may_start_own": bool(organisations_where_partner(person)),
        "private": private_projects(person),
    }
    return render(request, "projects/list.html", {"page": page, **facts})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_project(request: HttpRequest) -> HttpResponse:
    """Two steps on one address: what the project is, then its stages. Nothing is kept until the second is sent."""
    organisations = organisations_to_start_in(cast(Person, request.user))
    if not organisations:
        raise PermissionDenied
    form = ProjectForm(request.POST or None, organisations=organisations)
    if not form.is_valid() or "change" in request.POST:
        return first_step(request, form)
    return plan_stages(request, form)


def first_step(request: HttpRequest, form: ProjectForm) -> HttpResponse:
    """With the days of the second step, where somebody came back from it."""
    return render(request, "projects/new.html", {"form": form, "days": StageDaysForm.typed(request.POST)})


def plan_stages(request: HttpRequest, project: ProjectForm) -> HttpResponse:
    stages = project.stages()
    sure = "start" in request.POST
    form = StageDaysForm(request.POST if sure or StageDaysForm.typed(request.POST) else None, stages=stages)
    if sure and form.is_valid():
        return start(request, project, form)
    page = {"form": form, "project_form": project, "stages": stages, "name": project.cleaned_data["name"]}
    return render(request, "projects/new_stages.html", page)


def start(request: HttpRequest, form: ProjectForm, days: StageDaysForm) -> HttpResponse:
    found = form.cleaned_data
    organisation: Organisation = found["organisation"]
    try:
        project = start_project(
            organisation,
            name=found["name"],
            purpose=found["purpose"],
            final_say=found["final_say"],
            answer_days=found["answer_days"],
            stages=form.stages(),
            ends_on=days.days(),
            group=PartnerGroup.Key(found["group"]),
            by=cast(Person, request.user),
            now=timezone.now(),
        )
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return first_step(request, form)
    messages.success(request, _("The project is there. Now invite the people it is about."))
    return redirect(project)
