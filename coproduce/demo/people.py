"""Rows for the people of the demo."""

import datetime as dt

from coproduce.demo.cast import CAST
from participants.models import AccessNeed, AccessNeedKind, Person, ReachBy

OTHERS = {
    "ray": ("Ray Osborne", "ray.osborne@example.org"),
    "samina": ("Samina Begum", "samina.begum@example.org"),
    "marta": ("Marta Kowalska", "marta.kowalska@example.org"),
    "jean": ("Jean Whitlock", "jean.whitlock@example.org"),
    "tunde": ("Tunde Okoro", "tunde.okoro@example.org"),
    "mei": ("Mei Chen", "mei.chen@example.org"),
    "pauline": ("Pauline Harker", "pauline.harker@example.org"),
    "nia": ("Nia Roberts", "nia.roberts@northdale.example"),
    "kofi": ("Kofi Mensah", "kofi.mensah@northdale.example"),
    "seun": ("Seun Bankole", "seun.bankole@example.org"),
    "alun": ("Alun Price", "alun.price@example.org"),
    "ruth": ("Ruth Okafor", "ruth.okafor@southmoor.example"),
    "len": ("Len Fisher", "len.fisher@example.org"),
}
NEEDS: dict[str, list[tuple[AccessNeedKind, str]]] = {
    "bola": [(AccessNeedKind.BREAKS, "A break every 45 minutes")],
    "carys": [(AccessNeedKind.REPLACEMENT_CARE, "Somebody to be with Mam while I am out")],
    "gwen": [(AccessNeedKind.LARGE_PRINT, "At least 16 point"), (AccessNeedKind.TRAVEL, "A taxi with a low step")],
    "idris": [(AccessNeedKind.EASY_READ, ""), (AccessNeedKind.BSL, "")],
    "jean": [(AccessNeedKind.HEARING_LOOP, "")],
}


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


def make_people(now: dt.datetime) -> dict[str, Person]:
    """Everybody in the demo by their key, with what they need in order to take part."""
    people = {key: make_member(key) for key in CAST}
    for key, (name, email) in OTHERS.items():
        people[key] = Person.objects.create_user(email=email, name=name, reach_by=ReachBy.EMAIL)
    AccessNeed.objects.bulk_create(
        AccessNeed(
            person=people[key],
            kind=kind,
            words=words,
            recorded_by=people[key],
            recorded_at=now,
            reviewed_at=now,
        )
        for key, needs in NEEDS.items()
        for kind, words in needs
    )
    return people
