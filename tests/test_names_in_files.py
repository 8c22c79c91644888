"""Words without a name come with no file that tells it: recordings lose their notes, documents are refused."""

import datetime as dt
import struct
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from participants.models import Person
from participants.refusals import Refused
from projects.actions import contribute
from projects.actions.said import narrow
from projects.files import Upload, may_hold_a_name, read_upload
from projects.models import Attachment, Contribution, Draft, Membership
from tests.test_said_files import PDF, WAV, WEBM, docx, odt, picture

SAY = "/projects/short-breaks-for-carers/said/new"
NAME = b"Bola Adeyemi"
FRAMES = b"\xff\xfb\x90\x00" + bytes(400)
NAMELESS = Contribution.Audience.NAMELESS


def box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", 8 + len(content)) + name + content


def ogg(*comments: bytes) -> bytes:
    listed = b"".join(struct.pack("<I", len(each)) + each for each in comments)
    head = b"OpusTags" + struct.pack("<I", 4) + b"Opus" + struct.pack("<I", len(comments)) + listed
    return b"OggS\x00\x02" + bytes(20) + b"\x01\x13OpusHead" + bytes(200) + head + bytes(200)


def read(data: bytes, name: str = "it.bin") -> Upload:
    return read_upload(SimpleUploadedFile(name, data))


MP3 = b"ID3\x03\x00\x00\x00\x00\x00\x0c" + NAME + FRAMES + (b"TAG" + NAME).ljust(128, b"\0")
NOTED_WAV = WAV[:36] + b"LIST" + struct.pack("<I", 12) + NAME + WAV[36:]
SOUND = box(b"mdia", box(b"hdlr", bytes(8) + b"soun"))
M4A = (
    box(b"ftyp", b"M4A \x00\x00\x00\x00M4A isom")
    + box(b"moov", box(b"trak", SOUND + box(b"udta", NAME)) + box(b"udta", box(b"meta", NAME)))
    + box(b"mdat", b"the sound")
)


@pytest.mark.parametrize("data", [MP3, NOTED_WAV, M4A])
def test_a_recording_loses_what_its_program_wrote_into_it(data: bytes) -> None:
    upload = read(data)
    assert NAME in data
    assert NAME not in upload.data
    assert not may_hold_a_name(upload.kind.content_type, upload.data)
    assert may_hold_a_name(upload.kind.content_type, data), "it was kept before we took notes out"


def test_the_sound_stays_as_it_was() -> None:
    assert read(MP3).data == FRAMES
    assert read(NOTED_WAV).data == WAV
    cleaned = read(M4A).data
    assert len(cleaned) == len(M4A)
    assert cleaned.endswith(box(b"mdat", b"the sound"))
    assert cleaned.count(b"free") == 2


@pytest.mark.parametrize("data", [picture(), b"just words", WAV, WEBM, ogg(), ogg(b"ENCODER=Mozilla")])
def test_files_that_tell_nothing_go_with_words_without_a_name(data: bytes) -> None:
    upload = read(data)
    assert not may_hold_a_name(upload.kind.content_type, upload.data)


@pytest.mark.parametrize(
    "data",
    [PDF, docx(), odt(), ogg(b"ARTIST=" + NAME), ogg(b"ENCODER=x", b"ARTIST=" + NAME), WEBM + b"\x12\x54\xc3\x67\x8c"],
)
def test_any_other_may_tell_a_name(data: bytes) -> None:
    upload = read(data)
    assert may_hold_a_name(upload.kind.content_type, upload.data)


def test_a_document_is_refused_without_a_name_and_nothing_that_was_written_is_lost(
    client_of: Callable[[Person], Client], seats: dict[str, Membership], bola: Person
) -> None:
    client = client_of(bola)
    help_text = client.get(SAY).content.decode()
    assert "can hold the name of who made it" in help_text
    sent = {"kind": "worry", "words": "They left us alone.", "audience": "nameless", "alt": ""}
    page = client.post(SAY, sent | {"file": SimpleUploadedFile("letter.pdf", PDF)}).content.decode()
    assert "This file can hold your name where we can’t find it" in page
    assert "They left us alone." in page
    assert Draft.objects.get().attachment.name == "letter.pdf"
    assert "can’t find it" in client.post(SAY, sent).content.decode(), "the file that is held is looked at too"
    client.post(SAY, sent | {"drop_file": "on"})
    said = Contribution.objects.get()
    assert (said.words, said.audience) == ("They left us alone.", NAMELESS)
    assert not Attachment.objects.exists()


def test_a_name_stays_where_the_file_may_hold_it(seats: dict[str, Membership], bola: Person, now: dt.datetime) -> None:
    kind = Contribution.Kind.WORRY
    with pytest.raises(Refused, match="Copy what it says into the box"):
        contribute(seats["bola"], kind=kind, words="", by=bola, now=now, audience=NAMELESS, upload=read(PDF))
    said = contribute(seats["bola"], kind=kind, words="", by=bola, now=now, upload=read(PDF))
    with pytest.raises(Refused, match="say it again without the file"):
        narrow(said, NAMELESS, by=bola, now=now)
    narrow(said, Contribution.Audience.FACILITATORS, by=bola, now=now)
