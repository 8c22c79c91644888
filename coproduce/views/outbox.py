"""The demo's outbox: every email and text message that would have left. No other copy has such a page."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from participants import outbox as folder

ON_A_PAGE = 25
# What an email brings along stays in a box: no script, no request to anywhere, no reach into this site.
BOXED: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "img-src": ["data:"],
    "sandbox": ["allow-top-navigation-by-user-activation", "allow-popups", "allow-popups-to-escape-sandbox"],
    "frame-ancestors": [CSP.NONE],
}


def demo_only() -> None:
    if not settings.DEMO:
        raise Http404


@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    demo_only()
    page = Paginator(folder.names(), ON_A_PAGE).get_page(request.GET.get("page"))
    delivered = [message for name in page if (message := folder.read(name))]
    return render(request, "outbox/list.html", {"page": page, "delivered": delivered})


@require_safe
def message(request: HttpRequest, name: str) -> HttpResponse:
    """One message: its words, with links that work; `?as=designed` shows the email's own HTML in a box."""
    demo_only()
    delivered = folder.read(name)
    if delivered is None:
        raise Http404
    if request.GET.get("as") == "designed" and delivered.html:
        return designed(request, delivered.html)
    return render(request, "outbox/message.html", {"message": delivered})


@csp_override(BOXED)
def designed(_request: HttpRequest, html: str) -> HttpResponse:
    return HttpResponse(html)
