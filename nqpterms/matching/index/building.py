"""Concepts → a file of SQLite."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import groupby, islice
from pathlib import Path
from typing import TypeVar

from nqpterms.errors import FormatError
from nqpterms.files.writing import atomic
from nqpterms.lang.normal_form import fold
from nqpterms.matching.index.numbering import TOGETHER
from nqpterms.matching.index.packing import packed
from nqpterms.matching.index.places import LONGEST, fill_pieces
from nqpterms.matching.index.readings import term_readings
from nqpterms.model.termbase import Concept

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
