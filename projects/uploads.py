"""Stops a body that is far too large before it is read, and keeps the words that came before the file."""

from typing import Any, cast

from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

from projects.files.kinds import MB, MOST_BYTES

MOST_BODY = MOST_BYTES + MB  # with the words around it


class WithinReason(FileUploadHandler):
    """The first upload handler (settings). What fits is left to Django's own, which come after it."""

    too_large = False

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 (Django's name)
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        self.too_large = content_length > MOST_BODY

    def new_file(self, *args: Any, **options: Any) -> None:
        if self.too_large:
            cast(Any, self.request).upload_was_too_large = True
            raise StopUpload(connection_reset=True)
        super().new_file(*args, **options)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def was_too_large(request: HttpRequest) -> bool:
    """Was a file left out because the whole was too large? Asked after the form's data."""
    return bool(getattr(request, "upload_was_too_large", False))
