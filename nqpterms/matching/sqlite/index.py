"""Look-up in a file that `build` wrote: exact, prefix, part, similar, pinyin."""

from __future__ import annotations

import sqlite3
import sys
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from heapq import nsmallest
from pathlib import Path
from types import TracebackType
from typing import Any

from nqpterms.errors import FormatError, NqptermsError
from nqpterms.lang.folding import fold
from nqpterms.matching.sqlite.building import APPLICATION, VERSION
from nqpterms.matching.sqlite.cutting import grams
from nqpterms.matching.sqlite.packing import unpacked
from nqpterms.matching.sqlite.readings import typed_reading
from nqpterms.termbase import Concept, Status

LIMIT = 20  # how many hits a look-up gives unless told otherwise
SIMILAR_CUTOFF = 70.0  # least likeness, 0-100: one slip in three or four characters
_ALL = 100.0
_CANDIDATES = 1_000  # how many terms with the most pieces in common are compared letter by letter
_COUNTED = 200_000  # numbers of terms counted for that at most, the rarest pieces first: ~20 ms
_COMPARED = 3  # pieces of a query, the rarest ones; the text itself is compared in the end
_CHUNK = 256  # terms fetched at a time
_TERM = "SELECT c.id, t.text, t.lang, t.status, t.number, t.folded FROM terms t"
_TERM += " JOIN concepts c ON c.number = t.concept"


@dataclass(frozen=True, slots=True)
class TermHit:
    """A term that was found: the id of its concept, itself, and its likeness (0 to 100)."""

    concept: str
    text: str
    lang: str
    status: Status
    likeness: float = _ALL


