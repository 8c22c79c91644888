"""Photos, files and voice notes: what comes in, what is refused and with which words, and how it is handed out."""

import contextlib
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pytest_django import Settings

from participants.models import Person
from participants.refusals import Refused
from projects.actions.said import take_back
from projects.files import Upload, read_upload
from projects.files.kinds import MB
from projects.files.reading import clean_name
from projects.models import Attachment, Contribution, Draft, Membership

SAID = "/projects/short-breaks-for-carers/said/"
SAY = f"{SAID}new"
ClientOf = Callable[[Person], Client]
WAV = (
    b"RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x40\x1f\x00\x00\x40\x1f\x00\x00\x01\x00\x08\x00data"
    + bytes(4)
)
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08\x42\x82\x84webm" + bytes(
    400
)


def picture(format: str = "JPEG", mode: str = "RGB", size: tuple[int, int] = (60, 40), **options: object) -> bytes:  # noqa: A002
    out = io.BytesIO()
    Image.new(mode, size, "white" if mode == "RGB" else 0).save(out, format, **options)
    return out.getvalue()


def archive(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return out.getvalue()


def docx(**more: bytes) -> bytes:
    return archive(**{"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>", **more})


def odt() -> bytes:
    return archive(**{"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<o/>"})


def read(data: bytes, name: str = "thing.bin") -> Upload:
    return read_upload(SimpleUploadedFile(name, data))


@pytest.mark.parametrize(
    ("data", "ending", "form"),
    [
        (picture("JPEG"), "jpg", "photo"),
        (picture("PNG", "RGBA"), "jpg", "photo"),
        (picture("WEBP"), "jpg", "photo"),
        (picture("GIF", "P"), "jpg", "photo"),
        (PDF, "pdf", "document"),
        (docx(), "docx", "document"),
        (odt(), "odt", "document"),
        ("Caffi Môn, 10 o’r gloch 🙂".encode(), "txt", "document"),
        (WAV, "wav", "recording"),
        (WEBM, "webm", "recording"),
        (b"OggS\x00\x02" + bytes(20) + b"\x01\x13OpusHead" + bytes(200), "ogg", "recording"),
        (b"\x00\x00\x00\x1cftypM4A \x00\x00\x00\x00M4A isom" + b"....hdlr........soun", "m4a", "recording"),
        (b"ID3\x03\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x00" + bytes(400), "mp3", "recording"),
    ],
)
def test_a_file_is_what_its_content_says_whatever_its_name(data: bytes, ending: str, form: str) -> None:
    upload = read(data, "holiday.exe")
    assert (upload.kind.ending, upload.form) == (ending, form)
    assert upload.name == f"holiday.{ending}"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "HEIC"),
        (b"\x00\x00\x00\x14ftypqt  " + bytes(20), "video"),
        (b"\x00\x00\x00\x1cftypisom" + bytes(20) + b"hdlr" + bytes(8) + b"vide", "video"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old kind of Office"),
        (docx(**{"word/vbaProject.bin": b"x"}), "macro"),
        (b"MZ" + bytes(300), "can’t take this kind"),
        (b"<html><script>alert(1)</script>", "can’t take this kind"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "can’t take this kind"),
        (archive(**{"bomb.txt": bytes(20 * MB)}), "can’t take this kind"),
        (PDF[:20], "can’t take this kind"),
        (b"PK\x03\x04" + bytes(40), "can’t take this kind"),
        (picture("JPEG")[:120], "damaged"),
        (picture("PNG", size=(8000, 7000)), "larger than we can open"),
        (b"", "empty"),
    ],
)
def test_what_we_cannot_take_is_refused_in_words_that_say_what_to_do(data: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        read(data)


def test_a_photo_loses_its_metadata_and_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "Maker of cameras"
    exif.get_ifd(0x8825)[1] = "N"
    upload = read(picture("JPEG", exif=exif, comment=b"Bola's kitchen"))
    with Image.open(io.BytesIO(upload.data)) as made:
        assert made.size == (40, 60)
        assert not made.getexif()
        assert "comment" not in made.info
    assert b"Maker" not in upload.data


@pytest.mark.parametrize("mode", ["CMYK", "L", "1"])
def test_photos_in_any_colours_become_plain_ones(mode: str) -> None:
    upload = read(picture("TIFF" if mode == "1" else "JPEG", mode) if mode != "1" else picture("PNG", mode))
    with Image.open(io.BytesIO(upload.data)) as made:
        assert made.mode == "RGB"


def test_a_large_photo_becomes_smaller_and_has_a_small_one() -> None:
    upload = read(picture("JPEG", size=(3000, 1500)))
    with Image.open(io.BytesIO(upload.data)) as whole, Image.open(io.BytesIO(upload.thumbnail)) as small:
        assert (max(whole.size), max(small.size)) == (2000, 480)


def test_of_a_moving_picture_the_first_one_stays() -> None:
    frames = [Image.new("P", (20, 20), place) for place in range(3)]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    with Image.open(io.BytesIO(read(out.getvalue()).data)) as made:
        assert made.format == "JPEG"


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\bola\\letter.docx", "letter.pdf"),
        ("x" * 300 + ".pdf", "x" * 80 + ".pdf"),
        ("\u202efdp.exe", "fdp.pdf"),
        ("🙂.pdf", "file.pdf"),
        ("", "file.pdf"),
        ("تقرير.pdf", "تقرير.pdf"),
        ('a"b\r\nc.pdf', "a bc.pdf"),
    ],
)
def test_names_of_files_lose_paths_and_odd_signs(name: str, clean: str) -> None:
    assert clean_name(name, "pdf") == clean


