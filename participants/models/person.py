import uuid
import zoneinfo
from collections.abc import Collection
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from participants.phones import takes_texts


class ReachBy(models.TextChoices):
    """How a person likes to be reached."""

    EMAIL = "email", _("Email")
    TEXT = "text", _("Text message")
    PHONE = "phone", _("Phone call")
    POST = "post", _("Letter")


class Language(models.TextChoices):
    ENGLISH = "en-gb", "English"
    WELSH = "cy", "Cymraeg"


class Theme(models.TextChoices):
    SYSTEM = "system", _("Same as my device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")
    CREAM = "cream", _("Cream")
    CONTRAST = "contrast", _("High contrast")


TEXT_SIZES = [100, 125, 150, 175, 200]  # per cent of the browser's own size

# Each is true of a person who has used what is here themself. The apps above declare what people say yes to.
CAME: list[models.Q] = [models.Q(last_login__isnull=False)]


def declare_yes(said: models.Exists) -> None:
    CAME.append(models.Q(said))


is_e164 = RegexValidator(r"^\+[1-9]\d{6,14}$", _("Enter a phone number with its country code."))


def known_time_zone(name: str) -> None:
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("Choose a time zone from the list."))


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str | None = None, **facts: Any) -> "Person":
        """A new person. Nobody has a password, so none is taken."""
        facts.pop("password", None)
        person = self.model(email=self.normalised(email), **facts)
        person.save(using=self._db)
        return person

    @staticmethod
    def normalised(email: str | None) -> str | None:
        return (email or "").strip().lower() or None

    def by_email(self, email: str) -> "Person | None":
        return self.filter(email__iexact=email.strip()).first() if email.strip() else None

    def by_sign_in_email(self, email: str) -> "Person | None":
        """Who signs in by a code to this address; nobody who is not active."""
        person = self.by_email(email)
        return person if person and person.is_active else None

    def by_text(self, phone: str) -> "Person | None":
        """Who signs in by a text message to this number: its one active person, if they have no email address.

        Families share phones. Where several people share a number nobody is taken for another: they get no code.
        """
        found = self.with_number(phone) if takes_texts(phone) else []
        return found[0] if len(found) == 1 and not found[0].email else None

    def by_texts(self, phones: Collection[str]) -> "list[Person]":
        """The same for many numbers at once. At most one query."""
        sharing: dict[str, list[Person]] = {}
        for person in self.those_who_came_first().filter(phone__in=phones) if phones else ():
            sharing.setdefault(person.phone, []).append(person)
        alone = [meant[0] for meant in map(who_is_meant, sharing.values()) if len(meant) == 1]
        return [person for person in alone if takes_texts(person.phone) and not person.email]

    def never_came(self) -> models.QuerySet["Person"]:
        """Those who never signed in and never said yes to anything."""
        return self.exclude(models.Q(*CAME, _connector="OR"))

    def with_number(self, phone: str) -> "list[Person]":
        """The active people whose number this is; at most two, since nobody asks for more. One query.

        Anybody can be written down with anybody's number. So who never signed in and never said yes to anything does
        not count beside somebody who did.
        """
        return who_is_meant(list(self.those_who_came_first().filter(phone=phone)[:2]) if phone else [])

    def those_who_came_first(self) -> models.QuerySet["Person"]:
        """Active people, each with whether they `came`; those who did stand first."""
        came = models.Case(models.When(models.Q(*CAME, _connector="OR"), then=True), default=False)
        return self.filter(is_active=True).annotate(came=came).order_by("-came", "pk")


def who_is_meant(sharing: "list[Person]") -> "list[Person]":
    """Of people with one number, as `those_who_came_first` has them, those who count."""
    came: list[bool] = [getattr(person, "came") for person in sharing]  # noqa: B009
    return sharing[:1] if came[:2] == [True, False] else sharing


class Person(AbstractBaseUser):
    """Anyone with an account or a record here, whether or not they use email. Nobody has a password."""

    password = None  # type: ignore[assignment]

    name = models.CharField(_("full name"), max_length=200)
    preferred_name = models.CharField(_("what we call you"), max_length=100, blank=True)
    email = models.EmailField(_("email address"), null=True, blank=True)  # noqa: DJ001 (no address is not an address)
    phone = models.CharField(_("phone number"), max_length=16, blank=True, validators=[is_e164])
    address = models.TextField(_("postal address"), max_length=500, blank=True)
    reach_by = models.CharField(_("how you like to be reached"), max_length=5, choices=ReachBy, default=ReachBy.EMAIL)
    no_calls_at = models.DateTimeField(_("asked not to be called"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=Language, default=Language.ENGLISH)
    time_zone = models.CharField(_("time zone"), max_length=64, default="Europe/London", validators=[known_time_zone])
    theme = models.CharField(_("colours"), max_length=8, choices=Theme, default=Theme.SYSTEM)
    text_size = models.PositiveSmallIntegerField(_("text size"), default=100)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(_("may open the technical admin pages"), default=False)
    session_stamp = models.UUIDField(default=uuid.uuid4, editable=False)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="person_email_once_without_case"),
            models.CheckConstraint(condition=~models.Q(email=""), name="person_email_null_not_empty"),
            models.CheckConstraint(condition=models.Q(text_size__in=TEXT_SIZES), name="person_text_size_known"),
        ]
        indexes = [models.Index(fields=["phone"], name="person_by_phone", condition=~models.Q(phone=""))]

    def __str__(self) -> str:
        return self.name

    @property
    def called(self) -> str:
        """What we call this person on a page and in a message."""
        return self.preferred_name or self.name.partition(" ")[0] or self.name

    def get_short_name(self) -> str:
        return self.called

    def get_full_name(self) -> str:
        return self.name

    @property
    def reads(self) -> str:
        """The language that we can write to this person in: theirs, once our words for it are whole."""
        return self.language if self.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    def get_session_auth_hash(self) -> str:
        """Signing out everywhere changes `session_stamp`; every session made before it ends at once."""
        return salted_hmac("participants.Person.session_stamp", str(self.session_stamp), algorithm="sha256").hexdigest()

    def set_password(self, raw_password: str | None) -> None:
        """Nobody has a password; allauth asks for one to be set, and nothing is kept."""

    def set_unusable_password(self) -> None:
        self.set_password(None)

    def has_usable_password(self) -> bool:
        return False

    def check_password(self, raw_password: str | None) -> bool:
        return False

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return self.is_active and self.is_staff

    def has_perms(self, perms: list[str], obj: object = None) -> bool:
        return self.is_active and self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.is_staff
