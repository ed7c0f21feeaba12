"""Large term bases in a file of SQLite, looked up without loading them.

    concepts ──build──▶ file ──TermIndex──▶ TermHits, Concepts

The file is a cache that can be built again at any time; TSV and TBX are the truth.
"""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from heapq import merge, nsmallest
from itertools import groupby, islice, takewhile
from pathlib import Path
from types import TracebackType
from typing import Any, TypeAlias, TypeVar

import msgspec
import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from nqpterms.errors import FormatError, NqptermsError
from nqpterms.files.writing import atomic
from nqpterms.lang.normal_form import fold
from nqpterms.lang.pinyin import term_readings, typed_reading
from nqpterms.matching.postings import (
    LONGEST,
    TOGETHER,
    each_piece,
    fill_pieces,
    numbered,
    pieces_of,
    starts,
)
from nqpterms.model.termbase import Concept, Status

APPLICATION = 0x6E717074  # "nqpt": SQLite's mark of whose file it is
VERSION = 2  # of the tables below
_SCHEMA = """
CREATE TABLE concepts (first INTEGER PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE ids (first TEXT PRIMARY KEY, numbers TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE terms (
    first INTEGER PRIMARY KEY, length INTEGER NOT NULL, begin TEXT NOT NULL,
    folded TEXT NOT NULL, value TEXT NOT NULL
);
CREATE TABLE lengths (length INTEGER PRIMARY KEY, first INTEGER NOT NULL);
CREATE TABLE stretches (begin INTEGER PRIMARY KEY);
CREATE TABLE pieces (stretch INTEGER, piece INTEGER, places BLOB, PRIMARY KEY (stretch, piece))
    WITHOUT ROWID;
CREATE TABLE readings (number INTEGER PRIMARY KEY, begin TEXT NOT NULL, value TEXT NOT NULL);
"""
_INDEXES = """
CREATE INDEX terms_by_text ON terms (length, begin);
CREATE INDEX readings_by_text ON readings (begin);
"""
_HASTE = (  # nobody else sees the file before it is whole
    "page_size = 16384",  # a list of places lies on fewer pages
    "journal_mode = OFF",
    "synchronous = OFF",
    "locking_mode = EXCLUSIVE",
    "temp_store = MEMORY",
    "cache_size = -65536",
)
_AT_ONCE = 5_000  # texts folded in one go: the converter's cost is in the calls

_ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))

_TermRow = tuple[str, str, str, str]  # text, language, status, id of the concept
_Item = TypeVar("_Item")
LIMIT = 20  # how many hits a look-up gives unless told otherwise
SIMILAR_CUTOFF = 70.0  # least likeness, 0-100: one slip in three or four characters
_ALL = 100.0
_CANDIDATES = 1_000  # how many terms with the most pieces in common are compared letter by letter
_COUNTED = 200_000  # places of pieces counted for that, the rarest pieces first: ~10 ms
_FETCHED = 40  # terms fetched at a time: twice what a look-up gives
_ROW = "SELECT first, length, folded, value FROM terms WHERE"


