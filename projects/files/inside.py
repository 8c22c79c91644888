"""What a file says about its maker besides what it shows or plays: names, places, titles that programs write into it.

Photos are made anew (photos.py). Out of most recordings we take it. A document can hold a name in many places, such as
comments, earlier versions and pictures, so nobody can be sure that it is out: none goes with words without a name.
"""

import re
import struct
from collections.abc import Callable, Iterator, Mapping

from projects.files.kinds import DOCX, MP3, MP4, ODT, OGG, PDF, WAV, WEBM, Kind

DOCUMENTS = frozenset({PDF.content_type, DOCX.content_type, ODT.content_type})
PLAYED = frozenset({b"fmt ", b"fact", b"data"})  # the parts of a WAV file that are its sound
NOTES = frozenset({b"udta", b"meta", b"uuid"})  # the boxes of an MP4 file that are no sound
BOXES = frozenset({b"moov", b"trak", b"mdia", b"minf", b"moof", b"traf"})
SOUND_FOLLOWS = b"\x1f\x43\xb6\x75"  # a WebM file's first cluster
TITLE, TAGS, FILES = b"\x7b\xa9", b"\x12\x54\xc3\x67", b"\x19\x41\xa4\x69"
COMMENTS = re.compile(rb"OpusTags|\x03vorbis")
HARMLESS = b"encoder="
MOST_NOTES = 1024 * 1024
DEEPEST = 6


def without_details(kind: Kind, data: bytes) -> bytes:
    """The recording without what is written into it beside the sound; any other file as it is."""
    clean = CLEAN.get(kind.content_type)
    return clean(data) if clean else data


def may_hold_a_name(content_type: str, data: bytes) -> bool:
    """Could this file tell who made it? Told too often rather than too seldom."""
    if content_type in CLEAN:
        return CLEAN[content_type](data) != data
    found = LOOK.get(content_type)
    return content_type in DOCUMENTS or (found is not None and found(data))


def clean_mp3(data: bytes) -> bytes:
    """Without the tags that stand before and after the sound."""
    first, last = 0, len(data)
    while data[first : first + 3] == b"ID3" and first + 10 <= last:
        a, b, c, d = (part & 0x7F for part in data[first + 6 : first + 10])
        footer = 10 if data[first + 5] & 0x10 else 0
        first += 10 + (a << 21 | b << 14 | c << 7 | d) + footer
    if data[last - 128 : last - 125] == b"TAG":
        last -= 128
    more = data.find(b"APETAGEX", max(first, last - MOST_NOTES), last)
    return data[first : last if more < 0 else more]


def clean_wav(data: bytes) -> bytes:
    """Only the parts that are needed to play it."""
    parts, at = [], 12
    while at + 8 <= len(data):
        name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        if name in PLAYED:
            parts.append(data[at : at + 8 + size + size % 2])
        at += 8 + size + size % 2
    sound = b"".join(parts)
    return b"RIFF" + struct.pack("<I", (4 + len(sound)) & 0xFFFFFFFF) + b"WAVE" + sound


def clean_mp4(data: bytes) -> bytes:
    """The notes become empty room of the same size, so that everything else stays at its place."""
    cleaned = bytearray(data)
    for name, at, start, end in boxes(data, 0, len(data)):
        if name in NOTES:
            cleaned[at + 4 : at + 8] = b"free"
            cleaned[start:end] = bytes(end - start)
    return bytes(cleaned)


def boxes(data: bytes, at: int, end: int, depth: int = 0) -> Iterator[tuple[bytes, int, int, int]]:
    """Each box of an MP4 file and of those inside it: its name, and where it, its content and what follows start."""
    while at + 8 <= end:
        size, name, start = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8], at + 8
        if size == 1:
            size, start = int.from_bytes(data[at + 8 : at + 16]), at + 16
        last = min(end, at + size) if size else end
        if start <= last:
            yield name, at, start, last
        if name in BOXES and depth < DEEPEST:
            yield from boxes(data, start, last, depth + 1)
        at = max(last, start)


def notes_in_ogg(data: bytes) -> bool:
    """Are there comments other than which program made it?"""
    found = COMMENTS.search(data, 0, 64 * 1024)
    if found is None:
        return False
    maker = int.from_bytes(data[found.end() : found.end() + 4], "little")
    at = found.end() + 4 + maker
    count = int.from_bytes(data[at : at + 4], "little")
    return count > 1 or (count == 1 and data[at + 8 : at + 8 + len(HARMLESS)].lower() != HARMLESS)


def notes_in_webm(data: bytes) -> bool:
    """Does it have a title, tags, or files of its own?"""
    head = data.partition(SOUND_FOLLOWS)[0]
    return TITLE in head or TAGS in data or FILES in data


CLEAN: Mapping[str, Callable[[bytes], bytes]] = {
    MP3.content_type: clean_mp3,
    WAV.content_type: clean_wav,
    MP4.content_type: clean_mp4,
}
LOOK: Mapping[str, Callable[[bytes], bool]] = {OGG.content_type: notes_in_ogg, WEBM.content_type: notes_in_webm}
