"""A picture for the demo, drawn here: no file, and nobody's photo."""

import io

from PIL import Image, ImageDraw

from projects.files import Upload, read_upload

SKY, WALL, DOOR, STONE, EDGE = "#cfe0e6", "#c9b08f", "#0d5c54", "#9a948a", "#6d675e"


class Drawn(io.BytesIO):
    name: str | None = "steps at Castle Hill.png"

    @property
    def size(self) -> int | None:
        return self.getbuffer().nbytes


def photo_of_steps() -> Upload:
    """Six steps up to a door."""
    picture = Image.new("RGB", (1200, 900), SKY)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((250, 60, 950, 900), fill=WALL)
    draw.rectangle((500, 160, 700, 480), fill=DOOR)
    draw.ellipse((665, 310, 685, 330), fill="#f2b33d")
    for step in range(6):
        draw.rectangle((420 - 30 * step, 480 + 70 * step, 780 + 30 * step, 550 + 70 * step), fill=STONE, outline=EDGE)
    drawn = Drawn()
    picture.save(drawn, "PNG")
    drawn.seek(0)
    return read_upload(drawn)
