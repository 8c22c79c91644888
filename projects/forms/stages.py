from typing import Any

from django import forms
from django.utils.translation import gettext as _

from projects.gate import Gap


class ClosureForm(forms.Form):
    """For each group that took no part, why the stage goes on without it."""

    def __init__(self, *args: Any, gaps: list[Gap], **options: Any) -> None:
        super().__init__(*args, **options)
        self.ids = {f"reason_{gap.group.pk}": gap.group.pk for gap in gaps}
        for gap in gaps:
            self.fields[f"reason_{gap.group.pk}"] = forms.CharField(
                label=_("Why does the stage go on without this group: %(group)s?") % {"group": gap.group.name},
                help_text=_("All partners will read this, now and later."),
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 3}),
                error_messages={
                    "required": _("Write why the stage goes on without: %(groups)s.") % {"groups": gap.group.name}
                },
            )

    def reasons(self) -> dict[int, str]:
        """The reason for each group, by its id; only for a form without errors."""
        return {group: self.cleaned_data[name] for name, group in self.ids.items()}
