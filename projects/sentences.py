"""What the record says for each verb. Upper layers declare theirs when they start (`apps.py`)."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from projects.models import HistoryEntry

SENTENCES: dict[str, Promise | str] = {
    "attendance_recorded": _("{by} wrote down who came to “{title}”: {names}."),
    "project_made": _("{by} started the project."),
    # Who was asked, and who said no, is not for everyone to read: these name nobody but the one who did it.
    "partner_invited": _("{by} invited somebody to join: {group}."),
    "partners_invited": _("{by} invited people: {count}."),
    "partners_imported": _("{by} brought in people from a spreadsheet: {count}."),
    "invitation_sent_again": _("{by} sent an invitation again."),
    "invitation_withdrawn": _("{by} took an invitation back."),
    "invitation_accepted": _("{by} joined: {group}."),
    "acceptance_recorded": _("{by} wrote down that somebody joined: {group}."),
    "invitation_declined": _("Somebody who was invited said no."),
    # Who takes a break, and who was rung, is for facilitators alone: these name nobody else.
    "break_begun": _("Somebody is taking a break."),
    "break_ended": _("Somebody is back from a break."),
    "call_made": _("{by} got in touch with somebody who had been quiet."),
    "call_missed": _("{by} tried to reach somebody who had been quiet."),
    "partner_left": _("{who} has left the project."),
    "patience_changed": _("{by} chose when somebody counts as gone quiet: after {days} days."),
    "stage_begun": _("The stage {stage} began."),
    "stage_closed": _("{by} closed the stage {stage}."),
    "stage_gap": _("The stage {stage} went on without {group}. {by} wrote why: “{reason}”"),
    "post_set": _("{by} changed the phone number or the address that packs carry."),
    "packs_made": _("{by} made packs for people who take part by post: {count}."),
    "said_put_right": _("{by} put right what was written down for them."),
    "stage_gap_no_answer": _("{stage} closed before {group} had said whether it was done. {by} wrote why: “{reason}”"),
    "stage_gap_not_yet": _("{stage} closed though {group} said “not yet”. {by} wrote why: “{reason}”"),
    "stage_asked": _("{by} asked everyone about the stage {stage}: are we done here?"),
    "stage_reopened": _("{by} opened the stage {stage} again. Why: “{because}”"),
    "stage_added": _("{by} added the stage {stage}."),
    "stage_renamed": _("{by} gave a stage a new name. Before: “{old}”. Now: “{new}”."),
    "stage_kind": _("{by} changed what sort of work the stage {stage} is. Before: {old}. Now: {new}."),
    "stage_days": _("{by} changed the days of the stage {stage}. Before: {old}. Now: {new}."),
    "stage_rung": _("{by} changed how people take part in the stage {stage}. Before: {old}. Now: {new}."),
    "stage_purpose": _("{by} changed what the stage {stage} is for. Before: “{old}” Now: “{new}”"),
    "stage_open": _("{by} changed what people can change in the stage {stage}. Before: “{old}” Now: “{new}”"),
    "stage_fixed": _("{by} changed what is fixed in the stage {stage}. Before: “{old}” Now: “{new}”"),
    "stage_moved": _("{by} moved the stage {stage}. The order is now: {order}."),
    "stage_split": _("{by} made two stages of {old}: {stage} and {second}."),
    "stages_merged": _("{by} made one stage, {stage}, of {first} and {second}."),
    "stage_removed": _("{by} took out the stage {stage}. Nothing had happened in it."),
    "said_experience": _("{by} shared an experience."),
    "said_idea": _("{by} shared an idea."),
    "said_worry": _("{by} shared a worry."),
    "said_offer": _("{by} made an offer."),
    "said_experience_for": _("{who} shared an experience {via}. {by} wrote it down."),
    "said_idea_for": _("{who} shared an idea {via}. {by} wrote it down."),
    "said_worry_for": _("{who} shared a worry {via}. {by} wrote it down."),
    "said_offer_for": _("{who} made an offer {via}. {by} wrote it down."),
    "easy_pictures_chosen": _("{by} chose pictures for the Easy Read words of “{title}”."),
    "easy_read_written": _("{by} wrote Easy Read words for “{title}”."),
    "help_asked": _("{by} asked: “{title}”"),
    "help_offered": _("Somebody offered to help with “{title}”."),  # who, is for those who asked
    "help_ended": _("{by} stopped looking: “{title}”"),
    "terms_begun": _("{by} wrote the first draft of our terms of reference."),
    "terms_changed": _("{by} changed the terms of reference to version {number}: {because}"),
    "terms_suggested": _("{by} suggested a change to “{title}”: {why}"),
    "terms_suggested_for": _("{who} suggested a change to “{title}” {via}: {why} {by} wrote it down."),
    "terms_taken_in": _("{by} took in what {who} suggested for “{title}”: {answer}"),
    "terms_left_out": _("{by} did not take in what {who} suggested for “{title}”, because: {answer}"),
    "terms_keeping_given": _("{who} keeps the draft of our terms of reference. {by} asked them to."),
    "terms_keeping_ended": _("{by} took back the draft of our terms of reference."),
    "terms_agreed": _("Partners agreed to version {number} of the terms of reference."),
    "terms_provisional": _("Partners agreed to version {number} of the terms, provisionally. Missing: {missing}."),
    # Not for everyone to see who: these have no name in them, and no entry behind them has one either.
    "said_nameless": _("Somebody said something without their name."),
    "said_facilitators": _("Somebody told the facilitators something."),
    "narrowed_to_nameless": _("Somebody took their name off something that they had said."),
    "narrowed_to_facilitators": _("Somebody chose that only facilitators read something that they had said."),
    "said_corrected": _("{by} corrected what they had said."),
    "said_taken_back": _("{by} took back something that they had said."),
    "replied": _("{by} replied to something that was said."),
    "recording_written": _("{by} wrote down what a voice note says."),
    "said_experience_with": _("{who} shared an experience, with {by}’s help."),
    "said_idea_with": _("{who} shared an idea, with {by}’s help."),
    "said_worry_with": _("{who} shared a worry, with {by}’s help."),
    "said_offer_with": _("{who} made an offer, with {by}’s help."),
    "supporter_accepted": _("{by} now helps {who} to take part."),
    "supporter_ended": _("{supporter} no longer helps {who} to take part."),
    "partner_removed": _("{by} ended the place of {who}."),
    "facilitator_made": _("{by} made {who} a facilitator."),
    "facilitator_stopped": _("{by} is no longer a facilitator, and stays a partner."),
    "project_renamed": _("{by} changed the name of the project or what it is for."),
    "sight_changed": _("{by} changed what {who} may see."),
    "project_closed": _("{by} closed this."),
    "project_reopened": _("{by} opened this again."),
    "action_added": _("{by} wrote down what is to be done: “{title}”. {who} sees to it by {day}."),
    "action_progress": _("{who} said how “{title}” goes: {words}"),
    "action_progress_for": _("{who} said how “{title}” goes, {via}: {words} {by} wrote it down."),
    "action_done": _("{who} said that “{title}” is done. What is different now: {words}"),
    "action_done_for": _("{who} said {via} that “{title}” is done. What is different now: {words} {by} wrote it down."),
    "action_dropped": _("{who} said that “{title}” will not be done, because: {words}"),
    "action_dropped_for": _("{who} said {via} that “{title}” will not be done, because: {words} {by} wrote it down."),
    "action_not_happened": _("{who} said that this has not happened: “{title}”. {words}"),
    "action_not_happened_with": _("{who} said, with {by}’s help, that this has not happened: “{title}”. {words}"),
    "action_not_happened_through": _(
        "{who} said {via} that this has not happened: “{title}”. {words} {by} wrote it down."
    ),
    "session_cancelled": _("{by} cancelled the session “{title}”: {because}"),
    "session_changed": _("{by} changed the session “{title}”. {because}"),
    "session_scheduled": _("{by} planned the session “{title}”."),
}


def declare(sentences: Mapping[str, Promise | str]) -> None:
    SENTENCES.update(sentences)


TITLES = ("title", "question", "stage")


class Facts(dict[str, str]):
    """Escaped values for a sentence. The record is for ever: an old entry may lack what a newer sentence asks for."""

    def __missing__(self, key: str) -> str:
        return "…"


# What an entry says once its words are not (any more) for everyone to read with the name.
WITHOUT_NAME = {
    "said_corrected": _("Somebody corrected what they had said."),
    "said_taken_back": _("Somebody took back something that they had said."),
    "said_put_right": _("Somebody put right what was written down for them."),
    "recording_written": _("A voice note was written down."),
}
SAID_WITHOUT_NAME = _("Somebody said something. Who it was is not shown.")


def sentence_without_name(entry: HistoryEntry) -> SafeString | None:
    """The sentence of an entry about what somebody said, with nobody in it; None where the entry names no sayer."""
    if entry.verb in WITHOUT_NAME:
        return escape(WITHOUT_NAME[entry.verb])
    return escape(SAID_WITHOUT_NAME) if entry.by_id and entry.verb.startswith("said_") else None


def sentence_for(entry: HistoryEntry, url: str = "", *, nameless: bool = False) -> SafeString:
    """The sentence of one history entry, as safe HTML; people's words are escaped on the way in.

    With the address of what it is about, the title in the sentence leads there. `nameless` says that it is about words
    that are not for everyone to read with a name (projects.privacy.kept_back): then it does not say whose they are.
    """
    if nameless and (without := sentence_without_name(entry)):
        return without
    by = entry.by.name if entry.by is not None else _("Coproduce")
    facts = Facts((name, escape(value)) for name, value in {**entry.facts, "by": by}.items())
    if url:
        facts |= {name: link(url, facts[name]) for name in TITLES if name in facts}
    return mark_safe(str(SENTENCES.get(entry.verb, entry.verb)).format_map(facts))  # noqa: S308 (escaped above)


def link(url: str, title: str) -> str:
    return f'<a href="{escape(url)}">{title}</a>'
