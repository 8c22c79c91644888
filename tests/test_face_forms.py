"""Forms come out in GOV.UK Frontend's markup, and say what is wrong in words that help."""

from typing import Any

import pytest
from django import forms
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from participants.fields import Answers, ClockField, DayField


class Meeting(forms.Form):
    name = forms.CharField(label="Name of the session", help_text="In a few words.", max_length=20)
    email = forms.EmailField(label="Email address", required=False)
    day = DayField(label="When is it?", help_text="For example, 27 3 2027.")
    starts = ClockField(label="When does it start?", required=False)
    place = forms.ChoiceField(label="Where?", choices=[("hall", "Hall"), ("online", "Online")])
    answer = forms.ChoiceField(
        label="Are you coming?",
        choices=[("yes", "Yes"), ("no", "Not this time")],
        widget=Answers(hints={"no": "You can change your mind."}),
    )
    needs = forms.MultipleChoiceField(
        label="What do you need?", choices=[("bsl", "BSL")], widget=forms.CheckboxSelectMultiple, required=False
    )
    told = forms.BooleanField(label="I have told my manager", help_text="If you have one.", required=False)
    file = forms.FileField(label="Papers", required=False)
    note = forms.CharField(label="Note", widget=forms.Textarea, required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def field(form: forms.Form, name: str) -> str:
    return form[name].as_field_group()


def wrong(**answers: Any) -> Meeting:
    return Meeting(answers)


def test_a_box_has_its_label_its_hint_and_their_tie() -> None:
    html = field(Meeting(), "name")
    assert '<label class="govuk-label" for="id_name">Name of the session</label>' in html
    assert '<div class="govuk-hint" id="id_name_helptext">In a few words.</div>' in html
    assert 'class="govuk-input"' in html
    assert 'aria-describedby="id_name_helptext"' in html
    assert "(optional)" not in html


def test_what_may_stay_empty_says_so() -> None:
    assert "(optional)" in field(Meeting(), "email")


def test_a_form_where_nothing_is_needed_does_not_say_so_at_each_field() -> None:
    class Filter(forms.Form):
        hide_optional = True
        words = forms.CharField(label="Words", required=False)

    assert "(optional)" not in field(Filter(), "words")


def test_an_error_stands_at_its_field_and_is_tied_to_it() -> None:
    html = field(wrong(name="x" * 21), "name")
    assert "govuk-form-group--error" in html
    assert 'id="id_name_error"' in html
    assert "Use 20 letters or fewer. There are 21 now." in html
    assert "maxlength" not in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert f'value="{"x" * 21}"' in html


@pytest.mark.parametrize("name", ["day", "answer", "needs"])
def test_a_question_with_several_boxes_is_a_fieldset_with_a_legend(name: str) -> None:
    form = Meeting()
    html = field(form, name)
    assert '<fieldset class="govuk-fieldset"' in html
    assert f'<legend class="govuk-fieldset__legend">{form[name].label}' in html
    assert 'for="id_' in html
    assert f'id="id_{name}_0"' in html


def test_the_summary_leads_to_each_field_and_to_the_first_box_of_several() -> None:
    form = wrong(name="", email="bola", day_0="31", day_1="2", day_2="2027", place="moon")
    form.add_error(None, "It is after the end of the stage.")
    html = render_to_string("components/error_summary.html", {"form": form})
    for link in (
        '<a href="#id_name">Fill this in: Name of the session</a>',
        '<a href="#id_email">Enter an email address, such as name@example.org</a>',
        '<a href="#id_day_0">Enter a day that exists, such as 27 3 2027.</a>',
        '<a href="#id_place">Choose from the list: Where?</a>',
        '<a href="#id_answer_0">Choose an answer: Are you coming?</a>',
        "<li>It is after the end of the stage.</li>",
    ):
        assert link in html
    ids = str(form)
    for target in ("id_name", "id_email", "id_day_0", "id_place", "id_answer_0"):
        assert f'id="{target}"' in ids


def test_a_forms_own_words_go_before_ours() -> None:
    class Own(forms.Form):
        name = forms.CharField(error_messages={"required": _("Enter the name of your dog.")})

    assert "Enter the name of your dog." in field(Own({}), "name")


def test_an_answer_that_explains_itself_is_tied_to_its_line() -> None:
    html = field(Meeting(), "answer")
    assert 'class="govuk-radios answers"' in html
    assert 'aria-describedby="id_answer_1_hint"' in html
    assert '<div class="govuk-hint govuk-radios__hint" id="id_answer_1_hint">You can change your mind.</div>' in html
    assert "id_answer_0_hint" not in html


def test_one_box_to_tick_has_its_label_after_it_and_only_once() -> None:
    html = field(Meeting(), "told")
    assert html.index("govuk-checkboxes__input") < html.index("I have told my manager")
    assert html.count("I have told my manager") == 1
    assert 'id="id_told_helptext"' in html


def test_a_whole_form_has_every_field_and_the_hidden_ones() -> None:
    html = str(Meeting())
    assert html.count("govuk-form-group") == 10
    assert '<input type="hidden" name="secret" id="id_secret">' in html
    assert 'class="govuk-select"' in html
    assert 'class="govuk-textarea"' in html
    assert 'class="file" type="file"' in html


def test_nothing_that_people_send_becomes_markup() -> None:
    html = str(wrong(name='"><b>', email="<i>", day_0='"><u>', note="</textarea><s>", place="<q>"))
    for tag in ("<b>", "<i>", "<u>", "<s>", "<q>"):
        assert tag not in html


def test_no_form_brings_its_own_style() -> None:
    assert "style=" not in str(Meeting()) + str(wrong())
