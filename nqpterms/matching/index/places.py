"""Where each piece stands: written for all terms, searched for some.

The terms are taken in stretches of about a million characters, in the order of their numbers; a
stretch holds whole terms, and a row of the table the places of one piece in one stretch. Who looks
for the shortest terms seldom has to read further than the first stretches.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise

import numpy as np
from numpy.typing import NDArray

from nqpterms.matching.index.cutting import PIECE_BITS, code_points, pieces

LONGEST = 2**20  # characters of a term; no stretch is longer than twice this
_PLACE_BITS = 63 - PIECE_BITS  # as long as LONGEST allows
_COMPARED = 4  # pieces of a query, the rarest ones; the text itself is compared in the end
_ASKED = 64  # pieces of a query at most

Places = NDArray[np.uint32]


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
