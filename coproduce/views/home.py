from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coproduce.views.start import start_page


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Home for somebody who is signed in, the start page for a visitor."""
    if not request.user.is_authenticated:
        return start_page(request)
    return render(request, "home.html")
