"""What an entry of the register says, in words."""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from decisions.methods import methods
from decisions.models import Outcome, RegisterEntry, Response, Review
from participants.times import day, moment
from projects.models import Via

Facts = list[tuple[str, str]]


def summary(entry: RegisterEntry) -> str:
    """One line of it."""
    words = SUMMARIES[RegisterEntry.Kind(entry.kind)](entry.body)
    return Truncator(" ".join(str(words).split())).chars(200)


def method_name(key: str) -> str:
    return str(methods()[key].name) if key in methods() else key


def result_words(body: dict[str, Any]) -> str:
    words = str(Outcome.Result(body["result"]).label)
    return _("%(result)s, provisionally") % {"result": words} if body["provisional"] else words


def answer_words(body: dict[str, Any]) -> str:
    return str(Response.Answer(body["answer"]).label)


def facts_of(entry: RegisterEntry) -> Facts:
    """All that it says, each with what it is."""
    return [(str(label), str(words)) for label, words in FACTS[RegisterEntry.Kind(entry.kind)](entry.body) if words]


def opened(body: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    yield _("The question"), body["question"]
    yield _("What people should know first"), body["background"]
    yield _("Who proposed it"), proposed_words(body.get("proposed"))
    yield _("How it is decided"), method_name(body["method"])
    private = _("Private: who took part is known, what they said is not.")
    yield _("What each person says"), private if body.get("private") else ""
    yield _("The rules"), "\n".join(f"{rule}: {value}" for rule, value in body["rules"].items())
    yield (
        (_("The options") if body["options"] else _("What is proposed")),
        "\n".join(body["options"]) or body["wording"],
    )
    yield _("Open until"), at(body["closes_at"])
    yield _("How many of each group must take part"), counted(body["minimums"])
    yield _("Who has the final say"), body["final_say"]
    yield _("The decision that it replaces"), body.get("replaces")


def proposed_words(proposed: dict[str, Any] | None) -> str:
    """ "Partner 12 (carers), in proposal 3 (by phone)"; "" where nobody proposed it before it was opened."""
    if not proposed:
        return ""
    words = _("Partner %(partner)d (%(group)s), in proposal %(proposal)d") % proposed
    return words if proposed["via"] == Via.ONLINE else f"{words} ({Via(proposed['via']).label})"


def wording(body: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    yield _("Version"), body["version"]
    yield _("The new words"), body["wording"]
    yield _("What changed, and why"), body["because"]


def option_withdrawn(body: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    yield _("The option"), body["option"]
    yield _("Why"), body["because"]


def closing(body: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    yield _("Open until"), at(body["closes_at"])
    yield _("Why"), body["because"]


def outcome(body: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    yield _("Result"), result_words(body)
    yield _("What was decided"), body["decided"]
    yield _("The reasons"), body["reasons"]
    yield _("What was rejected, and why"), body["rejected"]
    yield _("Who took part"), "\n".join(group_words(each) for each in body["groups"])
    yield _("The count"), "\n".join(counted(each) for each in body["count"])
    yield _("What each said"), "\n".join(position_words(each) for each in body["positions"])
    yield _("The commissioner answers by"), on(body["answer_due_on"])
    yield _("To look at again on"), on(body["review_on"])
    yield _("To look at again when"), body.get("review_when")


def group_words(group: dict[str, Any]) -> str:
    words = (
        _("%(group)s: %(took_part)d of %(of)d, needed %(needed)d")
        if group["needed"]
        else _("%(group)s: %(took_part)d of %(of)d")
    )
    return words % group


def counted(numbers: dict[str, int]) -> str:
    return "; ".join(f"{name}: {number}" for name, number in numbers.items())


def position_words(said: dict[str, Any]) -> str:
    """ "Partner 12 (carers), object: Rest is not all. By phone. Met by version 2: …" """
    what = said["stance"] if "says" not in said else choice(said["says"])
    words = [_("Partner %(partner)d (%(group)s): %(what)s.") % {**said, "what": what}]
    if said["reason"]:
        words.append(f"“{said['reason']}”")
    if "interest" in said:
        words.append(_("They declared an interest: %s") % said["interest"])
    if said["via"] != Via.ONLINE:
        words.append(f"({Via(said['via']).label})")
    if "replaced_at" in said:
        words.append(_("They changed their mind later."))
    if objection := said.get("objection"):
        words.append(objection_words(objection))
    return " ".join(words)


def choice(says: Any) -> str:
    return counted(says) if isinstance(says, dict) else ", ".join(str(number) for number in says)


def objection_words(objection: dict[str, Any]) -> str:
    if objection["met_by_wording"]:
        words = _("Version %(number)d was meant to meet it: %(how)s")
        return words % {"number": objection["met_by_wording"], "how": objection["how"]}
    return _("They took it back.") if objection["withdrawn_at"] else _("It still stood.")


def stands(body: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    yield _("Who took part"), "\n".join(group_words(each) for each in body["groups"])
    yield _("The count"), "\n".join(counted(each) for each in body.get("count", ()))
    yield _("The commissioner answers by"), on(body["answer_due_on"])


def told(body: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    yield _("People told"), body["people"]


def answer(body: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    yield _("The answer"), answer_words(body)
    yield _("The reasons"), body["reasons"]


def action(body: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    yield _("What is to be done"), body["what"]
    yield _("By which day"), on(body["due_on"])


def action_done(body: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    yield _("What is to be done"), body["what"]
    yield _("What is different now"), body["words"]


def action_dropped(body: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    yield _("What was to be done"), body["what"]
    yield _("Why it will not be done"), body["words"]


def not_happened(body: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    yield _("What is to be done"), body["what"]
    yield _("What a partner sees instead"), body["words"]


def review_words(body: dict[str, Any]) -> str:
    return str(Review.Result(body["result"]).label)


def reviewed(body: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    yield _("What was found"), review_words(body)
    yield _("Why"), body["words"]
    yield _("Who took part in looking at it again"), counted(body["groups"])
    yield _("To look at again on"), on(body["next_on"])


def replaced(body: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    yield _("The decision that replaces it"), body["newer"]
    yield _("Its question"), body["question"]


def correction(body: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    yield _("The entry that it corrects"), body["corrects"]
    yield _("What is right"), body["words"]


def on(words: str | None) -> str:
    found = parse_date(words or "")
    return day(found) if found else ""


def at(words: str) -> str:
    found = parse_datetime(words)
    return moment(found) if found else words


FACTS: dict[RegisterEntry.Kind, Callable[[dict[str, Any]], Iterator[tuple[str, Any]]]] = {
    RegisterEntry.Kind.OPENED: opened,
    RegisterEntry.Kind.WORDING: wording,
    RegisterEntry.Kind.OPTION_WITHDRAWN: option_withdrawn,
    RegisterEntry.Kind.CLOSING: closing,
    RegisterEntry.Kind.OUTCOME: outcome,
    RegisterEntry.Kind.STANDS: stands,
    RegisterEntry.Kind.TOLD: told,
    RegisterEntry.Kind.ANSWER: answer,
    RegisterEntry.Kind.ACTION: action,
    RegisterEntry.Kind.ACTION_DONE: action_done,
    RegisterEntry.Kind.ACTION_DROPPED: action_dropped,
    RegisterEntry.Kind.NOT_HAPPENED: not_happened,
    RegisterEntry.Kind.REVIEWED: reviewed,
    RegisterEntry.Kind.REPLACED: replaced,
    RegisterEntry.Kind.CORRECTION: correction,
}
SUMMARIES: dict[RegisterEntry.Kind, Callable[[dict[str, Any]], str]] = {
    RegisterEntry.Kind.OPENED: lambda body: method_name(body["method"]),
    RegisterEntry.Kind.WORDING: lambda body: str(body["because"]),
    RegisterEntry.Kind.OPTION_WITHDRAWN: lambda body: str(body["option"]),
    RegisterEntry.Kind.CLOSING: lambda body: str(body["because"]),
    RegisterEntry.Kind.OUTCOME: lambda body: f"{result_words(body)}: {body['decided']}",
    RegisterEntry.Kind.STANDS: lambda _body: _("No group is missing any more."),
    RegisterEntry.Kind.TOLD: lambda body: _("All %d people who took part have been told.") % body["people"],
    RegisterEntry.Kind.ANSWER: lambda body: f"{answer_words(body)}: {body['reasons']}",
    RegisterEntry.Kind.ACTION: lambda body: str(body["what"]),
    RegisterEntry.Kind.ACTION_DONE: lambda body: str(body["words"]),
    RegisterEntry.Kind.ACTION_DROPPED: lambda body: str(body["words"]),
    RegisterEntry.Kind.NOT_HAPPENED: lambda body: str(body["words"]),
    RegisterEntry.Kind.REVIEWED: lambda body: f"{review_words(body)}: {body['words']}",
    RegisterEntry.Kind.REPLACED: lambda body: (
        _("Replaced by decision %(number)d: %(question)s") % {"number": body["newer"], "question": body["question"]}
    ),
    RegisterEntry.Kind.CORRECTION: lambda body: (
        _("Entry %(number)d: %(words)s") % {"number": body["corrects"], "words": body["words"]}
    ),
}
