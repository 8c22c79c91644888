"""What stands in each of some packs, as plain values for the template `templates/packs/pack.typ`."""

import datetime as dt
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import Any

import segno
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from coproduce.packs.asks import DECISION, DONE, FELT, SESSION, TERMS, Ask, OnNow, heading, of_done, on_now, options_on
from coproduce.packs.forms import DEGREES
from coproduce.packs.printable import printable
from coproduce.packs.words import words
from coproduce.written_down import Written, by_seat, written_down
from decisions.easy import of_decision
from decisions.feedback import Changed, told_to_seats
from decisions.forms import EasyPositionForm, PositionForm
from decisions.late import CAN_STILL_SAY
from decisions.models import Decision, Position
from decisions.voices import label_of
from participants.addresses import absolute
from participants.models import AccessNeed, AccessNeedKind
from participants.times import THERE_AND_BACK, day, moment, span
from projects.checkins import answering_ends
from projects.easy import Original, Twin, newest, of_session, of_stage
from projects.easy_words import lines_of
from projects.forms.sessions import AnswerForm, EasyAnswerForm
from projects.ladder import IN_PLAIN_WORDS, Rung
from projects.models import (
    Contribution,
    DesignSession,
    HowMuch,
    Membership,
    Pack,
    Project,
    Stage,
    StageAnswer,
    Supporter,
)
from projects.slips import spaced
from projects.symbols import drawing_of
from projects.terms import parts_of

Content = dict[str, Any]
MOST_WRITTEN = 8


def contents_of(project: Project, packs: Sequence[Pack], now: dt.datetime) -> list[Content]:
    """The content of each pack, in the language and on the clock of its reader.

    Writes what the slip asks into `pack.asks`, and whether it is in large print; the caller saves them.
    """
    shelf = Shelf(project, packs, now)
    return [shelf.content(pack) for pack in packs]


