"""The copies of somebody's words in the answers to them: they follow what the person does with their words later."""

from decisions.actions.outcomes import MOST_WORDS, words_of_everyone
from decisions.models import Feedback
from participants.actions import blank_out
from participants.models import Message
from projects.models import Contribution


def follow(said: Contribution) -> None:
    """What was taken back is gone from every answer; a correction and a name taken off show in those not written yet.

    Answers that are written stay: what stands in them beside the name reaches its own reader alone from now on.
    """
    copies = Feedback.objects.filter(quoted=said) | Feedback.objects.filter(nameless=said)
    held = list(copies.select_for_update(no_key=True).order_by("pk"))
    messages = Message.objects.filter(kind="feedback", topic__in=[f"feedback:{each.pk}" for each in held])
    unwritten = copies.filter(written_at=None)
    if said.taken_back_at is not None:
        copies.update(you_said="")
        blank_out(messages, "you_said")
    elif said.is_nameless:
        unwritten.filter(nameless=said).update(you_said=said.words[:MOST_WORDS])
        blank_out(messages.filter(sent_at=None, only_this_way=False), "you_said")
        take_name_off(said)
    else:
        unwritten.update(you_said=said.words[:MOST_WORDS])


def take_name_off(said: Contribution) -> None:
    """It is answered apart now. The answer to the person is about what they said by name, or is not owed at all."""
    by_name = Feedback.objects.filter(
        outcome__decision__in=said.decisions.all(), membership=said.membership_id, nameless=None, written_at=None
    ).exclude(outcome__feedback__nameless=said)
    for feedback in by_name.select_related("outcome__decision").select_for_update(of=("self",), no_key=True):
        if feedback.quoted_id == said.pk and not quote_something_else(feedback):
            feedback.quoted, feedback.nameless = None, said
            feedback.save(update_fields=["quoted", "nameless"])
        else:
            Feedback.objects.create(
                outcome=feedback.outcome,
                membership_id=said.membership_id,
                nameless=said,
                you_said=said.words[:MOST_WORDS],
            )


def quote_something_else(feedback: Feedback) -> bool:
    """What else they said by name takes the place of these words, if there is anything."""
    other = words_of_everyone(feedback.outcome.decision).get(feedback.membership_id)
    if other is None:
        return False
    feedback.quoted, feedback.you_said = other.quoted, other.words[:MOST_WORDS]
    feedback.save(update_fields=["quoted", "you_said"])
    return True
