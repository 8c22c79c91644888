"""`{{ at|moment }}`, `{{ at|day }}`, `{{ at|clock }}` and `{% span starts ends %}`; see participants/times.py."""

from django import template

from participants import times

register = template.Library()
register.filter("clock", times.clock)
register.filter("day", times.day)
register.filter("moment", times.moment)
register.simple_tag(times.span, name="span")
