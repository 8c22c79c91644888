"""The ladder of taking part (domain.md §2), bottom to top. A stage declares a rung; partners say which it felt like.

The software never says by itself on which rung something stands.
"""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Rung(models.TextChoices):
    """The seven rungs, the lowest first."""

    COERCION = "coercion", _("Coercion")
    EDUCATING = "educating", _("Educating")
    INFORMING = "informing", _("Informing")
    CONSULTATION = "consultation", _("Consultation")
    ENGAGEMENT = "engagement", _("Engagement")
    CO_DESIGN = "co_design", _("Co-design")
    CO_PRODUCTION = "co_production", _("Co-production")

    @property
    def height(self) -> int:
        """1 for the lowest rung, 7 for the highest."""
        return list(Rung).index(self) + 1

    @property
    def grouping(self) -> "Grouping":
        if self.height <= 2:
            return Grouping.TO
        return Grouping.FOR if self.height <= 5 else Grouping.WITH


class Grouping(models.TextChoices):
    """What the rungs have in common."""

    TO = "to", _("Doing to")
    FOR = "for", _("Doing for")
    WITH = "with", _("Doing with")


IN_PLAIN_WORDS: dict[str, Promise] = {
    Rung.COERCION: _("People have to take what they are given."),
    Rung.EDUCATING: _("People are taught what others think is good for them."),
    Rung.INFORMING: _("People are told what others have decided."),
    Rung.CONSULTATION: _("People are asked what they think. Others decide."),
    Rung.ENGAGEMENT: _("People can say what they think often, and early. Others still decide."),
    Rung.CO_DESIGN: _("People and staff plan it together. Others may decide if it happens, and run it."),
    Rung.CO_PRODUCTION: _("People and staff decide, plan and do it together, from the start to the end."),
}
