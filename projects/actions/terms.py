"""Writing the terms of reference together: suggesting, taking in or saying why not, agreeing, accepting."""

import datetime as dt
from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from participants.actions import queue, queue_for_all
from participants.models import Person
from participants.refusals import Refused
from projects.actions.entering import refuse_unless_passed_on, refuse_when_closed
from projects.actions.ledger import note_involvement, write_history
from projects.models import (
    Involvement,
    Membership,
    Project,
    Stage,
    TermsAcceptance,
    TermsAgreed,
    TermsKeeper,
    TermsPart,
    TermsQuestion,
    TermsSuggestion,
    TermsVersion,
    Via,
)


def locked(project: Project) -> Project:
    """What changes the terms of one project happens in a row."""
    return Project.objects.select_for_update(no_key=True).get(pk=project.pk)


def last_version(project: Project) -> TermsVersion | None:
    return TermsVersion.objects.filter(project=project).order_by("-number").first()


def keeper_of(project: Project, by: Person) -> Membership:
    """The seat of a facilitator, or of the partner who keeps the draft. Refused for anybody else."""
    seat = Membership.objects.partners().filter(project=project, person=by).first()
    if seat is None:
        raise Refused(_("You are not a partner in this project any more."))
    keeps = TermsKeeper.objects.filter(project=project, membership=seat, ended_at=None).exists()
    if seat.role != Membership.Role.FACILITATOR and not keeps:
        raise Refused(_("Only whoever keeps the draft can change it. You can suggest a change."))
    return seat


def refuse_others_than_partners(member: Membership) -> None:
    """Asked of the database: they may have left since the page was read."""
    refuse_when_closed(member.project_id)
    if not Membership.objects.partners().filter(pk=member.pk).without_observers().exists():
        raise Refused(_("You are not a partner in this project any more."))


@transaction.atomic
def write_terms(
    project: Project,
    parts: Mapping[str, str],
    *,
    by: Person,
    now: dt.datetime,
    because: str = "",
    instead_of: int | None = None,
) -> TermsVersion:
    """A new version. Refused where nothing changed, or where somebody wrote one after `instead_of` (its number)."""
    project = locked(project)
    seat, old = keeper_of(project, by), last_version(project)
    number = old.number if old else 0
    if instead_of is not None and instead_of != number:
        raise Refused(
            _("Somebody changed the terms while you were writing. Read theirs first, then write yours again.")
        )
    words = {part.value: parts.get(part, old.part(part) if old else "").strip() for part in TermsPart}
    if not words[TermsPart.FINAL_SAY]:
        raise Refused(_("Say who has the final say."))
    if old and all(words[part].split() == old.part(part).split() for part in TermsPart):
        raise Refused(_("The words are the same as before. Change them, or leave them as they are."))
    if old and not because:
        raise Refused(_("Say what you changed, and why."))
    new = TermsVersion.objects.create(
        project=project, number=number + 1, **words, because=because, written_by=seat, written_at=now
    )
    verb = "terms_changed" if old else "terms_begun"
    write_history(project, verb, f"terms:{new.pk}", by=by, now=now, number=new.number, because=because)
    return new


@transaction.atomic
def suggest_change(
    member: Membership, *, part: str, words: str, why: str, by: Person, now: dt.datetime, via: Via = Via.ONLINE
) -> TermsSuggestion:
    """How a partner would write one part. It counts as having said something in the stage that is open."""
    if member.person_id != by.pk:
        refuse_unless_passed_on(member, by, via)
    refuse_others_than_partners(member)
    on = last_version(member.project)
    if on is None:
        raise Refused(_("There is no draft yet."))
    if words.split() == on.part(part).split():
        raise Refused(_("The words are the same as before. Change them to how you would say it."))
    suggestion = TermsSuggestion.objects.create(
        project_id=member.project_id,
        on=on,
        part=part,
        words=words,
        why=why,
        membership=member,
        group_id=member.group_id,
        at=now,
        via=via,
        entered_by=by,
    )
    about, facts = f"suggestion:{suggestion.pk}", {"title": str(TermsPart(part).label), "why": why}
    if member.person_id == by.pk:
        write_history(member.project, "terms_suggested", about, by=by, now=now, **facts)
    else:
        facts |= {"who": member.person.name, "via": str(Via(via).label)}
        write_history(member.project, "terms_suggested_for", about, by=by, now=now, **facts)
    stage = Stage.objects.filter(project=member.project_id, began_at__isnull=False, closure=None).first()
    if stage is not None:
        note_involvement(member, stage, Involvement.Kind.CONTRIBUTED, about, by=by, now=now, via=via)
    return suggestion


