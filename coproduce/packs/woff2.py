"""WOFF2, a font as browsers load it, turned back into TrueType, as a printer reads it (the WOFF 2.0 standard)."""

import struct
from dataclasses import dataclass
from io import BytesIO
from itertools import accumulate

import brotli

TAGS = (
    "cmapheadhheahmtxmaxpnameOS/2postcvt fpgmglyflocaprepCFF VORGEBDTEBLCgasphdmxkernLTSHPCLTVDMXvheavmtxBASE"
    "GDEFGPOSGSUBEBSCJSTFMATHCBDTCBLCCOLRCPALSVG sbixacntavarbdatblocbslncvarfdscfeatfmtxfvargvarhstyjustlcar"
    "mortmorxopbdproptrakZapfSilfGlatGlocFeatSill"
)
KNOWN = [TAGS[at : at + 4] for at in range(0, len(TAGS), 4)]
CONTAINER = 48  # bytes before the list of tables


class Reader(BytesIO):
    """Bytes that are read number by number, as the standard writes them."""

    def number(self, form: str) -> int:
        value: int = struct.unpack(f">{form}", self.read(struct.calcsize(form)))[0]
        return value

    def numbers(self, form: str, count: int) -> list[int]:
        return [self.number(form) for _each in range(count)]

    def base128(self) -> int:
        value = 0
        while True:
            byte = self.number("B")
            value = value << 7 | byte & 127
            if byte < 128:
                return value

    def short(self) -> int:
        """255UInt16: one byte for most numbers."""
        code = self.number("B")
        if code == 253:
            return self.number("H")
        return self.number("B") + {254: 506, 255: 253}[code] if code > 253 else code


def truetype(data: bytes, rename: tuple[str, str] = ("", "")) -> bytes:
    """The whole font, in its names the one word for the other (which is as long).

    Raises ValueError where a part of it is packed in a way that our fonts don't use.
    """
    tables = dict(tables_of(data))
    old, new = (word.encode("utf-16-be") for word in rename)
    tables["name"] = tables["name"].replace(old, new)
    tables["glyf"], tables["loca"] = Glyphs(tables["glyf"]).unpacked()
    head = tables["head"]
    tables["head"] = head[:50] + struct.pack(">h", 1) + head[52:]  # glyphs are found by long offsets
    return file_of(tables)


def tables_of(data: bytes) -> list[tuple[str, bytes]]:
    file = Reader(data)
    file.seek(12)
    count = file.number("H")
    file.seek(20)
    packed = file.number("I")
    file.seek(CONTAINER)
    entries = []
    for _each in range(count):
        flags = file.number("B")
        tag = KNOWN[flags & 63] if flags & 63 < 63 else file.read(4).decode("ascii")
        length, changed = file.base128(), (flags >> 6 != 3) if tag in ("glyf", "loca") else flags >> 6 != 0
        if changed and tag not in ("glyf", "loca"):
            raise ValueError(tag)
        entries.append((tag, file.base128() if changed else length))
    content = Reader(brotli.decompress(file.read(packed)))
    return [(tag, content.read(length)) for tag, length in entries]


@dataclass
class Point:
    """How far a point of an outline is from the one before, and whether it lies on the curve."""

    x: int
    y: int
    on: bool


