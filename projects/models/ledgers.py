"""The two ledgers: who took part, and what happened. Both are append-only by trigger."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from participants.ledger import append_only


class Via(models.TextChoices):
    """The way by which somebody took part."""

    ONLINE = "online", _("online")
    SESSION = "session", _("in a session")
    PHONE = "phone", _("by phone")
    PAPER = "paper", _("on paper")


# Each way of taking part is one bit of `Presence.kinds`.
CAME, SAID, DECIDED, TOLD = 1, 2, 4, 8

KEEP_PRESENCE = """
bit := CASE NEW.kind WHEN 'attended' THEN 1 WHEN 'contributed' THEN 2 WHEN 'decided' THEN 4 ELSE 8 END;
IF NOT EXISTS (
    SELECT FROM projects_presence
    WHERE stage_id = NEW.stage_id AND membership_id = NEW.membership_id AND group_id = NEW.group_id AND kinds & bit <> 0
) THEN
    INSERT INTO projects_presence (project_id, stage_id, group_id, membership_id, kinds)
    VALUES (NEW.project_id, NEW.stage_id, NEW.group_id, NEW.membership_id, bit)
    ON CONFLICT (stage_id, membership_id, group_id) DO UPDATE SET kinds = projects_presence.kinds | bit;
END IF;
RETURN NULL;
"""


class Involvement(models.Model):
    """One fact that a partner took part in a stage (domain.md, words). `group` is theirs at that time.

    `about` names what it refers to ("session:12", "decision:3"); the same fact is written once.
    """

    class Kind(models.TextChoices):
        ACCEPTED = "accepted", _("joined")
        ATTENDED = "attended", _("came")
        CONTRIBUTED = "contributed", _("said")
        DECIDED = "decided", _("decided")
        TOLD = "told", _("were told")

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="involvements")
    stage = models.ForeignKey("projects.Stage", models.PROTECT, related_name="involvements")
    membership = models.ForeignKey("projects.Membership", models.PROTECT, related_name="involvements")
    group = models.ForeignKey("projects.PartnerGroup", models.PROTECT, related_name="involvements")
    kind = models.CharField(max_length=11, choices=Kind)
    about = models.CharField(max_length=60)
    at = models.DateTimeField()
    via = models.CharField(max_length=7, choices=Via, default=Via.ONLINE)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["membership", "stage", "kind", "about"], name="involvement_fact_once")
        ]
        indexes = [
            models.Index(fields=["project", "stage", "group", "kind", "membership"], name="involvement_map"),
            models.Index(fields=["project", "-at", "-id"], name="involvement_of_project"),
        ]
        triggers = [
            *append_only("involvement"),
            pgtrigger.Trigger(
                name="involvement_presence",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Condition("NEW.kind <> 'accepted'"),
                declare=[("bit", "smallint")],
                func=KEEP_PRESENCE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} {self.kind} {self.about}"


class Presence(models.Model):
    """The sum of one partner's facts in one stage and group, kept by a trigger on `Involvement`; nobody else writes it.

    A large project has hundreds of facts for each partner; the map and the gate read this row instead of them.
    """

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="presences")
    stage = models.ForeignKey("projects.Stage", models.CASCADE, related_name="+")
    group = models.ForeignKey("projects.PartnerGroup", models.CASCADE, related_name="+")
    membership = models.ForeignKey("projects.Membership", models.CASCADE, related_name="+")
    kinds = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stage", "membership", "group"], name="presence_once_per_stage_and_group")
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} in {self.stage_id}"


class HistoryEntry(models.Model):
    """One thing that happened in a project: who, when, what. The Record page reads it; nothing changes it.

    `verb` names the sentence (templates/projects/history/<verb>), `facts` fill it, `about` is as in Involvement.
    """

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="history")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    verb = models.CharField(max_length=40)
    about = models.CharField(max_length=60)
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["project", "-at", "-id"], name="history_of_project"),
            models.Index(fields=["project", "about"], name="history_about"),
        ]
        triggers = append_only("history")

    def __str__(self) -> str:
        return f"{self.verb} {self.about}"