class TermHit(Struct, frozen=True):
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
    >>> from nqpterms.matching.index import build
    >>> from nqpterms.model.termbase import Term
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
        ((last, value),) = self._rows(
            "SELECT first, value FROM terms ORDER BY first DESC LIMIT 1"
        ) or [(1, "[]")]
        self._count = last - 1 + len(json.loads(value))
        groups = self._rows("SELECT length, first FROM lengths ORDER BY length")
        self._numbering = numbered(groups, self._count)
        self._stretches = [row[0] for row in self._rows("SELECT begin FROM stretches ORDER BY 1")]

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
            statement = "SELECT numbers FROM ids WHERE first <= ? ORDER BY first DESC LIMIT 1"
            found = self._rows(statement, name)
            number = json.loads(found[0][0]).get(name) if found else None
            if number is None:
                return None
            ((value,),) = self._rows(
                "SELECT value FROM concepts WHERE first = ?", number - number % TOGETHER
            )
            return unpacked(json.loads(value)[number % TOGETHER])

    def exact(self, query: str) -> list[TermHit]:
        """The terms that are the query."""
        key = _key(query)
        with self._telling():
            found: list[TermHit] = []
            for group in self._numbering.groups(len(key), len(key)):
                found += [
                    s.hit() for s in takewhile(lambda s: s.folded == key, self._from(key, group))
                ]
            return found

    def prefix(self, query: str, *, limit: int = LIMIT) -> list[TermHit]:
        """The terms that begin with the query, in the order of their code points."""
        key = _key(query)
        with self._telling():
            lists = [self._from(key, group) for group in self._numbering.groups(len(key))]
            begun = (takewhile(lambda s: s.folded.startswith(key), stored) for stored in lists)
            return [s.hit() for s in islice(merge(*begun, key=_by_text), limit)]

    def containing(self, query: str, *, limit: int = LIMIT) -> list[TermHit]:
        """The terms in which the query stands, the shortest first.

        From two Chinese characters, or three other ones, up; less is an NqptermsError.
        """
        key = _key(query)
        if not (wanted := pieces_of(key)):
            message = f"{query!r} is too short to look for inside terms"
            raise NqptermsError(f"{message}: two Chinese characters, or three letters, are needed")
        with self._telling():
            hits: list[TermHit] = []
            for places in starts(self._connection, wanted, stretches=self._stretches):
                found = self._stored(self._numbering.numbers(places))
                inside = (stored for stored in found if key in stored.folded)
                hits += [stored.hit() for stored in islice(inside, limit - len(hits))]
                if len(hits) >= limit:
                    break
            return hits

    def similar(
        self, query: str, *, limit: int = LIMIT, cutoff: float = SIMILAR_CUTOFF
    ) -> list[TermHit]:
        """The terms most like the query, of those that share a piece with it (`pieces`).

        Likeness is the share of characters in common order (rapidfuzz's ratio), 0 to 100.
        """
        from rapidfuzz import fuzz

        key = _key(query)
        with self._telling():
            scored = []
            for stored in self._stored(self._near(key, cutoff)):
                likeness = fuzz.ratio(key, stored.folded, score_cutoff=cutoff)
                if likeness >= cutoff and likeness:
                    scored.append((-likeness, stored.number, stored))
            return [replace(s.hit(), likeness=-less) for less, _, s in nsmallest(limit, scored)]

    def by_pinyin(self, query: str, *, limit: int = LIMIT) -> list[TermHit]:
        """The Chinese terms whose reading, or whose initials, begin with the query.

        Tones, blanks and apostrophes do not matter: ``xīn zhì``, ``xinzhi`` and ``xz`` are alike.
        """
        key = typed_reading(query)
        if not key:
            return []
        with self._telling():
            numbers: dict[int, None] = {}
            for reading, number in self._readings(key):
                if not reading.startswith(key) or len(numbers) == limit:
                    break
                numbers[number] = None
            found = {
                stored.number: stored
                for stored in self._stored(np.array(sorted(numbers), dtype=np.int64))
            }
            return [found[number].hit() for number in numbers]

    def _readings(self, key: str) -> Iterator[tuple[str, int]]:
        """(reading, number of the term), in order, from a reading on."""
        statement = "SELECT value FROM readings WHERE number >= coalesce((SELECT number"
        statement += " FROM readings WHERE begin < ? ORDER BY begin DESC, number DESC LIMIT 1), 0)"
        for (value,) in self._connection.execute(f"{statement} ORDER BY number", (key,)):
            yield from (
                (reading, number) for reading, number in json.loads(value) if reading >= key
            )

    def _from(self, key: str, group: tuple[int, int, int]) -> Iterator[_Stored]:
        """The terms of one length, in order, from a text on."""
        length, first, end = group
        statement = f"{_ROW} first < ? AND first >= coalesce((SELECT first FROM terms WHERE"
        statement += " length = ? AND begin < ? ORDER BY begin DESC, first DESC LIMIT 1), ?)"
        values = (end, length, key, first)
        for row in self._connection.execute(f"{statement} ORDER BY first", values):
            count = min(TOGETHER, end - row[0])
            yield from (_Stored(row, at) for at in range(_before(row, key, count=count), count))

    def _stored(self, numbers: NDArray[np.int64]) -> Iterator[_Stored]:
        """Terms in the order of their rising numbers."""
        for begin in range(0, len(numbers), _FETCHED):
            firsts, before = self._numbering.rows(numbers[begin : begin + _FETCHED])
            wanted = [*dict.fromkeys(firsts)]
            places = ",".join("?" * len(wanted))
            found = {row[0]: row for row in self._rows(f"{_ROW} first IN ({places})", *wanted)}
            yield from (_Stored(found[first], at) for first, at in zip(firsts, before, strict=True))

    def _near(self, key: str, cutoff: float) -> NDArray[np.int64]:
        """The numbers, rising, of the terms of like length that share most pieces with a text."""
        least = max(cutoff, 1.0)
        share = least / (2 * _ALL - least)  # of the lengths, the shorter one's
        begin, end = self._numbering.between(len(key) * share, len(key) / share)
        at = bisect_right(self._stretches, begin) - 1
        stretches = self._stretches[max(at, 0) : bisect_left(self._stretches, end)]
        lists = each_piece(self._connection, pieces_of(key), stretches=stretches, most=_COUNTED)
        numbers = [
            self._numbering.numbers(some[slice(*np.searchsorted(some, (begin, end)))])
            for some in lists
        ]
        if not numbers:
            return np.array([], dtype=np.int64)
        found, counts = np.unique(np.concatenate(numbers), return_counts=True)
        best = np.argsort(-counts, kind="stable")[:_CANDIDATES]
        return np.sort(found[best])

    def _rows(self, statement: str, *values: object) -> list[Any]:
        return self._connection.execute(statement, values).fetchall()

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """What SQLite or a damaged value says, as one clear error."""
        try:
            yield
        except (sqlite3.Error, ValueError, TypeError, LookupError, ArithmeticError) as error:
            message = f"is no index of a term base, or damaged ({error})"
            raise FormatError(f"{message}; build it again from its TSV or TBX", self.path) from None


