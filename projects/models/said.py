"""What belongs to something that somebody said: its file, replies and thanks; and what is not said yet, a draft."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from projects.models.contribution import Contribution
from projects.models.membership import Membership
from projects.models.project import Project


class Draft(models.Model):
    """What one person has typed into one form of one project and not sent yet. Nobody else reads it."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="drafts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    form = models.CharField(max_length=30)
    facts = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "project", "form"], name="draft_once_per_form")]
        indexes = [models.Index(fields=["saved_at"], name="draft_by_age")]

    def __str__(self) -> str:
        return f"{self.form} of {self.person_id}"


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def unwritten(self) -> "AttachmentQuerySet":
        """Voice notes that nobody has written down yet."""
        return self.filter(form=Contribution.Form.RECORDING, written="", contribution__isnull=False)


class Attachment(models.Model):
    """One photo, document or voice note, of a contribution or still of a draft. Only views that check hand it out.

    `path` and `thumbnail` are names in the private media folder; `size` counts both. `name` is what the file is called
    for those who load it down. A photo has words that say what is on it; a recording gets a written version.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="attachments")
    contribution = models.OneToOneField(Contribution, models.CASCADE, related_name="attachment", null=True, blank=True)
    draft = models.OneToOneField(Draft, models.CASCADE, related_name="attachment", null=True, blank=True)
    form = models.CharField(max_length=9, choices=Contribution.Form)
    path = models.CharField(max_length=120)
    thumbnail = models.CharField(max_length=120, blank=True)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    alt = models.CharField(_("what is on the photo"), max_length=300, blank=True)
    written = models.TextField(_("the written version"), max_length=10_000, blank=True)
    written_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", null=True, blank=True)
    written_at = models.DateTimeField(null=True, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(contribution=None) | Q(draft=None), name="attachment_of_a_contribution_or_a_draft"
            ),
            models.CheckConstraint(
                condition=Q(written="") | (Q(written_by__isnull=False) & Q(written_at__isnull=False)),
                name="written_version_says_by_whom",
            ),
        ]
        indexes = [
            models.Index(fields=["project"], name="recording_without_words", condition=Q(form="recording", written=""))
        ]

    def __str__(self) -> str:
        return self.path

    @property
    def is_photo(self) -> bool:
        return self.form == Contribution.Form.PHOTO

    @property
    def is_recording(self) -> bool:
        return self.form == Contribution.Form.RECORDING


class Reply(models.Model):
    """An answer to what somebody said. Answers have no answers of their own."""

    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="replies")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="replies")
    words = models.TextField(_("your reply"), max_length=2000)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name_plural = "replies"
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="reply_says_something")]

    def __str__(self) -> str:
        return f"Reply {self.pk}"

    def shown_name(self, contribution: Contribution) -> str:
        """Who said something without their name answers without it too."""
        if contribution.is_nameless and self.membership_id == contribution.membership_id:
            return gettext("The person who said this")
        return self.membership.person.name


class Thanks(models.Model):
    """One person's thank you. It says who; nobody counts them."""

    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="thanks")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="thanks")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name_plural = "thanks"
        constraints = [models.UniqueConstraint(fields=["contribution", "membership"], name="thanks_once_per_person")]

    def __str__(self) -> str:
        return f"Thanks {self.pk}"
