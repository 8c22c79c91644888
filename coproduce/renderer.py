from typing import Any

from django.forms import BoundField, CheckboxInput
from django.forms.renderers import TemplatesSetting

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


class GovukRenderer(TemplatesSetting):
    """Forms in GOV.UK Frontend's markup. Our templates stand in `templates/forms/`; the rest are Django's."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    bound_field_class = Question

    def get_template(self, template_name: str) -> Any:
        return super().get_template(OURS.get(template_name, template_name))
