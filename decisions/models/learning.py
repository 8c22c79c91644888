"""What a finished project learned, for others: drafted and checked by partners, then published for everybody."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from participants.ledger import append_only
from projects.models import Membership, PartnerGroup, Project, Via

SEARCHED_IN = "english"  # how PostgreSQL takes words to their stems


class Learning(models.Model):
    """That a project is finished and writes down what it learned. `finished_because` where a stage is still open."""

    project = models.OneToOneField(Project, models.CASCADE, related_name="learning")
    begun_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    finished_because = models.TextField(_("why the project is finished"), max_length=1000, blank=True)

    def __str__(self) -> str:
        return f"Learning of {self.project_id}"

    @property
    def topic(self) -> str:
        return f"learning:{self.pk}"


class LearningText(models.Model):
    """One version of the words. A change is a new row; what people have checked stays as they read it."""

    class Service(models.TextChoices):
        CARERS = "carers", _("Support for carers")
        OLDER = "older", _("Older people")
        LEARNING = "learning", _("People with a learning disability or autism")
        MENTAL = "mental", _("Mental health")
        PHYSICAL = "physical", _("Physical disability, sight or hearing")
        YOUNG = "young", _("Children and young people")
        HEALTH = "health", _("Hospital, GP and community health")
        HOME = "home", _("Housing and help at home")
        OTHER = "other", _("Something else")

    learning = models.ForeignKey(Learning, models.CASCADE, related_name="texts")
    number = models.PositiveIntegerField()
    service = models.CharField(_("what kind of service it is about"), max_length=10, choices=Service)
    aim = models.TextField(_("what we set out to do"), max_length=3000)
    changed = models.TextField(_("what changed"), max_length=6000)
    differently = models.TextField(_("what we would do differently"), max_length=3000)
    costs = models.TextField(_("what came of it, against what it cost"), max_length=3000)
    resources = models.TextField(_("what the community brought"), max_length=3000)
    written_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    PARTS = ("aim", "changed", "differently", "costs", "resources")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["learning", "number"], name="learning_text_number_once")]
        triggers = append_only("learning_text")

    def __str__(self) -> str:
        return f"{self.learning_id} version {self.number}"


class LearningComment(models.Model):
    """What a partner says about a draft, for the other partners to read. It is never published."""

    text = models.ForeignKey(LearningText, models.CASCADE, related_name="comments")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    words = models.TextField(_("what you want to say"), max_length=2000)
    via = models.CharField(max_length=7, choices=Via, default=Via.ONLINE)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="learning_comment_says_something")]

    def __str__(self) -> str:
        return self.words[:60]


class LearningRound(models.Model):
    """That partners were asked to check one version before it goes public, and until when at the least."""

    text = models.OneToOneField(LearningText, models.CASCADE, related_name="round")
    asked_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    open_until = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(open_until__gt=F("asked_at")), name="learning_round_gives_time")
        ]

    def __str__(self) -> str:
        return f"Check of {self.text_id}"


class LearningCheck(models.Model):
    """One partner's answer to a check: fine, or please change this. The last word counts; `group` is theirs then."""

    round = models.ForeignKey(LearningRound, models.CASCADE, related_name="checks")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    group = models.ForeignKey(PartnerGroup, models.PROTECT, related_name="+")
    is_fine = models.BooleanField()
    change = models.TextField(_("what should change"), max_length=2000, blank=True)
    via = models.CharField(max_length=7, choices=Via, default=Via.ONLINE)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "membership"], name="learning_check_once_per_partner"),
            models.CheckConstraint(condition=Q(is_fine=True) | ~Q(change=""), name="learning_check_says_what"),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id}: {self.is_fine}"


class LearningPage(models.Model):
    """What was published, as it was. `facts` holds the figures and what stands beside the words; never a name.

    A later version is a new row; a page that is taken down has a `LearningRemoval`.
    """

    learning = models.ForeignKey(Learning, models.PROTECT, related_name="pages")
    number = models.PositiveIntegerField()
    text = models.ForeignKey(LearningText, models.PROTECT, related_name="pages")
    title = models.CharField(max_length=200)
    facts = models.JSONField()
    unchanged_because = models.TextField(_("why it says what somebody asked to change"), max_length=2000, blank=True)
    published_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    published_at = models.DateTimeField()
    words = models.TextField()  # all of it, for the search
    document = models.GeneratedField(
        expression=SearchVector("title", weight="A", config=SEARCHED_IN)
        + SearchVector("words", weight="B", config=SEARCHED_IN),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["learning", "number"], name="learning_page_number_once")]
        indexes = [GinIndex(fields=["document"], name="learning_page_search")]
        triggers = append_only("learning_page")

    def __str__(self) -> str:
        return f"{self.title}, {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("decisions:learned", args=[self.learning.project.slug])


class LearningRemoval(models.Model):
    """That a published page was taken down, by whom, when and why. The reason is for the project's people."""

    page = models.OneToOneField(LearningPage, models.PROTECT, related_name="removal")
    reason = models.TextField(_("why it is taken down"), max_length=2000)
    removed_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    removed_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="learning_removal_says_why")]
        triggers = append_only("learning_removal")

    def __str__(self) -> str:
        return f"{self.page_id} taken down"
