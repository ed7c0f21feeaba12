"""Where each short piece of a term stands: by these the inside of terms is found in a file.

Full-text engines cut Chinese at words or at three characters; a Chinese word often has two. So the
pieces are: each pair of neighbours one of which is Han, and each three neighbours none of which
is. At most one piece begins at any place of a text. A piece is known by a number mixed from its
characters; two pieces may share one, so what is found by pieces is compared with the text itself.

Terms are numbered from 1 by the length of their folded text, then by the text itself: the first of
any list of numbers is the shortest term, and the terms of one length are a range of numbers. Laid
one behind the other in that order, the folded texts give every character its place, from 0. So a
few numbers for each length tell which term a place belongs to, and where a term is stored: in a row
with its neighbours of the same length.

The terms are taken in stretches of about a million characters, in the order of their numbers; a
stretch holds whole terms, and a row of the table the places of one piece in one stretch. Who looks
for the shortest terms seldom has to read further than the first stretches.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby, pairwise

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from nqpterms.lang.chinese import HAN

PIECE_BITS = 42  # of a piece's number; what SQLite holds in 8 bytes has room for 21 of a place
_MIXED = [np.uint64(odd) for odd in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)]
"""Odd factors whose product spreads code points over all bits (golden ratio, xxHash's primes)."""
TOGETHER = 32  # terms, concepts or readings in a row: rows cost more than what stands in them
LONGEST = 2**20  # characters of a term; no stretch is longer than twice this
_PLACE_BITS = 63 - PIECE_BITS  # as long as LONGEST allows
_COMPARED = 4  # pieces of a query, the rarest ones; the text itself is compared in the end
_ASKED = 64  # pieces of a query at most

Places = NDArray[np.uint32]


def pieces(codes: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """The number of the piece that begins at each place, 0 where none does.

    *codes* holds the code points of texts of one length, one a row; the last column of the
    result, where nothing can begin, is left out.

    >>> (pieces(code_points("ai时代", 4)) > 0).tolist()
    [[False, True, True]]
    """
    here, after = codes[:, :-1], codes[:, 1:]
    han = _han()[codes]
    pair = han[:, :-1] | han[:, 1:]
    three = np.zeros_like(pair)
    three[:, :-1] = ~(pair[:, :-1] | han[:, 2:])
    third = np.zeros_like(here)
    third[:, :-1] = np.where(three[:, :-1], codes[:, 2:], 0)
    mixed = here * _MIXED[0] + after * _MIXED[1] + third * _MIXED[2]
    return np.where(pair | three, mixed >> np.uint64(64 - PIECE_BITS), np.uint64(0))


def code_points(text: str, length: int) -> NDArray[np.uint32]:
    """The code points of texts of that length, which stand one behind the other in *text*."""
    return np.frombuffer(text.encode("utf-32-le"), dtype="<u4").reshape(-1, length)


def pieces_of(text: str) -> dict[int, int]:
    """The pieces of one text, each with the first place where it stands.

    >>> [*pieces_of("ai时代").values()], pieces_of("ai")
    ([1, 2], {})
    """
    if len(text) < 2:
        return {}
    found: dict[int, int] = {}
    for place, piece in enumerate(pieces(code_points(text, len(text)))[0].tolist()):
        if piece:
            found.setdefault(piece, place)
    return found


@cache
def _han() -> NDArray[np.bool_]:
    """For each code point whether it is Han."""
    table = np.zeros(0x110000, dtype=np.bool_)
    for first, last, alone in re.findall("(.)-(.)|(.)", HAN):
        table[ord(first or alone) : ord(last or alone) + 1] = True
    return table


class Numbering(Struct, frozen=True):
    """The lengths that occur, rising; of each the first number and the first place.

    A last first number and a last place stand behind them, where all ends.
    """

    lengths: NDArray[np.int64]
    firsts: NDArray[np.int64]
    places: NDArray[np.int64]

    def numbers(self, places: NDArray[np.uint32]) -> NDArray[np.int64]:
        """The numbers, rising and each once, of the terms in which rising places lie."""
        at = np.searchsorted(self.places, places, side="right") - 1
        found = self.firsts[at] + (places - self.places[at]) // self.lengths[at]
        return found[np.diff(found, prepend=0) > 0]

    def rows(self, numbers: NDArray[np.int64]) -> tuple[list[int], list[int]]:
        """Of each term the first number of the row where it is stored, and how many are before it.

        Rows hold terms of one length.
        """
        firsts = self.firsts[np.searchsorted(self.firsts, numbers, side="right") - 1]
        before = (numbers - firsts) % TOGETHER
        return (numbers - before).tolist(), before.tolist()

    def groups(self, least: int, most: int | None = None) -> Iterator[tuple[int, int, int]]:
        """(length, its first number, the next length's) of the lengths from least to most."""
        for at, length in enumerate(self.lengths.tolist()):
            if least <= length and (most is None or length <= most):
                yield length, int(self.firsts[at]), int(self.firsts[at + 1])

    def between(self, low: float, high: float) -> tuple[int, int]:
        """The places, half open, of the terms of low to high characters."""
        begin, end = np.searchsorted(self.lengths, (np.ceil(low), np.floor(high) + 1))
        return int(self.places[begin]), int(self.places[end])


def numbered(groups: Sequence[tuple[int, int]], count: int) -> Numbering:
    """From (length, first number), rising, and how many terms there are.

    >>> found = numbered([(2, 1), (5, 4)], 6)
    >>> found.numbers(np.array([0, 1, 3, 6, 10])).tolist(), found.rows(np.array([3, 5]))
    ([1, 2, 4], ([1, 4], [2, 1]))
    """
    lengths = np.array([length for length, _ in groups], dtype=np.int64)
    firsts = np.array([*(first for _, first in groups), count + 1], dtype=np.int64)
    places = np.concatenate(([0], np.cumsum(lengths * np.diff(firsts))))
    return Numbering(lengths, firsts, places)


def fill_pieces(connection: sqlite3.Connection, texts: Iterable[str]) -> None:
    """Write the places of all pieces; *texts* are the folded terms in their order."""
    for stretch in _stretches(texts):
        connection.execute("INSERT INTO stretches VALUES (?)", stretch[:1])
        connection.executemany("INSERT INTO pieces VALUES (?, ?, ?)", _rows(stretch))


_Stretch = tuple[int, list[NDArray[np.uint32]]]  # its first place, texts by their lengths


def _stretches(texts: Iterable[str]) -> Iterator[_Stretch]:
    begin = size = 0
    held: list[NDArray[np.uint32]] = []
    for length, group in groupby(texts, key=len):
        if not length:
            continue
        for joined in _joined(group, max(LONGEST // length, 1)):
            held.append(code_points(joined, length))
            size += len(joined)
            if size >= LONGEST:
                yield begin, held
                begin, size, held = begin + size, 0, []
    if held:
        yield begin, held


def _joined(texts: Iterator[str], count: int) -> Iterator[str]:
    while some := "".join(text for _, text in zip(range(count), texts, strict=False)):
        yield some


def _rows(stretch: _Stretch) -> Iterator[tuple[int, int, bytes]]:
    """(first place of the stretch, piece, its places); piece and place sort as one number."""
    begin, parts = stretch
    found, at = [], 0
    for codes in parts:
        here = pieces(codes)
        where = np.arange(at, at + codes.size, dtype=np.uint64).reshape(codes.shape)[:, :-1]
        found.append((here << np.uint64(_PLACE_BITS) | where)[here > 0])
        at += codes.size
    whole = np.sort(np.concatenate(found))
    of = whole >> np.uint64(_PLACE_BITS)
    places = (whole & np.uint64(2**_PLACE_BITS - 1)) + np.uint64(begin)
    data = places.astype("<u4").tobytes()
    firsts = np.flatnonzero(np.diff(of, prepend=0))
    ends = pairwise([*firsts.tolist(), len(of)])
    for piece, (first, end) in zip(of[firsts].tolist(), ends, strict=True):
        yield begin, piece, data[4 * first : 4 * end]


def starts(
    connection: sqlite3.Connection, wanted: dict[int, int], *, stretches: Iterable[int]
) -> Iterator[Places]:
    """The places, rising, where a text may begin that has these pieces at these places of its own.

    One array a stretch; stretches are known by their first places.
    """
    wanted = dict([*wanted.items()][:_ASKED])
    for stretch in stretches:
        counted = _counts(connection, stretch, wanted)
        if len(counted) == len(wanted):
            (_, rarest), *others = counted[:_COMPARED]
            found = _read(connection, stretch, rarest)
            found = found[found >= wanted[rarest]] - wanted[rarest]
            for _, piece in others:
                if not len(found):
                    break
                found = _where(found, _read(connection, stretch, piece), at=wanted[piece])
            yield found


def each_piece(
    connection: sqlite3.Connection, wanted: Iterable[int], *, stretches: Iterable[int], most: int
) -> Iterator[Places]:
    """The places, rising, of each piece, the rarest piece first; *most* places, and a piece."""
    wanted = [*wanted][:_ASKED]
    rows = [
        (piece, count, stretch)
        for stretch in stretches
        for count, piece in _counts(connection, stretch, wanted)
    ]
    total: Counter[int] = Counter()
    for piece, count, _ in rows:
        total[piece] += count
    given = 0
    for piece, count in sorted(total.items(), key=lambda item: (item[1], item[0])):
        if given and given + count > most:
            return
        given += count
        yield np.concatenate([_read(connection, at, piece) for p, _, at in rows if p == piece])


def _counts(
    connection: sqlite3.Connection, stretch: int, wanted: Iterable[int]
) -> list[tuple[int, int]]:
    """(how often it stands in a stretch, piece), the rarest first; without those that do not."""
    some = [*wanted]
    statement = "SELECT length(places) / 4, piece FROM pieces WHERE stretch = ? AND piece IN "
    statement += f"({','.join('?' * len(some))})"
    return sorted(connection.execute(statement, (stretch, *some)).fetchall())


def _read(connection: sqlite3.Connection, stretch: int, piece: int) -> Places:
    statement = "SELECT places FROM pieces WHERE stretch = ? AND piece = ?"
    ((data,),) = connection.execute(statement, (stretch, piece)).fetchall()
    return np.frombuffer(data, dtype="<u4")


def _where(found: Places, places: Places, *, at: int) -> Places:
    """Those of *found* so far behind which one of some rising places stands."""
    expected = found + np.uint32(at)
    nearest = np.searchsorted(places[:-1], expected)  # the last place stands in for none
    kept: Places = found[places[nearest] == expected]
    return kept
