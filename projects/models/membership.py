import datetime as dt
import secrets

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from participants.models import Message, ReachBy
from projects.models.ledgers import Via
from projects.models.pause import MembershipPause
from projects.models.project import PartnerGroup, Project

CODE_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # nothing that is misread: no I, L, O, U, 0, 1


def new_code() -> str:
    """A code of 12 letters, 58 bits of chance, that can be read from a letter and typed."""
    return "".join(secrets.choice(CODE_LETTERS) for _each in range(12))


# Who takes part by post or phone, or has neither address nor number that a message could go to.
OFFLINE = Q(person__reach_by__in=[ReachBy.POST, ReachBy.PHONE]) | Q(person__email=None, person__phone="")


class MembershipQuerySet(models.QuerySet["Membership"]):
    def partners(self) -> "MembershipQuerySet":
        """Those who take part now: they said yes and have not left."""
        return self.filter(joined_at__isnull=False, left_at=None)

    def active(self, now: dt.datetime) -> "MembershipQuerySet":
        """Partners who are not on a break at `now`: those who may be asked and reminded."""
        return self.partners().not_resting(now)

    def there(self, moment: dt.datetime) -> "MembershipQuerySet":
        """Those who were partners at that moment, whoever has left since, and on no break then."""
        joined = self.filter(joined_at__lte=moment)
        return joined.filter(Q(left_at=None) | Q(left_at__gt=moment)).not_resting(moment)

    def not_resting(self, moment: dt.datetime) -> "MembershipQuerySet":
        return self.exclude(Exists(MembershipPause.objects.at(moment).filter(membership=OuterRef("pk"))))

    def without_observers(self) -> "MembershipQuerySet":
        """Those who take part and do not only look on."""
        return self.exclude(role=Membership.Role.OBSERVER)

    def keeping(self) -> "MembershipQuerySet":
        """Partners who keep a project going."""
        return self.partners().filter(role=Membership.Role.FACILITATOR)

    def seeing_sessions(self) -> "MembershipQuerySet":
        """Those who may see sessions: in a private project its lead decides about that."""
        return self.exclude(sees=Membership.Sight.DECISIONS)

    def seeing_decisions(self) -> "MembershipQuerySet":
        return self.exclude(sees=Membership.Sight.SESSIONS)

    def waiting(self) -> "MembershipQuerySet":
        """Asked, but not yet said yes or no."""
        return self.filter(joined_at=None, left_at=None)


class Membership(models.Model):
    """A person's place in a project, in exactly one partner group. A partner from `joined_at` to `left_at`.

    Where somebody is asked who has a record here already, `asked_name` and `asked_phone` are what the facilitator
    wrote. Until the person says yes they stand in for the person's own details, which are not the facilitator's to see.
    `asked_by_number` says that the facilitator knows them by that number alone: nothing else may reach them.
    """

    class Role(models.TextChoices):
        PARTNER = "partner", _("Partner")
        FACILITATOR = "facilitator", _("Facilitator")
        OBSERVER = "observer", _("Observer")

    class Sight(models.TextChoices):
        ALL = "all", _("Everything")
        SESSIONS = "sessions", _("Sessions only")
        DECISIONS = "decisions", _("Decisions only")
        BOTH = "both", _("Sessions and decisions")

    project = models.ForeignKey(Project, models.CASCADE, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    group = models.ForeignKey(PartnerGroup, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=11, choices=Role, default=Role.PARTNER)
    sees = models.CharField(max_length=9, choices=Sight, default=Sight.ALL)  # less than all in private projects alone
    asked_name = models.CharField(max_length=200, blank=True)
    asked_phone = models.CharField(max_length=16, blank=True)
    asked_by_number = models.BooleanField(default=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    joined_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["group__position", "person__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "person"], condition=Q(left_at=None), name="one_membership_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["person"], name="membership_current", condition=Q(left_at=None))]

    def __str__(self) -> str:
        return f"{self.person} in {self.project}"

    @property
    def is_hidden(self) -> bool:
        """The person's own details are not to be shown yet: they were here before, and have not said yes."""
        return self.joined_at is None and self.asked_name != ""

    @property
    def shown_name(self) -> str:
        return self.asked_name if self.is_hidden else self.person.name

    @property
    def shown_phone(self) -> str:
        return self.asked_phone if self.is_hidden else self.person.phone

    @property
    def shown_email(self) -> str:
        return "" if self.is_hidden and self.asked_by_number else self.person.email or ""

    @property
    def only_by(self) -> str:
        """The one way (a Message.Channel) that the facilitator wrote down themself, where no other may be used."""
        if not self.is_hidden:
            return ""
        return Message.Channel.TEXT if self.asked_by_number else Message.Channel.EMAIL

    @property
    def shown_address(self) -> str:
        return "" if self.is_hidden else self.person.address

    def state(self, now: dt.datetime) -> str:
        """One of joined, left, open, declined, withdrawn, expired, unasked."""
        return self.state_after(self.invitations.last(), now)

    def state_after(self, asked: "Invitation | None", now: dt.datetime) -> str:
        """The same, where the last invitation is known already."""
        if self.joined_at is not None:
            return "joined" if self.left_at is None else "left"
        return asked.state(now) if asked is not None else "unasked"


class Invitation(models.Model):
    """One asking of one person to join. It ends in one way: accepted, declined, withdrawn or expired."""

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="invitations")
    code = models.CharField(max_length=12, unique=True, default=new_code)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    answered_via = models.CharField(max_length=7, choices=Via, blank=True)

    class Meta:
        ordering = ["sent_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="invitation_ends_in_one_way",
                condition=Q(accepted_at=None, declined_at=None)
                | Q(accepted_at=None, withdrawn_at=None)
                | Q(declined_at=None, withdrawn_at=None),
            ),
            models.UniqueConstraint(
                fields=["membership"],
                condition=Q(accepted_at=None, declined_at=None, withdrawn_at=None),
                name="one_open_invitation_per_membership",
            ),
        ]

    def __str__(self) -> str:
        return f"Invitation for {self.membership}"

    def state(self, now: dt.datetime) -> str:
        """One of open, accepted, declined, withdrawn, expired."""
        for word in ("accepted", "declined", "withdrawn"):
            if getattr(self, f"{word}_at") is not None:
                return word
        return "open" if now < self.expires_at else "expired"
