"""`{% url %}` remembers addresses, and says what Django's own would say."""

import pytest
from django.template import Context, Template
from django.urls import NoReverseMatch, reverse

from participants.templatetags.addresses import address


def shown(words: str, **facts: object) -> str:
    return Template(words).render(Context(facts))


def test_it_says_what_django_says_and_asks_it_once() -> None:
    address.cache_clear()
    for number in (1, 2, 1, "2"):
        there = reverse("projects:session", args=["breaks", number])
        assert shown("{% url 'projects:session' slug number %}", slug="breaks", number=number) == there
    assert (address.cache_info().misses, address.cache_info().hits) == (2, 2)


def test_under_a_name_and_with_named_arguments_it_is_djangos_own() -> None:
    assert shown("{% url 'home' as here %}[{{ here }}]") == "[/]"
    assert shown("{% url 'no-such-page' as here %}[{{ here }}]") == "[]"
    there = reverse("projects:session", kwargs={"slug": "breaks", "session_id": 3})
    assert shown("{% url 'projects:session' slug='breaks' session_id=3 %}") == there


@pytest.mark.parametrize("words", ["{% url 'no-such-page' %}", "{% url 'projects:session' slug 'x y' %}"])
def test_what_has_no_address_is_an_error(words: str) -> None:
    with pytest.raises(NoReverseMatch):
        shown(words, slug="breaks")
