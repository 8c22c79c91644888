from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives
from pytest_django import Settings

from participants import outbox, post


def test_email_and_text_messages_stand_in_one_folder_newest_first(outbox_dir: Path) -> None:
    message = EmailMultiAlternatives("Your session – Tuesday", "Come on Tuesday.\n", to=["bola@example.org"])
    message.attach_alternative("<p>Come on <b>Tuesday</b>.</p>", "text/html")
    outbox.OutboxBackend(alias="default").send_messages([message])
    post.send_text("+447700900103", "Dewch ddydd Mawrth – Tŷ’r Gymuned.")

    text, mail = [outbox.read(name) for name in outbox.names()]

    assert text is not None
    assert mail is not None
    assert (text.is_text_message, text.to, text.text) == (True, "+447700900103", "Dewch ddydd Mawrth – Tŷ’r Gymuned.\n")
    assert (mail.is_text_message, mail.to, mail.subject) == (False, "bola@example.org", "Your session – Tuesday")
    assert mail.text.strip() == "Come on Tuesday."
    assert "<b>Tuesday</b>" in mail.html
    assert not list(outbox_dir.glob("*.part"))


@pytest.mark.parametrize("name", ["../settings", "", "20261124T100000000000-00000000", "a\x00b", "x" * 5000])
def test_a_name_that_is_none_of_ours_reads_nothing(name: str) -> None:
    assert outbox.read(name) is None


def test_an_email_has_its_text_its_designed_form_and_its_headers(mailoutbox: list[EmailMultiAlternatives]) -> None:
    post.send_email(
        "bola@example.org", "One\nline", "Words", "<p>Words</p>", headers={"List-Unsubscribe": "<https://x.test>"}
    )
    [sent] = mailoutbox
    assert (sent.to, sent.subject, sent.body) == (["bola@example.org"], "One line", "Words")
    assert sent.alternatives == [("<p>Words</p>", "text/html")]
    assert sent.message()["List-Unsubscribe"] == "<https://x.test>"


def test_an_address_that_no_email_can_have_is_refused_for_good() -> None:
    with pytest.raises(post.NotSent) as refused:
        post.send_email("bola@example.org\nBcc: eve@southmoor.example", "Hello", "Words")
    assert refused.value.for_good


def test_production_without_text_messages_says_so(settings: Settings) -> None:
    settings.PRODUCTION = True
    settings.NOTIFY_API_KEY = ""
    assert not post.can_text()
    with pytest.raises(post.NotSent) as refused:
        post.send_text("+447700900103", "Hello")
    assert refused.value.for_good
