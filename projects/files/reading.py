"""One file that somebody sent: read, recognised, and without what it says of its maker where we can take that out."""

import os
import re
import unicodedata
from dataclasses import dataclass
from typing import Protocol

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from participants.refusals import Refused
from projects.files.inside import without_details
from projects.files.kinds import JPEG, LIMITS, MOST_BYTES, Kind, kind_of
from projects.files.photos import made_anew
from projects.models import Contribution

NAME = 80  # letters that are kept of a file's name
UNFIT = re.compile(r"[^\w\- ().,'’]+")


class Sent(Protocol):
    """What we ask of an uploaded file."""

    @property
    def name(self) -> str | None: ...
    @property
    def size(self) -> int | None: ...

    def read(self) -> bytes: ...


@dataclass(frozen=True)
class Upload:
    """A file that may be kept. `name` has a clean ending of its own kind."""

    kind: Kind
    data: bytes
    name: str
    thumbnail: bytes = b""

    @property
    def form(self) -> Contribution.Form:
        return self.kind.form

    @property
    def size(self) -> int:
        return len(self.data) + len(self.thumbnail)


def read_upload(sent: Sent) -> Upload:
    """The file as we would keep it. Refused, in words that say what to do, where it can't be kept."""
    if sent.size is None or sent.size > MOST_BYTES:
        raise Refused(too_large(sent.size or 0, MOST_BYTES))
    data = sent.read()
    if not data:
        raise Refused(_("This file is empty. Choose another one."))
    kind = kind_of(data)
    if len(data) > LIMITS[kind.form]:
        raise Refused(too_large(len(data), LIMITS[kind.form]))
    name = clean_name(sent.name or "", kind.ending)
    if kind is JPEG:
        photo = made_anew(data)
        return Upload(kind, photo.whole, name, photo.small)
    sound = without_details(kind, data)
    if not sound:
        raise Refused(_("This file is empty. Choose another one."))
    return Upload(kind, sound, name)


def too_large(size: int, most: int) -> str:
    return _(
        "This file has %(size)s. We can take %(most)s of this kind. Make it shorter or smaller, or ask a facilitator "
        "to help."
    ) % {"size": filesizeformat(size), "most": filesizeformat(most)}


def clean_name(name: str, ending: str) -> str:
    """A name without a path, odd signs or signs that turn the writing round, ending as its content says."""
    last = os.path.basename(name.replace("\\", "/"))
    plain = "".join(sign for sign in unicodedata.normalize("NFC", last) if unicodedata.category(sign)[0] != "C")
    stem = UNFIT.sub(" ", os.path.splitext(plain)[0]).strip(" .")
    return f"{' '.join(stem.split())[:NAME].strip() or _('file')}.{ending}"