class TermIndex:
    """A term base in a file, open for look-up; script, width and case do not matter.

    Use it in a ``with`` block, or close it. Raises FormatError for a file that is missing,
    damaged, of another kind or of another version.

    >>> import tempfile
    >>> from nqpterms.matching.sqlite import build
    >>> from nqpterms.termbase import Term
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "terms.sqlite")
    ...     _ = build([Concept("npf", (Term("新质生产力", "zh-Hans"),))], path)
    ...     with TermIndex(path) as index:
    ...         [hit.text for hit in (*index.containing("生產"), *index.by_pinyin("xzscl"))]
    ['新质生产力', '新质生产力']
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        if not self.path.is_file():
            raise FormatError("no such file; build the index first", path)
        address = f"{self.path.resolve().as_uri()}?mode=ro&immutable=1"
        self._connection = sqlite3.connect(address, uri=True, check_same_thread=False)
        try:
            with self._telling():
                self._open()
        except FormatError:
            self.close()
            raise

    def _open(self) -> None:
        for said in ("trusted_schema = OFF", "cell_size_check = ON", "mmap_size = 268435456"):
            self._connection.execute(f"PRAGMA {said}")
        ((whose,),) = self._rows("PRAGMA application_id")
        ((version,),) = self._rows("PRAGMA user_version")
        if whose != APPLICATION:
            raise FormatError(
                "is no index of a term base; name a file that was built as one", self.path
            )
        if version != VERSION:
            message = f"is an index of version {version}, expected {VERSION}"
            raise FormatError(f"{message}; build it again from its TSV or TBX", self.path)
        self._firsts = self._rows("SELECT length, first FROM lengths ORDER BY length")
        ((self._count,),) = self._rows("SELECT count(*) FROM terms")

    def __enter__(self) -> TermIndex:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def __len__(self) -> int:
        """How many terms there are."""
        return int(self._count)

    def concept(self, name: str) -> Concept | None:
        """The whole concept of that id, None where there is none."""
        with self._telling():
            found = self._rows("SELECT value FROM concepts WHERE id = ?", name)
            return unpacked(found[0][0]) if found else None

    def exact(self, query: str) -> list[TermHit]:
        """The terms that are the query."""
        with self._telling():
            found = self._rows(f"{_TERM} WHERE t.folded = ? ORDER BY t.number", _key(query))
            return [TermHit(*row[:4]) for row in found]

    def prefix(self, query: str, *, limit: int = LIMIT) -> list[TermHit]:
        """The terms that begin with the query, in the order of their code points."""
        key = _key(query)
        with self._telling():
            found = self._rows(
                f"{_TERM} WHERE t.folded >= ? ORDER BY t.folded, t.number LIMIT ?", key, limit
            )
            return [TermHit(*row[:4]) for row in found if row[5].startswith(key)]

    def containing(self, query: str, *, limit: int = LIMIT) -> list[TermHit]:
        """The terms in which the query stands, the shortest first.

        From two Chinese characters, or three letters of a word, up; less is an NqptermsError.
        """
        key = _key(query)
        if not (pieces := grams(key)):
            message = f"{query!r} is too short to look for inside terms"
            raise NqptermsError(
                f"{message}: two Chinese characters, or three letters of a word, are needed"
            )
        with self._telling():
            hits: list[TermHit] = []
            for numbers in _in_all(self._rarest(pieces)):
                hits += [TermHit(*row[:4]) for row in self._terms(numbers) if key in row[5]]
                if len(hits) >= limit:
                    break
            return hits[:limit]

    def similar(
        self, query: str, *, limit: int = LIMIT, cutoff: float = SIMILAR_CUTOFF
    ) -> list[TermHit]:
        """The terms most like the query, of those that share a piece with it (`grams`).

        Likeness is the share of characters in common order (rapidfuzz's ratio), 0 to 100.
        """
        from rapidfuzz import fuzz

        key = _key(query)
        with self._telling():
            scored = []
            for row in self._terms(self._near(key, cutoff)):
                likeness = fuzz.ratio(key, row[5], score_cutoff=cutoff)
                if likeness >= cutoff and likeness:
                    scored.append((-likeness, row[4], row))
            found = nsmallest(limit, scored)
            return [replace(TermHit(*row[:4]), likeness=-less) for less, _, row in found]

    def by_pinyin(self, query: str, *, limit: int = LIMIT) -> list[TermHit]:
        """The Chinese terms whose reading, or whose initials, begin with the query.

        Tones, blanks and apostrophes do not matter: ``xīn zhì``, ``xinzhi`` and ``xz`` are alike.
        """
        key = typed_reading(query)
        if not key:
            return []
        with self._telling():
            found = self._rows(
                "SELECT reading, term FROM readings WHERE reading >= ?"
                " ORDER BY reading, term LIMIT ?",
                key,
                2 * limit,  # a term may be found by both of its readings
            )
            numbers = dict.fromkeys(term for reading, term in found if reading.startswith(key))
            rows = {row[4]: row for row in self._terms(list(numbers)[:limit])}
            return [TermHit(*rows[number][:4]) for number in list(numbers)[:limit]]

    def _rarest(self, pieces: set[str]) -> list[array[int]]:
        """The numbers of the terms that have each of the rarest pieces; none where one has none."""
        counts = self._counts(pieces)
        if len(counts) < len(pieces):
            return []
        return [self._numbers(gram) for _, gram in counts[:_COMPARED]]

    def _near(self, key: str, cutoff: float) -> list[int]:
        """The numbers of the terms of like length that share most pieces with a text."""
        share = max(cutoff, 1.0) / (
            2 * _ALL - max(cutoff, 1.0)
        )  # of the lengths, the shorter one's
        low, high = len(key) * share, len(key) / share
        begin = self._first(low)
        end = self._first(int(high) + 1)
        shared: Counter[int] = Counter()
        counted = 0
        for _, gram in self._counts(grams(key)):
            numbers = self._numbers(gram)
            some = numbers[bisect_left(numbers, begin) : bisect_left(numbers, end)]
            counted += len(some)
            if counted > _COUNTED and shared:
                break
            shared.update(some)
        best = nsmallest(_CANDIDATES, shared.items(), key=lambda item: (-item[1], item[0]))
        return [number for number, _ in best]

    def _first(self, length: float) -> int:
        """The number of the first term of at least that length."""
        return next((first for known, first in self._firsts if known >= length), len(self) + 1)

    def _counts(self, pieces: Iterable[str]) -> list[tuple[int, str]]:
        """(how many terms have it, piece), the rarest first; pieces of no term are left out."""
        counts = []
        for piece in set(pieces):
            counts += [
                (row[0], piece)
                for row in self._rows("SELECT count FROM grams WHERE gram = ?", piece)
            ]
        return sorted(counts)

    def _numbers(self, gram: str) -> array[int]:
        ((data,),) = self._rows("SELECT terms FROM grams WHERE gram = ?", gram)
        numbers = array("I")
        numbers.frombytes(data)
        if sys.byteorder == "big":
            numbers.byteswap()
        return numbers

    def _terms(self, numbers: Sequence[int]) -> list[Any]:
        """The rows of terms, in the order of their numbers."""
        found: list[Any] = []
        for begin in range(0, len(numbers), _CHUNK):
            some = list(numbers[begin : begin + _CHUNK])
            places = ",".join("?" * len(some))
            found += self._rows(f"{_TERM} WHERE t.number IN ({places}) ORDER BY t.number", *some)
        return found

    def _rows(self, statement: str, *values: object) -> list[Any]:
        return self._connection.execute(statement, values).fetchall()

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """What SQLite or a damaged value says, as one clear error."""
        try:
            yield
        except (sqlite3.Error, ValueError, TypeError, KeyError) as error:
            message = f"is no index of a term base, or damaged ({error})"
            raise FormatError(f"{message}; build it again from its TSV or TBX", self.path) from None


def _in_all(lists: Sequence[array[int]]) -> Iterator[list[int]]:
    """The numbers that stand in all of some rising lists, rising, in growing stretches.

    Who has enough need not wait for the rest.

    >>> list(_in_all([array("I", [2, 5, 9]), array("I", [1, 2, 3, 9])]))
    [[2, 9]]
    """
    if not lists:
        return
    first, *others = lists
    begin, length = 0, _CHUNK
    while begin < len(first):
        part = first[begin : begin + length]
        common = set(part)
        for numbers in others:
            low, high = bisect_left(numbers, part[0]), bisect_right(numbers, part[-1])
            common.intersection_update(numbers[low:high])
        yield sorted(common)
        begin, length = begin + length, 2 * length


def _key(query: str) -> str:
    return fold(query.strip())
