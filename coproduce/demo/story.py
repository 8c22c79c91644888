"""The verbs in which the demo's stories are told, each at a moment counted from today."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from coproduce.demo.calendar import Calendar
from decisions.actions.outcomes import answer_due, owe_feedback
from decisions.models import Decision, Influence, Minimum, Objection, Outcome, Position, Response, Wording
from participants.models import Person
from projects.actions import note_involvement, write_history
from projects.models import (
    Attendance,
    Contribution,
    DesignSession,
    Invitation,
    Involvement,
    Membership,
    Organisation,
    PartnerGroup,
    Project,
    SessionAnswer,
    Stage,
    StageClosure,
    Supporter,
    Via,
)

GROUPS = PartnerGroup.Key
DOUBLE_DIAMOND = ("Discover", "Define", "Develop", "Deliver")


@dataclass
class Story:
    """One project as its story goes on; `seats` are its memberships by the person's key."""

    calendar: Calendar
    people: dict[str, Person]
    project: Project
    facilitator: str
    seats: dict[str, Membership] = field(default_factory=dict)

    def stage(self, position: int) -> Stage:
        return self.project.stages.get(position=position)

    def stage_now(self) -> Stage:
        return self.project.stages.get(began_at__isnull=False, closure=None)

    def join(self, days: int, group: str, *keys: str, role: str = Membership.Role.PARTNER) -> None:
        """These people are invited on that day and say yes three days later (at once, the facilitator)."""
        for key in keys:
            self.ask(days, group, key, role=role)
            self.accept(days if key == self.facilitator else days + 3, key)

    def ask(self, days: int, group: str, key: str, *, role: str = Membership.Role.PARTNER) -> Invitation:
        at = self.calendar.at(days)
        by = self.people[self.facilitator]
        seat = Membership.objects.create(
            project=self.project,
            person=self.people[key],
            group=self.project.groups.get(key=group),
            role=role,
            added_by=by,
            added_at=at,
        )
        self.seats[key] = seat
        return Invitation.objects.create(membership=seat, sent_by=by, sent_at=at, expires_at=at + dt.timedelta(days=30))

    def accept(self, days: int, key: str) -> None:
        at, seat = self.calendar.at(days, "18:20"), self.seats[key]
        via = self.via(key)
        seat.invitations.update(accepted_at=at, answered_via=via)
        seat.joined_at = at
        seat.save(update_fields=["joined_at"])
        self.took_part(key, Involvement.Kind.ACCEPTED, f"membership:{seat.pk}", at)

    def decline(self, days: int, key: str) -> None:
        at, seat = self.calendar.at(days), self.seats[key]
        seat.invitations.update(declined_at=at, answered_via=Via.ONLINE)
        seat.left_at = at
        seat.save(update_fields=["left_at"])

    def support(self, days: int, key: str, supporter: str) -> None:
        Supporter.objects.create(
            membership=self.seats[key], person=self.people[supporter], chosen_at=self.calendar.at(days)
        )

    def via(self, key: str) -> Via:
        """How this partner takes part between sessions: Gwen by phone, everybody else online."""
        return Via.PHONE if key == "gwen" else Via.ONLINE

    def took_part(
        self, key: str, kind: Involvement.Kind, about: str, at: dt.datetime, *, stage: Stage | None = None
    ) -> None:
        note_involvement(
            self.seats[key], stage or self.stage_now(), kind, about, by=self.enters(key), now=at, via=self.via(key)
        )

    def enters(self, key: str) -> Person:
        """Who types what this partner says: Gwen says it on the phone to the facilitator."""
        return self.people[self.facilitator if key == "gwen" else key]

    def schedule(self, days: int, clock: tuple[str, str], title: str, *, planned: int, **facts: str) -> DesignSession:
        """A session that many days from today, from `clock[0]` to `clock[1]`, put in the calendar on day `planned`."""
        by, day = self.people[self.facilitator], self.calendar.day(days)
        return DesignSession.objects.create(
            project=self.project,
            stage=self.stage_now(),
            title=title,
            starts_at=self.calendar.on(day, clock[0]),
            ends_at=self.calendar.on(day, clock[1]),
            safeguarding_contact="Helen Voss, 01632 960120",
            safeguarding_deputy="Tom Birch, 01632 960121",
            scheduled_by=by,
            scheduled_at=self.calendar.at(planned),
            **{"place": "Mill Road Centre", **facts},
        )

    def answer(self, days: int, session: DesignSession, **answers: str) -> None:
        SessionAnswer.objects.bulk_create(
            SessionAnswer(
                session=session,
                membership=self.seats[key],
                answer=answer,
                answered_at=self.calendar.at(days, "19:05"),
                via=self.via(key),
                entered_by=self.enters(key),
            )
            for key, answer in answers.items()
        )

    def attend(self, session: DesignSession, *keys: str) -> None:
        by, at = self.people[self.facilitator], session.ends_at
        for key in keys:
            Attendance.objects.create(session=session, membership=self.seats[key], recorded_by=by, recorded_at=at)
            note_involvement(
                self.seats[key],
                session.stage,
                Involvement.Kind.ATTENDED,
                f"session:{session.pk}",
                by=by,
                now=at,
                via=Via.SESSION,
            )

    def say(self, days: int, key: str, kind: str, words: str, *, session: DesignSession | None = None) -> Contribution:
        at = self.calendar.at(days, "20:15")
        said = Contribution.objects.create(
            project=self.project,
            stage=self.stage_now(),
            session=session,
            membership=self.seats[key],
            kind=kind,
            words=words,
            via=Via.SESSION if session else self.via(key),
            entered_by=self.enters(key),
            at=at,
        )
        self.took_part(key, Involvement.Kind.CONTRIBUTED, f"contribution:{said.pk}", at)
        return said

    def heard(self, *starts: str) -> list[Contribution]:
        """What people said, by the words that it starts with."""
        return [self.project.contributions.get(words__startswith=start) for start in starts]

    def open(
        self,
        days: int,
        question: str,
        words: str,
        *,
        until: int,
        minimums: dict[str, int],
        background: str = "",
        asks_for_answer: bool = True,
        came_from: Sequence[Contribution] = (),
    ) -> Decision:
        at = self.calendar.at(days)
        decision = Decision.objects.create(
            project=self.project,
            stage=self.stage_now(),
            number=self.project.decisions.count() + 1,
            question=question,
            background=background,
            asks_for_answer=asks_for_answer,
            opened_by=self.seats[self.facilitator],
            opened_at=at,
            closes_at=self.calendar.on(self.calendar.day(until), "17:00"),
        )
        Minimum.objects.bulk_create(
            Minimum(decision=decision, group=self.project.groups.get(key=key), people=people)
            for key, people in minimums.items()
        )
        decision.came_from.set(came_from)
        self.word(decision, words, at)
        return decision

    def word(self, decision: Decision, words: str, at: dt.datetime, *, because: str = "") -> Wording:
        return Wording.objects.create(
            decision=decision,
            number=decision.wordings.count() + 1,
            words=words,
            because=because,
            written_by=self.seats[self.facilitator],
            written_at=at,
        )

    def consent(self, days: int, decision: Decision, *keys: str) -> None:
        for key in keys:
            self.stand(days, decision, key, Position.Stance.CONSENT)

    def stand(self, days: int, decision: Decision, key: str, stance: str, reason: str = "") -> Position:
        at, wording = self.calendar.at(days, "19:40"), decision.wordings.latest("number")
        position = Position.objects.create(
            decision=decision,
            wording=wording,
            membership=self.seats[key],
            group=self.seats[key].group,
            stance=stance,
            reason=reason,
            at=at,
            via=self.via(key),
            entered_by=self.enters(key),
        )
        if stance == Position.Stance.OBJECT:
            Objection.objects.create(position=position)
        self.took_part(key, Involvement.Kind.DECIDED, f"decision:{decision.pk}", at, stage=decision.stage)
        return position

    def reword(self, days: int, decision: Decision, words: str, *, because: str, meets: Position) -> Wording:
        """A new wording that answers an objection; everybody is asked again."""
        at = self.calendar.at(days)
        wording = self.word(decision, words, at, because=because)
        Objection.objects.filter(position=meets).update(
            met_by=wording, answer=because, settled_by=self.seats[self.facilitator], settled_at=at
        )
        Influence.objects.create(
            decision=decision,
            membership=meets.membership,
            objection=meets.objection,
            how=Influence.How.TAKEN_UP,
            because=because,
            wording=wording,
            at=at,
        )
        return wording

    def settle(self, days: int, decision: Decision, decided: str, *, reasons: str, rejected: str) -> Outcome:
        at = self.calendar.at(days)
        outcome = Outcome.objects.create(
            decision=decision,
            result=Outcome.Result.AGREED,
            decided=decided,
            reasons=reasons,
            rejected=rejected,
            recorded_by=self.seats[self.facilitator],
            recorded_at=at,
            answer_due_on=answer_due(decision, Outcome.Result.AGREED, at),
        )
        owe_feedback(outcome)
        return outcome

    def tell(self, days: int, outcome: Outcome, told: dict[str, tuple[str, str]]) -> None:
        """ "You said, we did", which has reached each of these people."""
        at = self.calendar.at(days)
        for key, (you_said, we_did) in told.items():
            outcome.feedback.filter(membership=self.seats[key]).update(
                you_said=you_said,
                we_did=we_did,
                written_by=self.seats[self.facilitator],
                written_at=at,
                told_at=at,
                told_via="call" if key == "gwen" else "email",
            )
            about = f"decision:{outcome.decision_id}"
            self.took_part(key, Involvement.Kind.TOLD, about, at, stage=outcome.decision.stage)

    def credit(self, days: int, decision: Decision, said: Contribution, how: str, because: str) -> None:
        Influence.objects.create(
            decision=decision,
            membership=said.membership,
            contribution=said,
            how=how,
            because=because,
            at=self.calendar.at(days),
        )

    def respond(self, days: int, decision: Decision, by: str, answer: str, reasons: str) -> Response:
        return Response.objects.create(
            decision=decision, answer=answer, reasons=reasons, by=self.people[by], at=self.calendar.at(days)
        )

    def close(self, days: int) -> None:
        """The stage that is open is closed and the next one begins."""
        at, stage = self.calendar.at(days, "16:00"), self.stage_now()
        StageClosure.objects.create(stage=stage, closed_by=self.people[self.facilitator], closed_at=at)
        self.project.stages.filter(position=stage.position + 1).update(began_at=at)


