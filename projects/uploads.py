"""Leaves out a file that is too large, stops a body that is far too large, and keeps the words around it."""

from typing import Any, cast

from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload
from django.http import HttpRequest

from projects.files.kinds import MB, MOST_BYTES

MOST_BODY = MOST_BYTES + MB  # with the words around it
MOST_READ = 150 * MB  # two hours of speech: a browser that may not send it to the end shows an error of its own


class WithinReason(FileUploadHandler):
    """The first upload handler (settings). What fits is left to Django's own, which come after it.

    Of what does not, the file is thrown away as it comes, and all words are kept. Far larger bodies are cut off.
    """

    too_large = far_too_large = False

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 (Django's name)
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        self.too_large, self.far_too_large = content_length > MOST_BODY, content_length > MOST_READ

    def new_file(self, *args: Any, **options: Any) -> None:
        if self.too_large:
            cast(Any, self.request).upload_was_too_large = True
            raise StopUpload(connection_reset=True) if self.far_too_large else SkipFile
        super().new_file(*args, **options)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def was_too_large(request: HttpRequest) -> bool:
    """Was a file left out because the whole was too large? Asked after the form's data."""
    return bool(getattr(request, "upload_was_too_large", False))
