"""Photos, documents and voice notes: what may come in, by content and not by name, and where it is kept."""

from projects.files.inside import may_hold_a_name
from projects.files.kinds import LIMITS, MOST_BYTES
from projects.files.reading import Upload, read_upload
from projects.files.store import keep, open_file, remove_later

__all__ = ["LIMITS", "MOST_BYTES", "Upload", "keep", "may_hold_a_name", "open_file", "read_upload", "remove_later"]
