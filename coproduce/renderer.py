from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BoundField, CheckboxInput
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import ChoiceWidget
from django.utils.translation import gettext as djangos
from django.utils.translation import gettext_lazy as _

ONE_LINE = ["text", "email", "number", "tel", "url", "search", "date", "time", "datetime", "password"]
OURS = {f"django/forms/widgets/{name}.html": "forms/widgets/input.html" for name in ONE_LINE} | {
    "django/forms/widgets/textarea.html": "forms/widgets/textarea.html",
    "django/forms/widgets/select.html": "forms/widgets/select.html",
    "django/forms/widgets/radio.html": "forms/widgets/radios.html",
    "django/forms/widgets/checkbox_select.html": "forms/widgets/checkboxes.html",
    "django/forms/widgets/checkbox.html": "forms/widgets/tick.html",
    "django/forms/widgets/file.html": "forms/widgets/file.html",
    "django/forms/widgets/clearable_file_input.html": "forms/widgets/file.html",
}
# What Django says by itself, in words that say what to do. Where a form has its own words, those stay.
PLAINER = {
    "This field is required.": _("Fill this in: %(label)s"),
    "Enter a valid email address.": _("Enter an email address, such as name@example.org"),
    "Enter a valid date.": _("Enter a day that exists, such as 27 3 2027."),
    "Null characters are not allowed.": _("Take out the sign that can't be shown here."),
}
PLAINER_BY_CODE = {
    "not_chosen": _("Choose an answer: %(label)s"),
    "invalid_choice": _("Choose from the list: %(label)s"),
    "max_length": _("Use %(limit_value)s letters or fewer. There are %(show_value)s now."),
    "max_value": _("Enter %(limit_value)s or less."),
    "min_value": _("Enter %(limit_value)s or more."),
}


class Question(BoundField):
    """A field as it stands on a page, with what our templates ask of it."""

    @property
    def is_tick(self) -> bool:
        """One box to tick: its label comes after it."""
        return isinstance(self.field.widget, CheckboxInput)

    @property
    def optional(self) -> bool:
        """Is "(optional)" said? Not where a whole form may stay empty and says so: `hide_optional = True`."""
        return not self.field.required and not getattr(self.form, "hide_optional", False)

    @property
    def first_id(self) -> str:
        """The id that a link in the error summary leads to: the first box where there are several."""
        return f"{self.auto_id}_0" if self.use_fieldset else self.auto_id

    @property
    def sentences(self) -> list[str]:
        """What is wrong, as a sentence for each error."""
        choose = isinstance(self.field.widget, ChoiceWidget)
        return [plain(error, self.label, choose=choose) for error in self.errors.as_data()]


def plain(error: ValidationError, label: object, *, choose: bool = False) -> str:
    """One error in plain words; `choose` says that the answer is chosen, not written."""
    said = next((ours for usual, ours in PLAINER.items() if str(error.message) == djangos(usual)), None)
    if said and choose:
        said = PLAINER_BY_CODE["not_chosen"]
    words = said or PLAINER_BY_CODE.get(error.code or "")
    if words is None:
        return str(next(iter(error)))
    return str(words) % ({"limit_value": "", "show_value": "", "label": label} | (error.params or {}))


class GovukRenderer(TemplatesSetting):
    """Forms in GOV.UK Frontend's markup. Our templates stand in `templates/forms/`; the rest are Django's."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    bound_field_class = Question

    def get_template(self, template_name: str) -> Any:
        return super().get_template(OURS.get(template_name, template_name))
