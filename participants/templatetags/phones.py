from django import template

from participants.phones import in_words

register = template.Library()
register.filter("phone", in_words)