@transaction.atomic
def take_in(suggestion: TermsSuggestion, *, words: str, answer: str, by: Person, now: dt.datetime) -> TermsVersion:
    """A new version with this part as suggested, or with `words` that take it up in part; `answer` says how."""
    suggestion = waiting(suggestion)
    new = write_terms(suggestion.project, {suggestion.part: words}, because=answer, by=by, now=now)
    settle(suggestion, answer, by=by, now=now, taken_into=new)
    return new


@transaction.atomic
def leave_out(suggestion: TermsSuggestion, *, answer: str, by: Person, now: dt.datetime) -> None:
    """Not taken in, and why: without words it can't be refused."""
    suggestion = waiting(suggestion)
    keeper_of(suggestion.project, by)
    if not answer.strip():
        raise Refused(_("Say why not. Nobody's suggestion is refused without a word."))
    settle(suggestion, answer, by=by, now=now)


def waiting(suggestion: TermsSuggestion) -> TermsSuggestion:
    """The suggestion as it is now, in the project's row of changes. Refused where it is answered already."""
    project = locked(suggestion.project)
    found = TermsSuggestion.objects.select_related("membership__person").get(pk=suggestion.pk)
    found.project = project
    if found.answered_at is not None:
        raise Refused(_("Somebody has answered this suggestion already."))
    return found


def settle(
    suggestion: TermsSuggestion, answer: str, *, by: Person, now: dt.datetime, taken_into: TermsVersion | None = None
) -> None:
    suggestion.answer, suggestion.answered_by, suggestion.answered_at = answer, by, now
    suggestion.taken_into = taken_into
    suggestion.save(update_fields=["answer", "answered_by", "answered_at", "taken_into"])
    verb = "terms_taken_in" if taken_into else "terms_left_out"
    who, title = suggestion.membership.person.name, suggestion.get_part_display()
    about = f"suggestion:{suggestion.pk}"
    write_history(suggestion.project, verb, about, by=by, now=now, who=who, title=title, answer=answer)
    if suggestion.membership.person_id == by.pk:
        return
    context = {
        "project": suggestion.project.name,
        "part": title,
        "taken_in": taken_into is not None,
        "answer": answer,
        "by": by.called,
        "link": settings.SITE_URL + reverse("projects:terms_suggestions", args=[suggestion.project.slug]),
    }
    queue(suggestion.membership.person, "terms_suggestion_answered", about, context, now=now, topic=about)


@transaction.atomic
def give_keeping(project: Project, member: Membership | None, *, by: Person, now: dt.datetime) -> None:
    """Let one partner keep the draft beside the facilitators; None takes it back from whoever keeps it."""
    project = locked(project)
    before = TermsKeeper.objects.filter(project=project, ended_at=None).first()
    if (before.membership_id if before else None) == (member.pk if member else None):
        return
    if member is not None:
        if member.project_id != project.pk:
            raise Refused(_("Choose somebody who takes part in this project."))
        refuse_others_than_partners(member)
    TermsKeeper.objects.filter(project=project, ended_at=None).update(ended_at=now)
    if member is None:
        write_history(project, "terms_keeping_ended", f"project:{project.pk}", by=by, now=now)
        return
    TermsKeeper.objects.create(project=project, membership=member, given_by=by, given_at=now)
    who = member.person.name
    write_history(project, "terms_keeping_given", f"membership:{member.pk}", by=by, now=now, who=who)