@given(
    st.binary(max_size=2000),
    st.sampled_from([b"", b"%PDF-", b"PK\x03\x04", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"OggS", b"GIF89a"]),
)
def test_any_bytes_are_taken_or_refused_and_nothing_else(data: bytes, start: bytes) -> None:
    with contextlib.suppress(Refused):
        assert read(start + data).size > 0


def say(client: Client, data: bytes, name: str = "it.bin", **more: str) -> object:
    facts = {"kind": "worry", "words": "Look.", "audience": "everyone", "alt": "Steps.", **more}
    return client.post(SAY, facts | {"file": SimpleUploadedFile(name, data)})


@pytest.fixture
def bolas(client_of: ClientOf, bola: Person, seats: dict[str, Membership]) -> Client:
    return client_of(bola)


def the_file(said: Contribution) -> str:
    return f"{SAID}{said.pk}/file"


def test_a_file_is_handed_out_so_that_no_browser_runs_it(bolas: Client) -> None:
    say(bolas, b"just words", 'no"te\r\nX: y.html')
    answer = bolas.get(the_file(Contribution.objects.get()))
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "X" not in answer.headers
    assert b"".join(answer.streaming_content) == b"just words"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("asked", "status", "range"),
    [("bytes=0-3", 206, "bytes 0-3/10"), ("bytes=5-", 206, "bytes 5-9/10"), ("bytes=99-", 416, "bytes */10")],
)
def test_a_player_gets_the_part_that_it_asks_for(bolas: Client, asked: str, status: int, range: str) -> None:  # noqa: A002
    say(bolas, b"0123456789")
    answer = bolas.get(the_file(Contribution.objects.get()), headers={"Range": asked, "Accept-Encoding": "gzip"})
    assert (answer.status_code, answer.headers["Content-Range"]) == (status, range)


@pytest.mark.parametrize("odd", ["bytes=-5", "bytes=9-1", "bytes=0-1,3-4", "lines=1-2", "bytes=x"])
def test_odd_parts_get_the_whole(bolas: Client, odd: str) -> None:
    say(bolas, b"0123456789")
    assert bolas.get(the_file(Contribution.objects.get()), headers={"Range": odd}).status_code == 200