class Shelf:
    """Everything that the packs are filled from: the same few queries however many packs there are."""

    def __init__(self, project: Project, packs: Sequence[Pack], now: dt.datetime) -> None:
        self.project, self.now = project, now
        seats = [pack.membership for pack in packs]
        self.on: OnNow = on_now(project, seats, now)
        self.changed: Mapping[int, list[Changed]] = told_to_seats(seats, most=3)
        self.written = by_seat(written_down(seats, now, most=MOST_WRITTEN * len(seats)))
        self.helpers = helpers_of(seats, now)
        self.large = who_need(AccessNeedKind.LARGE_PRINT, seats)
        self.easy = who_need(AccessNeedKind.EASY_READ, seats)
        self.stage = (
            Stage.objects.filter(project=project, began_at__isnull=False, closure=None)
            .select_related("project")
            .first()
        )
        self.facilitator = facilitators_of(project)
        self.twins: Mapping[str, Twin] = newest(self.abouts()) if self.easy else {}

    def abouts(self) -> list[str]:
        """Everything that may have Easy Read words, as ledgers name it."""
        sessions = [f"session:{pk}" for pk in self.on.things.sessions]
        stages = [f"stage:{self.stage.pk}"] if self.stage else []
        return sessions + stages + [f"decision:{pk}" for pk in self.on.things.decisions]

    def content(self, pack: Pack) -> Content:
        seat = pack.membership
        asks = self.on.asks(seat)
        pack.asks = [ask.stored() for ask in asks]
        pack.large_print = pack.large_print or seat.person_id in self.large
        with translation.override(seat.person.reads), timezone.override(seat.person.zone):
            content: Content = printable(self.in_words(pack, asks))
        return content

    def in_words(self, pack: Pack, asks: list[Ask]) -> Content:
        seat, person = pack.membership, pack.membership.person
        by = self.reply_by(asks)
        return {
            "language": person.reads,
            "large": pack.large_print,
            "code": spaced(pack.code),
            "qr": qr_of(pack),
            "name": person.name,
            "address": lines(person.address),
            "organisation": self.project.organisation.name,
            "project": self.project.name,
            "purpose": self.project.purpose,
            "stage": self.stage_words(seat),
            "today": day(self.now),
            "phone": self.project.freephone,
            "post_to": lines(self.project.post_to),
            "facilitator": self.facilitator,
            "helper": self.helpers.get(seat.pk, ""),
            "reply_by": day(by) if by else "",
            "asks": [self.ask_words(seat, ask) for ask in asks],
            "answered": self.answered(seat),
            "changed": [changed_words(each) for each in self.changed.get(seat.pk, ())],
            "written": [written_words(each) for each in self.written.get(seat.pk, [])[:MOST_WRITTEN]],
            "words": words(
                person.called, self.project.freephone, in_a_hurry=bool(by and by < self.now + THERE_AND_BACK)
            ),
        }

    def ask_words(self, seat: Membership, ask: Ask) -> Content:
        things = self.on.things
        if ask.noun == SESSION:
            session = things.sessions[ask.pk]
            session.project = self.project
            answers = EasyAnswerForm if seat.person_id in self.easy else AnswerForm
            return session_words(ask, session, answers) | self.easy_words(seat, of_session(session))
        if ask.noun == DECISION:
            decision, wording = things.decisions[ask.pk], things.wordings[ask.pk]
            decision.project = self.project
            because = wording.because if (seat.pk, ask.pk) in self.on.before else ""
            form = form_of(decision, easy=seat.person_id in self.easy)
            found = decision_words(ask, decision, because, form, late=ask.pk in things.late)
            return found | self.easy_words(seat, of_decision(decision, wording))
        words: Content = {"number": ask.number, "kind": ask.noun, "title": heading(ask)}
        if ask.noun == DONE:
            done = [str(answer.label) for answer in StageAnswer.Answer]
            return words | {"purpose": things.stages[ask.pk].stage.purpose, "options": done}
        if ask.noun == FELT:
            return words | felt_words()
        if ask.noun == TERMS:
            parts = parts_of(things.terms[ask.pk].version)
            return words | {
                "parts": [[str(part.label), said] for part, said, _old in parts],
                "options": terms_options(),
            }
        return words | {"options": [str(kind.label) for kind in Contribution.Kind]}

    def stage_words(self, seat: Membership) -> Content:
        return stage_words(self.stage) | self.easy_words(seat, of_stage(self.stage)) if self.stage else {}

    def easy_words(self, seat: Membership, original: Original) -> Content:
        """For somebody who needs Easy Read, the words that people wrote: they are printed before the full ones."""
        twin = self.twins.get(original.about) if seat.person_id in self.easy else None
        if twin is None:
            return {"easy": [], "easy_old": "", "pictures": []}
        old = "" if twin.is_of(original) else _("The full words have changed since this was written.")
        pictures = [drawing_of(key) for key, _line in zip_longest(twin.pictures, lines_of(twin.words), fillvalue="")]
        return {"easy": lines_of(twin.words), "easy_old": old, "pictures": pictures}

    def reply_by(self, asks: list[Ask]) -> dt.datetime | None:
        """The day by which a slip must be here so that all of it counts, two days before the first of them closes."""
        things = self.on.things
        decisions = [ask.pk for ask in asks if ask.noun == DECISION and ask.pk not in things.late]
        ends = [things.decisions[pk].closes_at for pk in decisions]
        ends += [things.sessions[ask.pk].starts_at for ask in asks if ask.noun == SESSION]
        felt = [answering_ends(things.stages[ask.pk].stage) for ask in asks if ask.noun == FELT]
        ends += [end for end in felt if end is not None]
        return max(min(ends) - dt.timedelta(days=2), self.now) if ends else None

    def answered(self, seat: Membership) -> list[str]:
        """What they have said about what is on, so that they know that it arrived."""
        things = self.on.things
        said = [
            _("“%(title)s”, %(when)s. You said: %(answer)s.")
            % {
                "title": each.title,
                "when": moment(each.starts_at),
                "answer": self.on.answers[seat.pk, pk].get_answer_display(),
            }
            for pk, each in things.sessions.items()
            if (seat.pk, pk) in self.on.answers
        ]
        said += [
            _("“%(title)s” You said: %(answer)s.")
            % {"title": each.question, "answer": said_in(each, self.on.positions[seat.pk, pk])}
            for pk, each in things.decisions.items()
            if (seat.pk, pk) in self.on.positions
        ]
        return said + [
            _("%(title)s You said: %(answer)s.")
            % {"title": heading(of_done(on)), "answer": self.on.done[seat.pk, pk].get_answer_display()}
            for pk, on in things.stages.items()
            if (seat.pk, pk) in self.on.done
        ]


