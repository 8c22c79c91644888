from django.forms.renderers import TemplatesSetting


class GovukRenderer(TemplatesSetting):
    """Forms in GOV.UK Frontend's markup; the templates stand in `templates/forms/`."""