def begin(
    calendar: Calendar,
    people: dict[str, Person],
    organisation: Organisation,
    *,
    days: int,
    name: str,
    slug: str,
    purpose: str,
    final_say: str,
    facilitator: str,
) -> Story:
    """A new project with the four stages of the Double Diamond; its facilitator has joined."""
    by, at = people[facilitator], calendar.at(days)
    project = Project.objects.create(
        organisation=organisation,
        name=name,
        slug=slug,
        purpose=purpose,
        final_say=final_say,
        made_by=by,
        made_at=at,
    )
    PartnerGroup.objects.bulk_create(
        PartnerGroup(project=project, key=key.value, name=str(key.label), position=place)
        for place, key in enumerate(GROUPS, start=1)
    )
    Stage.objects.bulk_create(
        Stage(project=project, position=place, name=stage, began_at=at if place == 1 else None)
        for place, stage in enumerate(DOUBLE_DIAMOND, start=1)
    )
    write_history(project, "project_made", f"project:{project.pk}", by=by, now=at)
    story = Story(calendar, people, project, facilitator)
    story.join(days, GROUPS.STAFF, facilitator, role=Membership.Role.FACILITATOR)
    return story


def plan(story: Story, stages: Iterable[tuple[int, int, str, str, str]]) -> None:
    """What each stage is for: (first day, last day, purpose, what can still change, what is fixed), in order."""
    for place, (first, last, purpose, open_to_change, fixed) in enumerate(stages, start=1):
        story.project.stages.filter(position=place).update(
            starts_on=story.calendar.day(first),
            ends_on=story.calendar.day(last),
            purpose=purpose,
            open_to_change=open_to_change,
            fixed=fixed,
        )
