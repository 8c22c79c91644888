"""`{{ at|moment }}`, `{{ at|day }}`, `{{ end|last_day }}`, `{{ at|clock }}` and `{% span starts ends %}`.

See participants/times.py.
"""

from django import template

from participants import times

register = template.Library()
register.filter("clock", times.clock)
register.filter("day", times.day)
register.filter("last_day", times.last_day)
register.filter("moment", times.moment)
register.simple_tag(times.span, name="span")
