from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from participants.actions import choose_display
from participants.addresses import page_of_ours
from participants.display import COOKIE, COOKIE_AGE, display_of, to_cookie
from participants.forms import DisplayForm
from participants.models import Person


@require_http_methods(["GET", "HEAD", "POST"])
def display(request: HttpRequest) -> HttpResponse:
    """Choose colours and text size. Works signed in (kept on the person) and not (kept in a cookie)."""
    form = DisplayForm(request.POST if request.method == "POST" else None, initial=display_of(request)._asdict())
    back = way_back(request)
    if not form.is_valid():
        return render(request, "participants/display.html", {"form": form, "back": back})
    answer = redirect(back or "display")
    if isinstance(request.user, Person):
        choose_display(form.display(), by=request.user)
    else:
        answer.set_cookie(COOKIE, to_cookie(form.display()), max_age=COOKIE_AGE, samesite="Lax", httponly=True)
    messages.success(request, _("Your colours and text size are saved."))
    return answer


def way_back(request: HttpRequest) -> str:
    """The page that somebody came from, if it is one of ours."""
    return page_of_ours(request.POST.get("next") or request.GET.get("next", ""))
