"""The cast: the same people in the demo, in tests and in screenshots."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from participants.models import Language, ReachBy


@dataclass(frozen=True)
class Member:
    """One member of the cast. `who` is what the start page says of them."""

    key: str
    name: str
    who: Promise
    email: str | None = None
    phone: str = ""
    address: str = ""
    reach_by: ReachBy = ReachBy.EMAIL
    language: Language = Language.ENGLISH


CAST = {
    member.key: member
    for member in (
        Member(
            "amina", "Amina Yusuf", _("Facilitator, works for the council"), "amina@northdale.example", "+447700900101"
        ),
        Member("bola", "Bola Adeyemi", _("Uses the service"), "bola@example.org", "+447700900102"),
        Member(
            "carys",
            "Carys Llewellyn",
            _("Carer, prefers Welsh and text messages"),
            phone="+447700900103",
            reach_by=ReachBy.TEXT,
            language=Language.WELSH,
        ),
        Member("dev", "Dev Patel", _("Support worker"), "dev@northdale.example", "+447700900104"),
        Member("farah", "Farah Siddiqui", _("Commissioner"), "farah@northdale.example", "+447700900105"),
        Member(
            "gwen",
            "Gwen Parry",
            _("Uses the service, takes part by post and phone"),
            phone="+441632960106",
            address="12 Mill Road\nNorthdale\nND1 2AB",
            reach_by=ReachBy.POST,
        ),
        Member("huw", "Huw Parry", _("Gwen's supporter"), "huw@example.org", "+447700900107"),
        Member(
            "idris", "Idris Hughes", _("Uses the service, needs Easy Read and a BSL interpreter"), "idris@example.org"
        ),
        Member("eve", "Eve Marsh", _("Belongs to another organisation"), "eve@southmoor.example"),
    )
}
