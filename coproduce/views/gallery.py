"""Every component on one page, and two pages made of them, with the cast's data. In the demo and in tests only."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.messages import ERROR, SUCCESS
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coproduce.environment import Mode
from participants.fields import Answers, ClockField, DayField, ManyAnswers
from projects.table import MORE_SHAPES, SHAPES, GroupAtTable

USE, CARERS, STAFF, COMMISSIONERS = "People who use services", "Carers", "Staff", "Commissioners"
TABLE = [
    GroupAtTable("circle", USE, 3, 4),
    GroupAtTable("diamond", CARERS, 1, 4, needs=2),
    GroupAtTable("square", STAFF, 3, 3),
    GroupAtTable("triangle", COMMISSIONERS, 1, 1),
]
LARGE_TABLE = [
    GroupAtTable("circle", USE, 34, 52),
    GroupAtTable("diamond", CARERS, 11, 30, needs=12),
    GroupAtTable("square", STAFF, 18, 18),
    GroupAtTable("hexagon", "Young carers", 4, 9),
]
PROJECT = {
    "organisation": {"name": "Northdale Council"},
    "name": "Short breaks for carers",
    "purpose": "Redesigning how unpaid carers get a break, so that it comes before they are worn out.",
    "get_absolute_url": "/gallery/overview",
}
STAGES = [
    {"name": "Discover", "note": "closed 4 Sept", "state": "done"},
    {"name": "Define", "note": "now, until 18 Dec", "state": "now"},
    {"name": "Develop", "note": "from Jan", "state": "later"},
    {"name": "Deliver", "note": "from April", "state": "later"},
]
NAMES = [stage["name"] for stage in STAGES]


def cells(*facts: tuple[str, str, str]) -> list[dict[str, str]]:
    """The cells of one row of the involvement map, from (state, figure, words); the stages to come are "not yet"."""
    known = [*facts, *[("later", "", "not yet")] * (len(NAMES) - len(facts))]
    return [
        {"stage": stage, "state": state, "figure": figure, "words": words}
        for stage, (state, figure, words) in zip(NAMES, known, strict=True)
    ]


ROWS = [
    {
        "group": TABLE[0],
        "cells": cells(("done", "6 of 6", "came, said, decided"), ("part", "4 of 6", "came, decided")),
    },
    {"group": TABLE[1], "cells": cells(("part", "3 of 5", "came, said"), ("missing", "0 of 5", "nobody yet"))},
    {"group": TABLE[2], "cells": cells(("done", "4 of 4", "came, decided"), ("done", "4 of 4", "came, decided"))},
]
TIMELINE = [
    {"what": "Carers said in Discover: “It comes too late.”", "more": "3 contributions · 9 and 12 September"},
    {
        "what": "Worked on in “Mapping a worn-out week”",
        "more": "Session · 3 November · 4 people who use services, 0 carers, 4 staff",
        "url": "#timeline",
    },
    {"what": "Bola objected: “Rest is not the only reason.”", "more": "Taken up in version 2 · 18 November"},
]
OLD = "a short break is for the carer to rest, before they are worn out."
NEW = "a short break is for the carer to rest, and to do something of their own choosing, before they are worn out."
STANCES = {
    "consent": "Good enough for now, and safe enough to try.",
    "object": "It would stop us doing what we set out to do. You will be asked to say how.",
    "question": "Amina will answer before the decision closes.",
}


class PositionSample(forms.Form):
    stance = forms.ChoiceField(
        label="Where do you stand?",
        choices=[("consent", "I consent"), ("object", "I object"), ("question", "I have a question first")],
        initial="consent",
        widget=Answers(hints=STANCES),
    )
    reason = forms.CharField(label="Is there anything you want to add?", widget=forms.Textarea, required=False)


class SampleForm(forms.Form):
    name = forms.CharField(label="Full name", help_text="As you want others in the project to see it.")
    email = forms.EmailField(label="Email address", required=False)
    day = DayField(label="When is the session?", help_text="For example, 27 3 2027.")
    starts = ClockField(label="When does it start?", help_text="For example, 10:30am.")
    group = forms.ChoiceField(label="Group", choices=[("use", USE), ("carers", CARERS), ("staff", STAFF)])
    reach = forms.ChoiceField(
        label="How should we reach you?",
        choices=[("email", "Email"), ("text", "Text message"), ("post", "Letter")],
        widget=forms.RadioSelect,
    )
    needs = forms.MultipleChoiceField(
        label="What do you need to take part?",
        choices=[("bsl", "A BSL interpreter"), ("easy", "Easy Read papers"), ("loop", "A hearing loop")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    offers = forms.MultipleChoiceField(
        label="What could you bring?",
        choices=[("cook", "Cooking for others"), ("drive", "Lifts to sessions")],
        widget=ManyAnswers(hints={"drive": "Only where you are going anyway."}),
        required=False,
    )
    about = forms.CharField(label="Tell us about it", widget=forms.Textarea, required=False)
    partners = forms.FileField(label="Spreadsheet of partners", required=False)
    told = forms.BooleanField(label="I have told my manager", help_text="Only if you have one.", required=False)


WRONG = {"email": "bola at example", "day_0": "31", "day_1": "2", "day_2": "2027", "starts": "ten", "group": "use"}


class FilterSample(forms.Form):
    hide_optional = True
    words = forms.CharField(label="Words", required=False)
    project = forms.ChoiceField(label="Project", choices=[("", "All projects")], required=False)
    missing = forms.ChoiceField(label="Group missing", choices=[("", "Any")], required=False)


def tabs(current: str) -> list[tuple[str, str, bool]]:
    pages = {"Overview": "/gallery/overview", "Sessions": "/gallery", "Decisions": "/gallery/decision"}
    more = {"What people said": "/gallery", "People": "/gallery", "Record": "/gallery"}
    return [(name, url, name == current) for name, url in (pages | more).items()]


View = Callable[[HttpRequest], HttpResponse]


def not_in_production(view: View) -> View:
    @wraps(view)
    def shown(request: HttpRequest) -> HttpResponse:
        if settings.MODE is Mode.PRODUCTION:
            raise Http404
        return view(request)

    return shown


@require_safe
@not_in_production
def gallery(request: HttpRequest) -> HttpResponse:
    context: dict[str, Any] = {
        "shapes": {**{name: key for key, name in SHAPES.items()}, **dict.fromkeys(MORE_SHAPES, "added groups")},
        "people": TABLE,
        "many_people": LARGE_TABLE,
        "stages": STAGES,
        "stage_names": NAMES,
        "rows": ROWS,
        "events": TIMELINE,
        "old": OLD,
        "new": NEW,
        "project": PROJECT,
        "tabs": tabs("Overview"),
        "sample": SampleForm(auto_id="sample_%s"),
        "wrong": SampleForm(WRONG),
        "filters": FilterSample(),
        "page": Paginator(range(100), 25).page(2),
        "banners": [Message(SUCCESS, "We have told everyone."), Message(ERROR, "Nothing was sent.")],
    }
    return render(request, "gallery/gallery.html", context)


@require_safe
@not_in_production
def overview(request: HttpRequest) -> HttpResponse:
    context = {"project": PROJECT, "tabs": tabs("Overview"), "stages": STAGES, "stage_names": NAMES, "rows": ROWS}
    return render(request, "gallery/overview.html", context)


@require_safe
@not_in_production
def decision(request: HttpRequest) -> HttpResponse:
    context = {
        "project": PROJECT,
        "tabs": tabs("Decisions"),
        "people": TABLE,
        "events": TIMELINE,
        "old": OLD,
        "new": NEW,
        "position": PositionSample(),
    }
    return render(request, "gallery/decision.html", context)