def felt_words() -> Content:
    """The check-in: the rungs in plain words, the highest first, and the two sentences."""
    degrees = [str(degree.label) for degree in HowMuch]
    return {
        "options": [[str(rung.label), str(IN_PLAIN_WORDS[rung])] for rung in reversed(Rung)],
        "degrees": [[str(sentence), degrees] for sentence in DEGREES.values()],
    }


def terms_options() -> list[str]:
    return [_("I have read this and accept it"), _("I have a question first")]


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def qr_of(pack: Pack) -> str:
    """A picture of the slip's address, as SVG."""
    out = io.BytesIO()
    code = segno.make(absolute("slip", pack.code), error="m", micro=False)
    code.save(out, kind="svg", border=1, xmldecl=False, omitsize=True)
    return out.getvalue().decode()


def stage_words(stage: Stage) -> Content:
    return {"name": stage.name, "purpose": stage.purpose, "open": stage.open_to_change, "fixed": stage.fixed}


def session_words(ask: Ask, session: DesignSession, form: type[AnswerForm]) -> Content:
    return {
        "number": ask.number,
        "kind": ask.noun,
        "title": session.title,
        "when": span(session.starts_at, session.ends_at),
        "where": session.where,
        "ring": session.phone_line,
        "purpose": session.purpose,
        "access": session.access_notes,
        "options": [str(form.ANSWERS[way]) for way in session.ways],
    }


def said_in(decision: Decision, position: Position) -> str:
    return label_of(decision, position.stance, position.says)


def form_of(decision: Decision, *, easy: bool) -> PositionForm:
    """The form that stands on the page of a decision."""
    kind = EasyPositionForm if easy and decision.method == "consent" else PositionForm
    return kind(decision=decision, options=options_on(decision))


def decision_words(ask: Ask, decision: Decision, because: str, form: PositionForm, *, late: bool = False) -> Content:
    """A question between options has `rows`, each with a box to write in; any other has `options` to tick."""
    chooses, choice = decision.way.has_options, form.fields["says" if decision.way.has_options else "stance"]
    hint = f". {choice.help_text}" if chooses and choice.help_text else ""
    return {
        "number": ask.number,
        "kind": ask.noun,
        "title": decision.question,
        "background": decision.background,
        "proposal": "" if chooses else ask.words,
        "because": because,
        "until": "" if late else moment(decision.closes_at),
        "late": str(CAN_STILL_SAY) if late else "",
        "rows": [str(option) for option in options_on(decision)],
        "options": [] if chooses else [str(words) for words, _hint in form.stances().values()],
        "stand": f"{choice.label}{hint}" if chooses else _("Where do you stand?"),
        "reason": ask_why(decision),
    }


def ask_why(decision: Decision) -> str:
    if decision.way.meets_objections:
        return _("Why? If you object, please say why, so that the group can meet your objection.")
    if decision.private:
        return _(
            "This is private: only who types in your answer reads it. If you add words here, everyone reads them "
            "later, without your name."
        )
    return _("Is there anything you want to add?")


def changed_words(change: Changed) -> Content:
    not_yet = _("This is provisional: what was decided does not stand yet.")
    return {
        "said": change.said,
        "label": _("We did:") if change.did else _("We couldn’t, because:"),
        "came": change.came_of_it + (f" {not_yet}" if change.provisional else ""),
        "question": change.question,
    }


def written_words(written: Written) -> Content:
    return {"about": written.about, "words": written.words, "how": written.how}


def who_need(kind: AccessNeedKind, seats: Iterable[Membership]) -> frozenset[int]:
    """The ids of the people among these who need something of this kind."""
    needs = AccessNeed.objects.filter(person__in=[seat.person_id for seat in seats], kind=kind, ended_at=None)
    return frozenset(needs.values_list("person_id", flat=True))


def helpers_of(seats: Iterable[Membership], now: dt.datetime) -> dict[int, str]:
    """The names of those who help each partner: not of those who were asked and have not said yes."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    helping = Supporter.objects.helping(now).filter(membership__in=[seat.pk for seat in seats])
    for seat, name in helping.order_by("person__name").values_list("membership_id", "person__name"):
        found[seat].append(name)
    return {seat: ", ".join(names) for seat, names in found.items()}


def facilitators_of(project: Project) -> str:
    keeping = Membership.objects.partners().filter(project=project, role=Membership.Role.FACILITATOR)
    return ", ".join(keeping.order_by("joined_at", "pk").values_list("person__name", flat=True)[:2])
