import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from projects.models.ledgers import Via
from projects.models.membership import Membership
from projects.models.project import Project, Stage


class DesignSessionQuerySet(models.QuerySet["DesignSession"]):
    def coming_up(self, now: dt.datetime) -> "DesignSessionQuerySet":
        """Not begun, not cancelled."""
        return self.filter(starts_at__gt=now, cancelled_at=None)


class DesignSession(models.Model):
    """A meeting or workshop of a stage ("session" on screen). Names a safeguarding contact and a deputy."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="sessions")
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="sessions")
    title = models.CharField(_("what the session is called"), max_length=200)
    purpose = models.TextField(_("what we will do"), max_length=1000, blank=True)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=300, blank=True)
    online_link = models.URLField(_("link for joining online"), max_length=500, blank=True)
    phone_line = models.CharField(_("number for joining by phone"), max_length=100, blank=True)
    access_notes = models.TextField(_("access arrangements"), max_length=1000, blank=True)
    safeguarding_contact = models.CharField(_("safeguarding contact"), max_length=200)
    safeguarding_deputy = models.CharField(_("safeguarding deputy"), max_length=200)
    scheduled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    scheduled_at = models.DateTimeField()
    moved_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_because = models.CharField(_("why it is cancelled"), max_length=500, blank=True)

    objects = DesignSessionQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_it_starts"),
            models.CheckConstraint(
                condition=~Q(place="") | ~Q(online_link="") | ~Q(phone_line=""), name="session_is_somewhere"
            ),
        ]
        indexes = [models.Index(fields=["project", "starts_at"], name="session_of_project")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("projects:session", args=[self.project.slug, self.pk])

    @property
    def ways(self) -> "tuple[SessionAnswer.Answer, ...]":
        """What can be answered to it: yes in the ways that there are, no, and don't know."""
        answer = SessionAnswer.Answer
        there = {answer.COMING: self.place, answer.ONLINE: self.online_link, answer.PHONE: self.phone_line}
        return tuple(way for way in answer if there.get(way, True))

    @property
    def where(self) -> str:
        """ "Mill Road Centre, online and by phone"."""
        ways = (self.place, self.online_link and _now("online"), self.phone_line and _now("by phone"))
        return capfirst(get_text_list([way for way in ways if way], _now("and")))

    def has_begun(self, now: dt.datetime) -> bool:
        return now >= self.starts_at


class SessionAnswerQuerySet(models.QuerySet["SessionAnswer"]):
    def standing(self) -> "SessionAnswerQuerySet":
        """Those that were given for the time that the session has now."""
        return self.filter(Q(session__moved_at=None) | Q(answered_at__gte=F("session__moved_at")))


class SessionAnswer(models.Model):
    """What a partner says to being asked: coming, online, by phone, not coming, don't know yet. The last
    word counts."""

    class Answer(models.TextChoices):
        COMING = "coming", _("Yes, in person")
        ONLINE = "online", _("Yes, online")
        PHONE = "phone", _("Yes, by phone")
        NOT_COMING = "not", _("Not this time")
        UNSURE = "unsure", _("I don't know yet")

    YES = (Answer.COMING, Answer.ONLINE, Answer.PHONE)

    session = models.ForeignKey(DesignSession, models.CASCADE, related_name="answers")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="session_answers")
    answer = models.CharField(max_length=6, choices=Answer)
    needs = models.CharField(_("what I need this time"), max_length=500, blank=True)
    answered_at = models.DateTimeField()
    via = models.CharField(max_length=7, choices=Via, default=Via.ONLINE)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = SessionAnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "membership"], name="one_answer_per_partner_and_session")
        ]

    def __str__(self) -> str:
        return f"{self.membership_id}: {self.answer}"


class Attendance(models.Model):
    """That a partner was there (or on the phone), and who wrote it down. Never taken back: it is involvement."""

    session = models.ForeignKey(DesignSession, models.PROTECT, related_name="attendances")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="attendances")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    via = models.CharField(max_length=7, choices=Via, default=Via.SESSION)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "membership"], name="attendance_once")]

    def __str__(self) -> str:
        return f"{self.membership_id} at {self.session_id}"
