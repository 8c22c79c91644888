"""Who said yes to something here, for signing in by a number: see `PersonManager.with_number`."""

from django.db.models import Exists, OuterRef

from participants.models import declare_yes
from projects.models import Membership, OrganisationRole, Supporter

MINE = {"person": OuterRef("pk")}


def declare() -> None:
    declare_yes(Exists(Membership.objects.filter(**MINE, joined_at__isnull=False)))
    declare_yes(Exists(Supporter.objects.filter(**MINE, accepted_at__isnull=False)))
    declare_yes(Exists(OrganisationRole.objects.filter(**MINE)))