class Glyphs:
    """The outlines, which the standard keeps as seven streams beside each other."""

    def __init__(self, data: bytes) -> None:
        head = Reader(data)
        _reserved, options, self.count, _format = head.numbers("H", 4)
        parts = [Reader(head.read(size)) for size in head.numbers("I", 7)]
        self.contours, self.points, self.flags, self.outlines, self.composites, self.boxes, self.code = parts
        self.overlaps = head.read((self.count + 7) // 8) if options & 1 else b""
        self.boxed = self.boxes.read((self.count + 31) // 32 * 4)

    def unpacked(self) -> tuple[bytes, bytes]:
        """The tables glyf and loca."""
        glyphs = [glyph + b"\0" * (-len(glyph) % 4) for glyph in map(self.glyph, range(self.count))]
        offsets = accumulate(map(len, glyphs), initial=0)
        return b"".join(glyphs), struct.pack(f">{self.count + 1}I", *offsets)

    def glyph(self, number: int) -> bytes:
        contours = self.contours.number("h")
        box = self.boxes.read(8) if marked(self.boxed, number) else b""
        if contours == 0:
            return b""
        return self.composite(box) if contours < 0 else self.simple(contours, box, marked(self.overlaps, number))

    def composite(self, box: bytes) -> bytes:
        """A glyph made of others, such as é."""
        parts, coded, more = b"", False, True
        while more:
            flag = self.composites.number("H")
            scale = 2 if flag & 0x08 else 4 if flag & 0x40 else 8 if flag & 0x80 else 0
            parts += struct.pack(">H", flag) + self.composites.read(2 + (4 if flag & 1 else 2) + scale)
            coded, more = coded or bool(flag & 0x100), bool(flag & 0x20)
        return struct.pack(">h", -1) + box + parts + (self.instructions() if coded else b"")

    def simple(self, contours: int, box: bytes, overlaps: bool) -> bytes:
        sizes = [self.points.short() for _each in range(contours)]
        points = [self.point() for _each in range(sum(sizes))]
        instructions = self.instructions()
        ends = struct.pack(f">{contours}H", *(end - 1 for end in accumulate(sizes)))
        flags = bytes(point.on | (0x40 if overlaps and not at else 0) for at, point in enumerate(points))
        ways = [[point.x for point in points], [point.y for point in points]]
        if not box:
            xs, ys = (list(accumulate(way)) for way in ways)
            box = struct.pack(">4h", min(xs), min(ys), max(xs), max(ys))
        steps = b"".join(struct.pack(f">{len(way)}h", *way) for way in ways)
        return struct.pack(">h", contours) + box + ends + instructions + flags + steps

    def instructions(self) -> bytes:
        size = self.outlines.short()
        return struct.pack(">H", size) + self.code.read(size)

    def point(self) -> Point:
        flag = self.flags.number("B")
        return Point(*step(flag & 127, self.outlines), on=not flag & 128)


def marked(bits: bytes, number: int) -> bool:
    return bool(bits) and bool(bits[number >> 3] & 0x80 >> (number & 7))


def step(flag: int, stream: Reader) -> tuple[int, int]:
    """A step in x and y, in the fewest bytes that hold it: the table of section 5.2."""

    def signed(bit: int, value: int) -> int:
        return value if flag & bit else -value

    if flag < 20:
        along = signed(1, (flag % 10 >> 1 << 8) + stream.number("B"))
        return (0, along) if flag < 10 else (along, 0)
    if flag < 84:
        byte, rest = stream.number("B"), flag - 20
        return signed(1, 1 + (rest & 0x30) + (byte >> 4)), signed(2, 1 + ((rest & 0x0C) << 2) + (byte & 15))
    if flag < 120:
        x, y = stream.numbers("B", 2)
        rest = flag - 84
        return signed(1, 1 + (rest // 12 << 8) + x), signed(2, 1 + (rest % 12 >> 2 << 8) + y)
    if flag < 124:
        first, middle, last = stream.numbers("B", 3)
        return signed(1, (first << 4) + (middle >> 4)), signed(2, ((middle & 15) << 8) + last)
    x, y = stream.numbers("H", 2)
    return signed(1, x), signed(2, y)


def file_of(tables: dict[str, bytes]) -> bytes:
    """The tables as one TrueType file, with their list before them."""
    count = len(tables)
    power = 1 << count.bit_length() - 1
    head = struct.pack(">I4H", 0x10000, count, power * 16, power.bit_length() - 1, (count - power) * 16)
    start, body = 12 + 16 * count, b""
    for tag, table in sorted(tables.items()):
        padded = table + b"\0" * (-len(table) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        head += tag.encode() + struct.pack(">3I", total, start + len(body), len(table))
        body += padded
    return head + body
