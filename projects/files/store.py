"""The private media folder. No address leads into it: only views that have checked who asks open its files."""

import uuid
from collections.abc import Iterable
from typing import IO

import structlog
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from projects.models import Project

log = structlog.get_logger(__name__)


def keep(project: Project, data: bytes, ending: str) -> str:
    """Write a file under a name by chance; returns that name."""
    return default_storage.save(f"said/{project.pk}/{uuid.uuid4().hex}.{ending}", ContentFile(data))


def open_file(path: str) -> IO[bytes] | None:
    """A kept file, open for reading, or None where it is gone."""
    try:
        return default_storage.open(path)
    except OSError:
        log.warning("kept_file_is_gone", path=path)
        return None


def remove_later(paths: Iterable[str]) -> None:
    """Take files away once the transaction that no longer needs them is through."""
    gone = [path for path in paths if path]
    transaction.on_commit(lambda: remove_now(gone), robust=True)


def remove_now(paths: Iterable[str]) -> None:
    for path in paths:
        default_storage.delete(path)