@transaction.atomic
def agree_terms(version: TermsVersion, *, about: str, missing: str, by: Person, now: dt.datetime) -> None:
    """Partners agreed on a version in `about`. Where no group is missing it holds, and everyone is asked to accept it.

    From then on its words on the final say are the project's. Agreed on twice, the first time counts; but where that
    was provisional, and no group is missing any more, it holds from now.
    """
    project = locked(version.project)
    facts = {"about": about, "missing": missing[:500], "by": by, "at": now}
    agreed, is_new = TermsAgreed.objects.get_or_create(version=version, defaults=facts)
    if not is_new:
        if missing or not agreed.missing:
            return
        TermsAgreed.objects.filter(pk=agreed.pk).update(missing="")
    verb = "terms_provisional" if missing else "terms_agreed"
    write_history(project, verb, f"terms:{version.pk}", by=by, now=now, number=version.number, missing=missing)
    if missing:
        return
    project.final_say = version.final_say
    project.save(update_fields=["final_say"])
    partners = Membership.objects.partners().filter(project=project).without_observers()
    queue_for_all(
        Person.objects.filter(pk__in=partners.order_by().values("person")),
        "terms_to_accept",
        f"terms:{version.pk}:accept",
        {"project": project.name, "link": settings.SITE_URL + reverse("projects:accept_terms", args=[project.slug])},
        now=now,
        topic=f"terms:{version.pk}",
    )


def refuse_others(version: TermsVersion, member: Membership, by: Person, via: Via) -> None:
    """Refused for anybody who may not answer for this partner, and where the version does not hold any more."""
    if member.person_id != by.pk:
        refuse_unless_passed_on(member, by, via)
    if member.project_id != version.project_id:
        raise Refused(_("You are not a partner in this project any more."))
    refuse_others_than_partners(member)
    standing = TermsVersion.objects.filter(project=version.project_id, agreed__missing="").order_by("-number").first()
    if standing != version:
        raise Refused(_("The terms have changed since. Please read the new ones."))


@transaction.atomic
def accept_terms(
    version: TermsVersion, member: Membership, *, by: Person, now: dt.datetime, via: Via = Via.ONLINE
) -> None:
    """A partner accepts the terms that hold. Accepted twice, the first time counts."""
    locked(version.project)
    refuse_others(version, member, by, via)
    facts = {"at": now, "via": via, "entered_by": by}
    TermsAcceptance.objects.get_or_create(version=version, membership=member, defaults=facts)


@transaction.atomic
def ask_about_terms(
    version: TermsVersion, member: Membership, words: str, *, by: Person, now: dt.datetime, via: Via = Via.ONLINE
) -> TermsQuestion:
    """What they want to know first. They are not asked to accept again until it is answered."""
    locked(version.project)
    refuse_others(version, member, by, via)
    return TermsQuestion.objects.create(version=version, membership=member, words=words, at=now, via=via, entered_by=by)


@transaction.atomic
def answer_question(question: TermsQuestion, answer: str, *, by: Person, now: dt.datetime) -> None:
    """A facilitator answers, and the partner is told in their own way. Answered twice, the first time counts."""
    project = locked(question.version.project)
    found = TermsQuestion.objects.select_related("membership__person").get(pk=question.pk)
    if found.answered_at is not None:
        raise Refused(_("Somebody has answered this question already."))
    found.answer, found.answered_by, found.answered_at = answer, by, now
    found.save(update_fields=["answer", "answered_by", "answered_at"])
    link = settings.SITE_URL + reverse("projects:accept_terms", args=[project.slug])
    context = {"project": project.name, "asked": found.words, "answer": answer, "by": by.called, "link": link}
    key, topic = f"terms-question:{found.pk}", f"terms:{found.version_id}"
    queue(found.membership.person, "terms_question_answered", key, context, now=now, topic=topic)
