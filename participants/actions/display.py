from participants.display import Display
from participants.models import Person


def choose_display(display: Display, *, by: Person) -> None:
    """Keep the colours and the text size that a person chose for themself."""
    by.theme, by.text_size = display
    by.save(update_fields=["theme", "text_size"])