_Row: TypeAlias = tuple[int, int, str, str]


class _Stored(Struct, frozen=True):
    """A term in its row: (first number, length, folded texts, what else there is as JSON)."""

    row: _Row
    at: int

    @property
    def number(self) -> int:
        return self.row[0] + self.at

    @property
    def folded(self) -> str:
        _, length, texts, _ = self.row
        return texts[self.at * length : (self.at + 1) * length]

    def hit(self) -> TermHit:
        text, lang, status, concept = json.loads(self.row[3])[self.at]
        return TermHit(concept, text, lang, status)


def _before(row: _Row, key: str, *, count: int) -> int:
    """How many of the terms of a row, which stand in order, come before a text."""
    _, length, texts, _ = row
    numbers = range(count)
    return bisect_left(numbers, key, key=lambda at: texts[at * length : (at + 1) * length])


def _by_text(stored: _Stored) -> tuple[str, int]:
    return stored.folded, stored.number


def _key(query: str) -> str:
    return fold(query.strip())


def build(concepts: Iterable[Concept], path: str | Path) -> int:
    """Write an index of concepts, in place of what stood there when it is whole; how many terms.

    Raises FormatError for two concepts of one id, for half a surrogate pair in a text and for a
    term of more than a million characters.
    """
    with atomic(path, encoding=None) as file, closing(sqlite3.connect(file.name)) as connection:
        try:
            for said in _HASTE:
                connection.execute(f"PRAGMA {said}")
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute(f"PRAGMA user_version = {VERSION}")
            connection.executescript(_SCHEMA)
            count = _fill(connection, concepts)
            connection.executescript(_INDEXES)
            connection.commit()
        except UnicodeEncodeError as error:
            what = f"U+{ord(error.object[error.start]):04X}"
            message = f"a text holds half a surrogate pair ({what}): {error.object[:40]!r}"
            raise FormatError(f"{message}; remove it", path) from None
        except FormatError as error:
            if error.path is not None:  # of the file from which the concepts come
                raise
            raise FormatError(error.message, path) from None
        except sqlite3.Error as error:
            raise FormatError(f"cannot be written as an index: {error}", path) from None
    return count


