"""The library of what projects learned: for everybody, without signing in. Nothing here leads into a project."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from decisions.learned import published
from decisions.library import cleaned, found, named_on, public_pages
from decisions.models import LearningPage, LearningText

A_PAGE = 20


@require_safe
@never_cache
def library(request: HttpRequest) -> HttpResponse:
    """A plain list, with words to search for and the kind of service."""
    words, service = cleaned(request.GET.get("words", "")), request.GET.get("service", "")
    number = request.GET.get("page")
    page = Paginator(found(words, service), A_PAGE).get_page(number if number and len(number) < 9 else 1)
    context = {"page": page, "words": words, "service": service, "services": LearningText.Service.choices}
    return render(request, "decisions/learning/library.html", context)


@require_safe
@never_cache
def learned(request: HttpRequest, slug: str) -> HttpResponse:
    """One page as it was published, with the names of those who agree to it today. 410 once it is taken down."""
    page = public_pages().filter(learning__project__slug=slug).first()
    if page is None:
        return taken_down(request, slug)
    names = [name for _pk, name in named_on(page.learning)]
    return render(request, "decisions/learning/learned.html", {"page": page, "shown": published(page), "names": names})


def taken_down(request: HttpRequest, slug: str) -> HttpResponse:
    """What was public once says so; of anything else nobody learns whether it is there."""
    if not LearningPage.objects.filter(learning__project__slug=slug).exists():
        raise Http404
    return render(request, "decisions/learning/taken_down.html", status=410)
