"""The verbs in which the demo's stories are told: the app's own actions, each at a moment counted from today."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from coproduce.demo.calendar import Calendar
from coproduce.packs.forms import WhoForm
from coproduce.packs.making import make_batch
from coproduce.packs.people import partners_for
from decisions.actions import (
    Word,
    ask_for_check,
    begin_learning,
    change_learning,
    change_proposal,
    change_wording,
    check_learning,
    name_on_learning,
    open_decision,
    propose,
    publish_learning,
    record_outcome,
    remark,
    respond,
    review_decision,
    take_position,
    tell_people,
)
from decisions.actions.doing import add_action_to
from decisions.actions.feedback import note_told
from decisions.easy import of_decision
from decisions.models import Decision, Learning, LearningRound, Outcome, Position, Proposal, ProposalRemark, Review
from participants.actions import offer
from participants.models import AssetKind, Audience, Message, Person
from projects.actions import (
    answer_if_done,
    ask_if_done,
    check_in,
    close_stage,
    contribute,
    note_call,
    start_project,
    take_a_break,
    write_history,
)
from projects.actions.doing import note_progress, say_not_happened
from projects.actions.easy import choose_pictures, write_easy_read
from projects.actions.help import answer_help, ask_for_help
from projects.actions.invitations import Acceptance, accept_invitation, decline_invitation, send_invitations
from projects.actions.packs import start_packs
from projects.actions.said import reply, thank
from projects.actions.sessions import Plan, answer_session, record_attendance, schedule_session
from projects.actions.supporters import Choice, accept_support, choose_supporter
from projects.actions.terms import accept_terms, leave_out, suggest_change, take_in, write_terms
from projects.easy import Original, of_session, of_stage
from projects.files import Upload
from projects.ladder import Rung
from projects.models import (
    ActionItem,
    Contribution,
    DesignSession,
    HelpAsked,
    HowMuch,
    Invitation,
    Membership,
    Organisation,
    PartnerGroup,
    Project,
    QuietCall,
    SessionAnswer,
    Stage,
    StageAnswer,
    Supporter,
    TermsSuggestion,
    TermsVersion,
    Via,
)
from projects.templates_of_stages import STAGE_TEMPLATES
from projects.terms import starting_text

GROUPS = PartnerGroup.Key


@dataclass
class Story:
    """One project as its story goes on; `seats` are its memberships by the person's key."""

    calendar: Calendar
    people: dict[str, Person]
    project: Project
    facilitator: str
    seats: dict[str, Membership] = field(default_factory=dict)

    @property
    def host(self) -> Person:
        return self.people[self.facilitator]

    def stage_now(self) -> Stage:
        return self.project.stages.get(began_at__isnull=False, closure=None)

    def via(self, key: str) -> Via:
        """How this partner takes part between sessions: Gwen by phone, everybody else online."""
        return Via.PHONE if key == "gwen" else Via.ONLINE

    def enters(self, key: str) -> Person:
        """Who types what this partner says: Gwen says it on the phone to the facilitator."""
        return self.host if key == "gwen" else self.people[key]

    def join(self, days: int, group: str, *keys: str) -> None:
        """These people are asked on that day and say yes three days later."""
        for key in keys:
            invitation = self.ask(days, group, key)
            accept_invitation(
                invitation,
                Acceptance(),
                by=self.enters(key),
                now=self.calendar.at(days + 3, "18:20"),
                via=self.via(key),
            )

    def ask(self, days: int, group: str, key: str) -> Invitation:
        """They are here already, some without an email, so they are seated by themselves and not by their email."""
        at = self.calendar.at(days)
        seat = Membership.objects.create(
            project=self.project,
            person=self.people[key],
            group=self.project.groups.get(key=group),
            added_by=self.host,
            added_at=at,
        )
        self.seats[key] = seat
        group_name = str(seat.group.name)
        write_history(self.project, "partner_invited", f"membership:{seat.pk}", by=self.host, now=at, group=group_name)
        return send_invitations([seat], by=self.host, now=at)[0]

    def decline(self, days: int, invitation: Invitation) -> None:
        decline_invitation(invitation, by=invitation.membership.person, now=self.calendar.at(days))

    def support(self, days: int, key: str, choice: Choice) -> Supporter:
        """A partner asks somebody to support them; what Gwen chooses, she says on the phone."""
        at = self.calendar.at(days)
        return choose_supporter(self.seats[key], choice, by=self.enters(key), now=at, via=self.via(key))

    def agree(self, days: int, supporter: Supporter) -> None:
        accept_support(supporter, by=supporter.person, now=self.calendar.at(days, "18:30"))

    def schedule(self, days: int, clock: tuple[str, str], title: str, *, planned: int, **facts: str) -> DesignSession:
        """A session that many days from today, from `clock[0]` to `clock[1]`, put in the calendar on day `planned`."""
        day = self.calendar.day(days)
        plan = Plan(
            stage=self.stage_now(),
            title=title,
            starts_at=self.calendar.on(day, clock[0]),
            ends_at=self.calendar.on(day, clock[1]),
            safeguarding_contact="Helen Voss, 01632 960120",
            safeguarding_deputy="Tom Birch, 01632 960121",
            purpose=facts.get("purpose", ""),
            place=facts.get("place", "Mill Road Centre"),
            online_link=facts.get("online_link", ""),
            phone_line=facts.get("phone_line", ""),
            access_notes=facts.get("access_notes", ""),
        )
        return schedule_session(self.project, plan, by=self.host, now=self.calendar.at(planned))

    def answer(self, days: int, session: DesignSession, **answers: SessionAnswer.Answer) -> None:
        at = self.calendar.at(days, "19:05")
        for key, answer in answers.items():
            answer_session(session, self.seats[key], answer, by=self.enters(key), now=at, via=self.via(key))

    def attend(self, session: DesignSession, *keys: str) -> None:
        record_attendance(session, [self.seats[key] for key in keys], by=self.host, now=session.ends_at)

    def say(
        self,
        days: int,
        key: str,
        kind: Contribution.Kind,
        words: str,
        *,
        session: DesignSession | None = None,
        audience: str = Contribution.Audience.EVERYONE,
        upload: Upload | None = None,
        alt: str = "",
    ) -> Contribution:
        """Online or, for Gwen, by phone; said in a session, the facilitator writes it down."""
        return contribute(
            self.seats[key],
            kind=kind,
            words=words,
            by=self.host if session else self.enters(key),
            now=self.calendar.at(days, "20:15"),
            via=Via.SESSION if session else self.via(key),
            session=session,
            audience=audience,
            upload=upload,
            alt=alt,
        )

    def draft_terms(self, days: int, **parts: str) -> TermsVersion:
        words = starting_text(self.project) | parts
        return write_terms(self.project, words, by=self.host, now=self.calendar.at(days))

    def suggest(self, days: int, key: str, part: str, words: str, why: str) -> TermsSuggestion:
        seat, by, at = self.seats[key], self.enters(key), self.calendar.at(days, "18:45")
        return suggest_change(seat, part=part, words=words, why=why, by=by, now=at, via=self.via(key))

    def take_in(self, days: int, suggestion: TermsSuggestion, answer: str) -> TermsVersion:
        at = self.calendar.at(days, "11:10")
        return take_in(suggestion, words=suggestion.words, answer=answer, by=self.host, now=at)

    def leave_out(self, days: int, suggestion: TermsSuggestion, answer: str) -> None:
        leave_out(suggestion, answer=answer, by=self.host, now=self.calendar.at(days, "11:20"))

    def accept_terms(self, days: int, version: TermsVersion, *keys: str) -> None:
        at = self.calendar.at(days, "17:30")
        for key in keys:
            accept_terms(version, self.seats[key], by=self.enters(key), now=at, via=self.via(key))

    def offer(self, days: int, key: str, kind: AssetKind, words: str, seen_by: Audience) -> None:
        at, person = self.calendar.at(days, "18:10"), self.people[key]
        offer(person, kind=kind, words=words, seen_by=seen_by, by=self.enters(key), now=at, via=self.via(key))

    def look_for(self, days: int, words: str, *, until: int) -> HelpAsked:
        seat, last = self.seats[self.facilitator], self.calendar.day(until)
        return ask_for_help(seat, words=words, until=last, by=self.host, now=self.calendar.at(days))

    def help(self, days: int, asked: HelpAsked, key: str, words: str) -> None:
        at = self.calendar.at(days, "19:20")
        answer_help(asked, self.seats[key], yes=True, words=words, by=self.enters(key), now=at, via=self.via(key))

    def reply(self, days: int, key: str, said: Contribution, words: str) -> None:
        reply(said, self.seats[key], words, by=self.people[key], now=self.calendar.at(days, "20:40"))

    def thank(self, days: int, said: Contribution, *keys: str) -> None:
        for key in keys:
            thank(said, self.seats[key], by=self.people[key], now=self.calendar.at(days, "20:30"))

    def heard(self, *starts: str) -> list[Contribution]:
        """What people said, by the words that it starts with."""
        return [self.project.contributions.get(words__startswith=start) for start in starts]

    def propose(self, days: int, key: str, question: str, words: str, why: str) -> Proposal:
        at, said = self.calendar.at(days, "18:50"), {"question": question, "words": words, "why": why}
        return propose(self.seats[key], **said, by=self.enters(key), now=at, via=self.via(key))

    def remark(self, days: int, proposal: Proposal, key: str, kind: str, **said: str) -> ProposalRemark:
        at, by = self.calendar.at(days, "19:15"), self.enters(key)
        return remark(proposal, self.seats[key], kind=kind, **said, by=by, now=at, via=self.via(key))

    def change_proposal(self, days: int, proposal: Proposal, words: str, *, takes_up: ProposalRemark, how: str) -> None:
        """Who made it writes new words that take up what somebody suggested."""
        seat, last = proposal.membership, proposal.versions.latest("number")
        change_proposal(
            proposal,
            seat,
            question=last.question,
            words=words,
            why=last.why,
            because=how,
            takes_up={takes_up.pk: how},
            by=seat.person,
            now=self.calendar.at(days, "20:10"),
        )

    def open(
        self,
        days: int,
        question: str,
        words: str,
        *,
        until: int,
        minimums: Mapping[str, int],
        background: str = "",
        came_from: Iterable[Contribution] = (),
        asks_for_answer: bool = True,
        proposed: Proposal | None = None,
    ) -> Decision:
        return open_decision(
            self.project,
            question=question,
            proposal=words,
            closes_at=self.calendar.on(self.calendar.day(until), "17:00"),
            by=self.host,
            now=self.calendar.at(days),
            background=background,
            minimums={self.project.groups.get(key=key): people for key, people in minimums.items()},
            came_from=came_from,
            asks_for_answer=asks_for_answer,
            proposed=proposed,
        )

    def in_easy_read(
        self, days: int, thing: Decision | DesignSession | Stage, words: str, pictures: Sequence[str] = ()
    ) -> None:
        """Easy Read words for something as it is worded on that day, with a picture for each line."""
        original, at = original_of(thing), self.calendar.at(days, "14:30")
        row = write_easy_read(self.project, original, words, by=self.host, now=at)
        choose_pictures(self.project, original, pictures, twin=row.pk, by=self.host, now=at)

    def consent(self, days: int, decision: Decision, *keys: str) -> None:
        for key in keys:
            self.stand(days, decision, key, "consent")

    def stand(self, days: int, decision: Decision, key: str, stance: str, reason: str = "") -> Position:
        return take_position(
            decision,
            self.seats[key],
            stance=stance,
            wording=decision.wordings.count(),
            by=self.enters(key),
            now=self.calendar.at(days, "19:40"),
            reason=reason,
            via=self.via(key),
        )

    def reword(self, days: int, decision: Decision, words: str, *, because: str, meets: Position) -> None:
        """A new wording that answers an objection; everybody is asked again."""
        how = {meets.objection.pk: because}
        change_wording(decision, words=words, because=because, by=self.host, now=self.calendar.at(days), meets=how)

    def settle(self, days: int, decision: Decision, decided: str, *, reasons: str, rejected: str) -> None:
        record_outcome(
            decision,
            result=Outcome.Result.AGREED,
            decided=decided,
            reasons=reasons,
            rejected=rejected,
            by=self.host,
            now=self.calendar.at(days),
            early=True,
        )

    def review(self, days: int, decision: Decision, words: str, *, again: int, **parts: int) -> None:
        """Partners keep it, and look at it again that many days from today. `parts`: how many of each group."""
        review_decision(
            decision,
            result=Review.Result.AGAIN,
            words=words,
            next_on=self.calendar.day(again),
            parts={self.project.groups.get(key=key): people for key, people in parts.items()},
            seen=decision.reviews.count(),
            by=self.host,
            now=self.calendar.at(days),
        )

    def tell(self, days: int, decision: Decision, did: Mapping[str, str], others: str = "") -> None:
        """ "You said, we did", to the people in `did`, and to everybody else who took part where `others` says what."""
        at = self.calendar.at(days, "11:30")
        keys = {seat.pk: key for key, seat in self.seats.items()}
        owed = decision.outcome.feedback.filter(written_at=None)
        words = [Word(one.pk, did.get(keys[one.membership_id], others)) for one in owed]
        words = [word for word in words if word.we_did]
        tell_people(decision, words, by=self.host, now=at)
        for message in Message.objects.filter(topic__in=[f"feedback:{word.feedback_id}" for word in words]):
            note_told(message, at)

    def respond(self, days: int, decision: Decision, by: str, answer: str, reasons: str) -> None:
        respond(decision, answer=answer, reasons=reasons, by=self.people[by], now=self.calendar.at(days))

    def to_do(self, days: int, decision: Decision, owner: str, what: str, *, by: int) -> ActionItem:
        """What follows from a decision, to be done by that day; the facilitator writes it down."""
        at, last = self.calendar.at(days, "16:20"), self.calendar.day(by)
        return add_action_to(decision, what=what, owner=self.people[owner], due_on=last, by=self.host, now=at)

    def goes(self, days: int, item: ActionItem, kind: str, words: str) -> None:
        """Its owner says how it goes."""
        last = item.notes.last()
        at, seen = self.calendar.at(days, "13:10"), last.pk if last else 0
        note_progress(item, kind, words=words, by=item.owner, now=at, seen=seen)

    def not_happened(self, days: int, key: str, item: ActionItem, words: str) -> None:
        at, seat = self.calendar.at(days, "18:55"), self.seats[key]
        say_not_happened(seat, item, words=words, by=self.enters(key), now=at, via=self.via(key))

    def packs(self, days: int) -> None:
        """Packs for those who like letters, made and not in the post yet."""
        at = self.calendar.at(days, "15:00")
        batch = start_packs(self.project, partners_for(self.project, WhoForm.POST), by=self.host, now=at)
        make_batch(batch.pk, lambda: at)

    def finish(self, days: int, because: str, **words: str) -> Learning:
        """The project is said to be finished, its page is written, and partners are asked to check it."""
        at = self.calendar.at(days)
        learning = begin_learning(self.project, because=because, by=self.host, now=at)
        change_learning(learning, words, number=1, by=self.host, now=at)
        ask_for_check(learning, days=14, by=self.host, now=at)
        return learning

    def check(self, days: int, learning: Learning, **changes: str) -> None:
        """What each of these people wants changed, or "" where it is fine."""
        round_, at = LearningRound.objects.get(text__learning=learning), self.calendar.at(days, "18:30")
        for key, change in changes.items():
            check_learning(round_, self.seats[key], change=change, by=self.enters(key), now=at, via=self.via(key))

    def publish(self, days: int, learning: Learning, unchanged: str = "") -> None:
        publish_learning(learning, {}, unchanged_because=unchanged, by=self.host, now=self.calendar.at(days))

    def name(self, days: int, learning: Learning, key: str) -> None:
        """This partner agrees to be named for a year."""
        until = self.calendar.day(days + 365)
        name_on_learning(learning, self.seats[key], until, by=self.people[key], now=self.calendar.at(days))

    def felt(self, days: int, stage: int, said: Mapping[str, tuple[Rung, int, int, str]]) -> None:
        """What a stage felt like: (rung, was heard, knows what happened next, one line) by key."""
        for key, (rung, heard, knows, line) in said.items():
            check_in(
                self.seats[key],
                self.project.stages.get(position=stage),
                rung=rung,
                heard=HowMuch(heard),
                knows=HowMuch(knows),
                line=line,
                by=self.enters(key),
                now=self.calendar.at(days, "20:05"),
                via=self.via(key),
            )

    def rest(self, days: int, key: str, until: int) -> None:
        day = self.calendar.on(self.calendar.day(until), "00:00")
        take_a_break(self.seats[key], until=day, by=self.people[key], now=self.calendar.at(days))

    def ring(self, days: int, key: str, came: QuietCall.Came, words: str = "") -> None:
        note_call(self.seats[key], came, words=words, by=self.host, now=self.calendar.at(days, "15:30"))

    def ask_if_done(self, days: int) -> None:
        ask_if_done(self.stage_now(), by=self.host, now=self.calendar.at(days))

    def done(self, days: int, *keys: str, answer: str = StageAnswer.Answer.YES, words: str = "") -> None:
        """What these people say to "are we done here?"."""
        at = self.calendar.at(days, "19:50")
        for key in keys:
            said = StageAnswer.Answer(answer)
            answer_if_done(
                self.stage_now(), self.seats[key], said, words, by=self.enters(key), now=at, via=self.via(key)
            )

    def close(self, days: int) -> None:
        """The stage that is open is closed and the next one begins."""
        close_stage(self.stage_now(), {}, by=self.host, now=self.calendar.at(days, "16:00"))


def begin(
    calendar: Calendar,
    people: dict[str, Person],
    organisation: Organisation,
    *,
    days: int,
    name: str,
    purpose: str,
    final_say: str,
    facilitator: str,
) -> Story:
    """A new project with the four stages of the Double Diamond; its facilitator is the first partner."""
    project = start_project(
        organisation,
        name=name,
        purpose=purpose,
        final_say=final_say,
        answer_days=10,
        stages=STAGE_TEMPLATES["double_diamond"].stages,
        by=people[facilitator],
        now=calendar.at(days),
    )
    seats = {facilitator: project.memberships.get()}
    return Story(calendar, people, project, facilitator, seats)


def original_of(thing: Decision | DesignSession | Stage) -> Original:
    if isinstance(thing, Decision):
        return of_decision(thing, thing.wordings.order_by("-number")[0])
    return of_session(thing) if isinstance(thing, DesignSession) else of_stage(thing)


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