def _fill(connection: sqlite3.Connection, concepts: Iterable[Concept]) -> int:
    rows: list[_TermRow] = []
    numbers: dict[str, int] = {}
    kept = _concepts(concepts, rows, numbers=numbers)
    connection.executemany("INSERT INTO concepts VALUES (?, ?)", kept)
    connection.executemany("INSERT INTO ids VALUES (?, ?)", _ids(numbers))
    numbers.clear()
    folded = _folded([row[0] for row in rows])
    order = sorted(range(len(rows)), key=folded.__getitem__)
    order.sort(key=[*map(len, folded)].__getitem__)
    texts = [folded[at] for at in order]
    connection.executemany("INSERT INTO lengths VALUES (?, ?)", _lengths(texts))
    terms = _terms(texts, (rows[at] for at in order))
    connection.executemany("INSERT INTO terms VALUES (?, ?, ?, ?, ?)", terms)
    rows.clear()
    fill_pieces(connection, texts)
    connection.executemany("INSERT INTO readings VALUES (?, ?, ?)", _readings(texts))
    return len(texts)


def _concepts(
    concepts: Iterable[Concept], rows: list[_TermRow], *, numbers: dict[str, int]
) -> Iterator[tuple[int, str]]:
    """The rows of the concepts; *rows* and *numbers* get their terms and numbers on the way."""
    first = 0
    for some in _batches(concepts):
        values = []
        for number, concept in enumerate(some, first):
            if numbers.setdefault(concept.id, number) != number:
                raise FormatError(
                    f"two concepts have the same id, {concept.id!r}; merge them first"
                )
            rows += [(term.text, term.lang, term.status, concept.id) for term in concept.terms]
            values.append(packed(concept))
        yield first, f"[{','.join(values)}]"
        first += len(some)


def _ids(numbers: dict[str, int]) -> Iterator[tuple[str, str]]:
    for some in _batches(sorted(numbers)):
        yield some[0], _ENCODER.encode({name: numbers[name] for name in some})


def _terms(
    texts: Sequence[str], rows: Iterator[_TermRow]
) -> Iterator[tuple[int, int, str, str, str]]:
    """Rows of terms of one length; their folded texts stand one behind the other."""
    first = 1
    for length, group in groupby(texts, key=len):
        for some in _batches(group):
            value = _ENCODER.encode([*islice(rows, len(some))])
            yield first, length, some[0], "".join(some), value
            first += len(some)


def _readings(texts: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """Rows of (reading, number of the term), in order."""
    pairs = sorted(term_readings(texts))
    for number, some in enumerate(_batches(pairs)):
        yield number, some[0][0], _ENCODER.encode(some)


def _batches(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    left = iter(items)
    while some := [*islice(left, TOGETHER)]:
        yield some


def _folded(texts: Sequence[str]) -> list[str]:
    """The folded form of each text: folding keeps lengths, so many go through it at once."""
    found: list[str] = []
    for begin in range(0, len(texts), _AT_ONCE):
        some = texts[begin : begin + _AT_ONCE]
        whole, at = fold("\x1e".join(some)), 0
        for text in some:
            part = whole[at : at + len(text)]
            found.append(text if part == text else part)  # one of two equal strings is enough
            at += len(text) + 1
    return found


def _lengths(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    number = 1
    for length, members in groupby(texts, key=len):
        if length > LONGEST:
            message = f"a term has {length:,} characters; an index holds terms of {LONGEST:,}"
            raise FormatError(f"{message}: shorten it or leave it out")
        yield length, number
        number += sum(1 for _ in members)


def packed(concept: Concept) -> str:
    """A concept as one line of JSON.

    >>> from nqpterms.model.termbase import Term
    >>> packed(Concept("c1", (Term("税", "zh"),)))
    '{"id":"c1","terms":[{"text":"税","lang":"zh"}]}'
    """
    return msgspec.json.encode(concept).decode("utf-8")


def unpacked(data: Any) -> Concept:
    """The concept; raises ValueError for what `packed` did not write.

    *data* is what the JSON says.
    """
    return msgspec.convert(data, Concept)