def test_a_file_is_as_private_as_the_words(bolas: Client, client_of: ClientOf, carys: Person, amina: Person) -> None:
    say(bolas, picture(), audience="facilitators")
    said = Contribution.objects.get()
    assert client_of(amina).get(the_file(said)).status_code == 200
    for page in (the_file(said), f"{SAID}{said.pk}/thumbnail"):
        assert client_of(carys).get(page).status_code == 404


def test_the_file_of_something_nameless_doesnt_keep_its_old_name(
    bolas: Client, client_of: ClientOf, carys: Person
) -> None:
    say(bolas, b"They left us alone.", "letter of Bola.txt", audience="nameless")
    said = Contribution.objects.get()
    assert "Bola" not in client_of(carys).get(the_file(said)).headers["Content-Disposition"]
    assert "Bola" not in client_of(carys).get(f"{SAID}{said.pk}/").content.decode()


def test_a_photo_asks_what_is_on_it_and_is_kept_meanwhile(bolas: Client) -> None:
    page = say(bolas, picture(), "ramp.png", alt="")
    assert "Say in a few words what is on the photo" in page.content.decode()  # type: ignore[attr-defined]
    assert Draft.objects.get().attachment.name == "ramp.jpg"
    bolas.post(SAY, {"kind": "worry", "words": "Look.", "audience": "everyone", "alt": "A steep ramp."})
    assert Attachment.objects.get().contribution == Contribution.objects.get()
    assert Attachment.objects.get().alt == "A steep ramp."
    assert not Draft.objects.exists()


def test_a_voice_note_needs_no_words(bolas: Client) -> None:
    say(bolas, WAV, words="")
    assert Contribution.objects.get().form == Contribution.Form.RECORDING


def test_a_refused_file_leaves_the_words_on_the_page(bolas: Client) -> None:
    page = say(bolas, b"MZ" + bytes(100), words="What I wrote.").content.decode()  # type: ignore[attr-defined]
    assert "What I wrote." in page
    assert "We can’t take this kind of file" in page


def test_a_project_takes_only_so_much(bolas: Client, settings: Settings) -> None:
    settings.PROJECT_FILES_MOST = len(WAV) + 5
    say(bolas, WAV)
    page = say(bolas, WAV).content.decode()  # type: ignore[attr-defined]
    assert "no room for more files" in page
    assert Contribution.objects.count() == 1


def test_a_body_that_is_far_too_large_is_refused_before_it_is_read(bolas: Client) -> None:
    boundary = b"--line\r\nContent-Disposition: form-data; name="
    words = boundary + b'"words"\r\n\r\nTwo hours of my life.\r\n'
    start = words + boundary + b'"file"; filename="long.webm"\r\nContent-Type: audio/webm\r\n\r\n' + bytes(MB)
    answer = bolas.generic("POST", SAY, start, "multipart/form-data; boundary=line", CONTENT_LENGTH=str(400 * MB))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "This file is too large" in page
    assert "Two hours of my life." in page


def test_of_a_body_that_is_too_large_all_words_are_kept(bolas: Client) -> None:
    upload = SimpleUploadedFile("long.webm", bytes(60 * MB), "audio/webm")
    sent = {"file": upload, "kind": "worry", "words": "Two hours of my life.", "audience": "nameless"}
    page = bolas.post(SAY, sent).content.decode()
    assert "This file is too large" in page
    assert "Two hours of my life." in page
    assert re.search(r'value="nameless"[^>]*checked', page)
    assert not Contribution.objects.exists()


def folder() -> Iterator[Path]:
    return (path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


@pytest.mark.django_db(transaction=True)
def test_what_is_taken_back_goes_from_the_folder_too(
    client_of: ClientOf, seats: dict[str, Membership], bola: Person
) -> None:
    before = set(folder())
    say(client_of(bola), picture())
    assert len(set(folder()) - before) == 2
    said = Contribution.objects.get()
    take_back(said, by=bola, now=said.at)
    assert set(folder()) == before
