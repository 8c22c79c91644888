"""Rows for the people of the demo."""

from coproduce.demo.cast import CAST
from participants.models import Person


def make_member(key: str) -> Person:
    """The member of the cast named `key`, as a new row."""
    member = CAST[key]
    return Person.objects.create_user(
        email=member.email,
        name=member.name,
        phone=member.phone,
        address=member.address,
        reach_by=member.reach_by,
        language=member.language,
    )
