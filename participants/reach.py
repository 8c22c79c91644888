"""The ways in which a person can be reached: only those that can work."""

from participants import post
from participants.models import Person, ReachBy
from participants.phones import takes_texts


def ways(person: Person) -> list[ReachBy]:
    """The ways that work for what we know of this person, in the order that we offer them."""
    works = {
        ReachBy.EMAIL: bool(person.email),
        ReachBy.TEXT: post.can_text() and takes_texts(person.phone),
        ReachBy.PHONE: bool(person.phone),
        ReachBy.POST: bool(person.address),
    }
    return [way for way, does in works.items() if does]


def can_sign_in_without(person: Person, *, phone: str) -> bool:
    """Whether somebody could still sign in by a code if `phone` were their number."""
    return bool(person.email) or (post.can_text() and takes_texts(phone))
