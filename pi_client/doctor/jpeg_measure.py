"""Brightness and fine detail of a JPEG, without a library: a Pi needs no numpy and no OpenCV to be looked at.

Only the Huffman codes are undone (ITU-T T.81, annex F); no pixel is computed. The first coefficient of a block is its
mean brightness; a coefficient far along the zigzag that is not zero is detail of one or two pixels.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

FINE_FROM = 15
"""The place in the zigzag (0-63) from which a coefficient counts as fine detail: edges that span under four pixels."""
FINE_AT_LEAST = 20
"""What such a coefficient must measure: less is noise, or what another JPEG left behind."""
MOST_BITS = 15
"""Of one coefficient of any JPEG."""
_SEGMENT_HEADER = 4
_RESTART = re.compile(rb"\xff[\xd0-\xd7]")
_PADDING = b"\xff" * 8
_BASELINE = (0xC0, 0xC1)
_OTHER_FRAMES = frozenset(range(0xC2, 0xD0)) - {0xC4, 0xC8, 0xCC}


class NotMeasurableError(ValueError):
    """Damaged, or a kind of JPEG that cameras do not make (progressive, arithmetic, 12 bits)."""


@dataclass(frozen=True, slots=True)
class JpegMeasure:
    """``brightness`` is the mean luminance 0-255; ``fine_share`` the share of 8x8 blocks with fine detail, 0-1."""

    width_px: int
    height_px: int
    brightness: float
    fine_share: float


@dataclass(slots=True)
class _Component:
    """``blocks`` of an MCU; ``dc`` and ``ac`` map 16 bits to (length of the code, symbol)."""

    blocks: int
    quantisers: list[int]
    dc: list[tuple[int, int]]
    ac: list[tuple[int, int]]


class _Header:
    """What stands before the picture's data."""

    def __init__(self, jpeg: bytes) -> None:
        self._quantisers: dict[int, list[int]] = {}
        self._codes: dict[int, list[tuple[int, int]]] = {}
        self._frame: dict[int, tuple[int, list[int]]] = {}  # component: blocks, quantisers
        self.size_px = (0, 0)
        self.mcus_between_restarts = 0
        self.scan: list[_Component] = []
        self.data_at = self._read(jpeg)

    def _read(self, jpeg: bytes) -> int:
        at = 2
        while at + _SEGMENT_HEADER <= len(jpeg):
            marker, length = jpeg[at + 1], int.from_bytes(jpeg[at + 2 : at + 4], "big")
            body = jpeg[at + 4 : at + 2 + length]
            at += 2 + length
            self._segment(marker, body)
            if self.scan:
                return at
        raise NotMeasurableError

    def _segment(self, marker: int, body: bytes) -> None:
        if marker == 0xDB:
            self._read_quantisers(body)
        elif marker == 0xC4:
            self._read_codes(body)
        elif marker in _BASELINE:
            self._read_frame(body)
        elif marker == 0xDD:
            self.mcus_between_restarts = int.from_bytes(body[:2], "big")
        elif marker == 0xDA:
            self._read_scan(body)
        elif marker in _OTHER_FRAMES:
            raise NotMeasurableError

    def _read_quantisers(self, body: bytes) -> None:
        at = 0
        while at < len(body):
            bytes_each = 2 if body[at] >> 4 else 1
            steps = range(at + 1, at + 1 + 64 * bytes_each, bytes_each)
            self._quantisers[body[at] & 15] = [int.from_bytes(body[each : each + bytes_each], "big") for each in steps]
            at += 1 + 64 * bytes_each

    def _read_codes(self, body: bytes) -> None:
        at = 0
        while at < len(body):
            counts = body[at + 1 : at + 17]
            symbols = body[at + 17 : at + 17 + sum(counts)]
            self._codes[body[at]] = _lookup(counts, symbols)
            at += 17 + sum(counts)

    def _read_frame(self, body: bytes) -> None:
        if body[0] != 8:
            raise NotMeasurableError
        self.size_px = int.from_bytes(body[3:5], "big"), int.from_bytes(body[1:3], "big")
        self.sampling = [(body[6 + 3 * n], body[7 + 3 * n]) for n in range(body[5])]
        for number, (name, factors) in enumerate(self.sampling):
            self._frame[name] = (factors >> 4) * (factors & 15), self._quantisers[body[8 + 3 * number]]

    def _read_scan(self, body: bytes) -> None:
        for number in range(body[0]):
            name, tables = body[1 + 2 * number], body[2 + 2 * number]
            blocks, quantisers = self._frame[name]
            codes = self._codes[tables >> 4], self._codes[16 + (tables & 15)]
            self.scan.append(_Component(blocks if body[0] > 1 else 1, quantisers, *codes))

    @property
    def mcus(self) -> int:
        """How many units the picture is made of."""
        across = max(factors >> 4 for _, factors in self.sampling) if len(self.scan) > 1 else 1
        down = max(factors & 15 for _, factors in self.sampling) if len(self.scan) > 1 else 1
        width, height = self.size_px
        return -(-width // (8 * across)) * -(-height // (8 * down))


def measure(jpeg: bytes) -> JpegMeasure:
    """Measure the luminance of ``jpeg`` (about a second for 1280x960 on a Pi 3); raise ``NotMeasurableError``."""
    try:
        header = _Header(jpeg)
        total, fine, blocks = _measure_scan(header, jpeg)
    except (IndexError, KeyError, ZeroDivisionError) as error:
        raise NotMeasurableError from error
    if not blocks:
        raise NotMeasurableError
    brightness = 128 + total * header.scan[0].quantisers[0] / 8 / blocks
    return JpegMeasure(*header.size_px, min(255.0, max(0.0, brightness)), fine / blocks)


def _measure_scan(header: _Header, jpeg: bytes) -> tuple[int, int, int]:
    """Sum of the first coefficients, blocks with fine detail and all blocks, of the luminance."""
    left = header.mcus
    total = fine = blocks = 0
    for part in _RESTART.split(jpeg[header.data_at :]):
        reader = _Bits(part.replace(b"\xff\x00", b"\xff"))
        mcus = min(left, header.mcus_between_restarts or left)
        left -= mcus
        part_total, part_fine = _measure_part(header.scan, reader, mcus)
        total, fine = total + part_total, fine + part_fine
        blocks += mcus * header.scan[0].blocks
    if left:
        raise NotMeasurableError
    return total, fine, blocks


def _measure_part(scan: list[_Component], reader: _Bits, mcus: int) -> tuple[int, int]:
    total = fine = 0
    before = [0] * len(scan)
    for _ in range(mcus):
        for number, component in enumerate(scan):
            for _ in range(component.blocks):
                before[number] += reader.signed(reader.symbol(component.dc))
                is_fine = reader.pass_block(component)
                if number == 0:
                    total += before[0]
                    fine += is_fine
    return total, fine


class _Bits:
    """Reads codes from bytes whose stuffing was removed."""

    def __init__(self, data: bytes) -> None:
        self._data = data + _PADDING
        self._end = len(data) * 8 + 16
        self._at = 0

    def symbol(self, codes: list[tuple[int, int]]) -> int:
        """The next symbol; ``NotMeasurableError`` beyond the data or for no code."""
        at = self._at
        byte = at >> 3
        window = int.from_bytes(self._data[byte : byte + 3], "big") >> (8 - (at & 7)) & 0xFFFF
        length, symbol = codes[window]
        self._at = at + length
        if not length or at > self._end:
            raise NotMeasurableError
        return symbol

    def signed(self, size: int) -> int:
        """The next ``size`` bits as T.81 F.2.2.1 extends their sign."""
        if not size:
            return 0
        if size > MOST_BITS:
            raise NotMeasurableError
        byte = self._at >> 3
        value = int.from_bytes(self._data[byte : byte + 4], "big") >> (32 - (self._at & 7) - size) & ((1 << size) - 1)
        self._at += size
        return value if value >> (size - 1) else value - (1 << size) + 1

    def pass_block(self, component: _Component) -> bool:
        """Step over a block's further coefficients; whether one of them is fine detail."""
        place, is_fine = 0, False
        while place < 63:
            symbol = self.symbol(component.ac)
            size = symbol & 15
            if not size and symbol != 0xF0:
                break  # the rest of the block is zero
            place += (symbol >> 4) + 1
            value = self.signed(size)
            if size and place >= FINE_FROM and abs(value) * component.quantisers[place] >= FINE_AT_LEAST:
                is_fine = True
        return is_fine


def _lookup(counts: bytes, symbols: bytes) -> list[tuple[int, int]]:
    """For each 16 bits the code that they begin with (T.81, annex C)."""
    table: list[tuple[int, int]] = []
    at = 0
    for length, count in enumerate(counts, start=1):
        for symbol in symbols[at : at + count]:
            table += [(length, symbol)] * (1 << (16 - length))
        at += count
    if len(table) > 65_536:
        raise NotMeasurableError
    return table + [(0, 0)] * (65_536 - len(table))
