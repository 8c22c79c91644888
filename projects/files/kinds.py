"""What a file is, told by its content. Whatever isn't on our short list is refused in words that say what to do."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import puremagic
from django.utils.translation import gettext as _

from participants.refusals import Refused
from projects.models import Contribution

MB = 1024 * 1024
FORM = Contribution.Form
LIMITS: Mapping[str, int] = {FORM.PHOTO: 15 * MB, FORM.DOCUMENT: 10 * MB, FORM.RECORDING: 25 * MB}
MOST_BYTES = max(LIMITS.values())  # of any file

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument.text"


@dataclass(frozen=True)
class Kind:
    """One kind of file that may come in, and what we call it when we hand it out again."""

    form: Contribution.Form
    ending: str
    content_type: str


JPEG = Kind(FORM.PHOTO, "jpg", "image/jpeg")  # every photo is made anew as one
PDF = Kind(FORM.DOCUMENT, "pdf", "application/pdf")
DOCX = Kind(FORM.DOCUMENT, "docx", WORD)
ODT = Kind(FORM.DOCUMENT, "odt", OPEN_DOCUMENT)
TXT = Kind(FORM.DOCUMENT, "txt", "text/plain; charset=utf-8")
WEBM = Kind(FORM.RECORDING, "webm", "audio/webm")
OGG = Kind(FORM.RECORDING, "ogg", "audio/ogg")
MP4 = Kind(FORM.RECORDING, "m4a", "audio/mp4")
MP3 = Kind(FORM.RECORDING, "mp3", "audio/mpeg")
WAV = Kind(FORM.RECORDING, "wav", "audio/wav")

PICTURES = {".jpg", ".jpeg", ".jfif", ".png", ".gif", ".webp"}
STARTS_OF_PICTURES = re.compile(rb"\xff\xd8\xff|\x89PNG\r\n\x1a\n|GIF8[79]a|RIFF.{4}WEBP", re.DOTALL)
HEIC = re.compile(rb"^.{4}ftyp(heic|heix|heim|heis|hevc|hevx|mif1|msf1|avif)", re.DOTALL)
APPLE_VIDEO = re.compile(rb"^.{4}ftypqt", re.DOTALL)
MOVING = re.compile(rb"hdlr.{8}vide", re.DOTALL)
SOUND_IN_OGG = (b"OpusHead", b"\x01vorbis", b"Speex   ", b"\x7fFLAC")
MARKUP = re.compile(rb"^%PDF-|^\s*<(!doctype|html|head|body|script|svg|\?xml|\?php)", re.IGNORECASE)
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")


def kind_of(data: bytes) -> Kind:
    """The kind of a file with this content. Refused where it is none of ours, or only looks like one at its start."""
    refuse_known_strangers(data)
    endings = looks_like(data)
    if endings & PICTURES and STARTS_OF_PICTURES.match(data[:12]):
        return JPEG
    for kind, is_really in CHECKS.items():
        if is_really(data, endings):
            return kind
    raise Refused(nothing_we_know())


def nothing_we_know() -> str:
    return _(
        "We can’t take this kind of file. Send a photo (JPEG or PNG), a document (PDF, Word .docx, OpenDocument or "
        "plain text) or a recording (MP3, M4A, WAV, OGG or WebM)."
    )


def refuse_known_strangers(data: bytes) -> None:
    """Files that people send in good faith and that we can't take: each with what to do instead."""
    if HEIC.match(data[:16]):
        raise Refused(
            _(
                "This photo is in a format that only some phones can read (HEIC). On an iPhone, choose it from your "
                "photos on this page, and the phone sends it as a JPEG. Or take a screenshot of it and send that."
            )
        )
    if APPLE_VIDEO.match(data[:16]) or MOVING.search(data):
        raise Refused(_("This is a video. Send a photo or a voice note, or say it in words."))
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise Refused(_("This is an old kind of Office file. Open it and save it as .docx or as PDF, then send that."))


def looks_like(data: bytes) -> set[str]:
    """The endings of all kinds of file that start like this one."""
    try:
        return {found.extension.lower() for found in puremagic.magic_string(data[:4096] + data[-4096:])}
    except (puremagic.PureError, ValueError, OSError, UnicodeError):
        return set()


def is_pdf(data: bytes, _endings: set[str]) -> bool:
    return data.startswith(b"%PDF-") and b"%%EOF" in data[-2048:]


def names_in_zip(data: bytes) -> list[str]:
    """The names in an archive. Nothing in it is ever unpacked, so what it would grow to doesn't matter."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, UnicodeError):
        return []


def is_docx(data: bytes, _endings: set[str]) -> bool:
    if not data.startswith(b"PK\x03\x04"):
        return False
    names = names_in_zip(data)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused(_("This document has a program inside (a macro). Save it as a plain .docx or as PDF."))
    return "[Content_Types].xml" in names and "word/document.xml" in names


def is_odt(data: bytes, _endings: set[str]) -> bool:
    """Its first part is its own kind, unpacked, at a place that the format fixes."""
    return data.startswith(b"PK\x03\x04") and data[30:90].startswith(b"mimetype" + OPEN_DOCUMENT.encode() + b"PK")


def is_webm(data: bytes, _endings: set[str]) -> bool:
    return data.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in data[:64] and b"V_VP" not in data[:65536]


def is_ogg(data: bytes, _endings: set[str]) -> bool:
    return data.startswith(b"OggS") and any(sound in data[:128] for sound in SOUND_IN_OGG)


def is_mp4(data: bytes, _endings: set[str]) -> bool:
    return data[4:8] == b"ftyp" and b"soun" in data


def is_mp3(data: bytes, endings: set[str]) -> bool:
    starts = data.startswith(b"ID3") or (data[:1] == b"\xff" and len(data) > 256 and data[1] & 0xE6 in {0xE2, 0xE4})
    return starts and ".mp3" in endings


def is_wav(data: bytes, _endings: set[str]) -> bool:
    return data.startswith(b"RIFF") and data[8:12] == b"WAVE"


def is_txt(data: bytes, endings: set[str]) -> bool:
    """Words and nothing but words, in UTF-8, and no page or drawing that a program might run."""
    if not data.strip() or CONTROL.search(data) or MARKUP.match(data[:1024]) or endings & {".html", ".svg"}:
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


CHECKS: dict[Kind, Callable[[bytes, set[str]], bool]] = {
    PDF: is_pdf,
    DOCX: is_docx,
    ODT: is_odt,
    WEBM: is_webm,
    OGG: is_ogg,
    MP4: is_mp4,
    WAV: is_wav,
    MP3: is_mp3,
    TXT: is_txt,
}
