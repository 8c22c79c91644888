"""Handing out what people sent: only to who may read it, and never so that a browser runs it as a page of ours."""

import re
from collections.abc import Iterator
from typing import IO, cast

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.csp import CSP
from django.utils.http import content_disposition_header
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from participants.models import Person
from projects.files import open_file
from projects.models import Attachment, Contribution
from projects.permissions import project_for

NOTHING_RUNS = {"default-src": [CSP.NONE], "frame-ancestors": [CSP.NONE], "sandbox": ""}
RANGE = re.compile(r"^bytes=(\d{1,12})-(\d{0,12})$")
CHUNK = 64 * 1024


@require_safe
@login_required
@csp_override(NOTHING_RUNS)
def said_file(request: HttpRequest, slug: str, contribution_id: int) -> HttpResponseBase:
    held, nameless = attachment_for(request, slug, contribution_id)
    ending = held.path.rpartition(".")[2]
    name = f"{held.form}-{contribution_id}.{ending}" if nameless else held.name
    return handed_out(request, held.path, held.content_type, name)


@require_safe
@login_required
@csp_override(NOTHING_RUNS)
def said_thumbnail(request: HttpRequest, slug: str, contribution_id: int) -> HttpResponseBase:
    held, _nameless = attachment_for(request, slug, contribution_id)
    return handed_out(request, held.thumbnail, "image/jpeg", f"photo-{contribution_id}.jpg")


def attachment_for(request: HttpRequest, slug: str, contribution_id: int) -> tuple[Attachment, bool]:
    """The file of something that this person may read, and whether that was said without a name; else 404."""
    seat = project_for(cast(Person, request.user), slug, can="see")
    readable = Contribution.objects.visible_to(seat)
    held = Attachment.objects.filter(contribution__in=readable, contribution=contribution_id)
    found = held.select_related("contribution").first()
    if found is None or found.contribution is None:
        raise Http404
    return found, found.contribution.is_nameless


def handed_out(request: HttpRequest, path: str, content_type: str, name: str) -> HttpResponseBase:
    """The whole file, or the part that a player asks for: some play nothing from a server that can't do parts."""
    file = open_file(path) if path else None
    if file is None:
        raise Http404
    size = file.seek(0, 2)
    file.seek(0)
    first, last = part_asked(request.headers.get("Range", ""), size)
    response: HttpResponseBase
    if first is None:
        response = FileResponse(file, content_type=content_type)
        response.headers["Content-Length"] = str(size)
    elif first >= size:
        file.close()
        response = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    else:
        response = StreamingHttpResponse(part(file, first, last), status=206, content_type=content_type)
        response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
        response.headers["Content-Length"] = str(last - first + 1)
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Encoding"] = "identity"  # packed, the parts that a player asks for would not fit together
    response.headers["Cache-Control"] = "private, no-store"
    return response


def part_asked(header: str, size: int) -> tuple[int | None, int]:
    """(first byte, last byte) of a simple Range header; (None, …) for the whole."""
    found = RANGE.match(header)
    if not found:
        return None, size - 1
    first, last = int(found[1]), int(found[2] or max(size - 1, int(found[1])))
    return (first, min(last, size - 1)) if last >= first else (None, size - 1)


def part(file: IO[bytes], first: int, last: int) -> Iterator[bytes]:
    with file:
        file.seek(first)
        left = last - first + 1
        while left > 0 and (data := file.read(min(CHUNK, left))):
            left -= len(data)
            yield data
