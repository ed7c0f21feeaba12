"""Concepts → a file of SQLite.

Terms are numbered by the length of their folded text, then by the text itself: the first of any
list of numbers is the shortest term, and the terms of some lengths are one range of numbers.
"""

from __future__ import annotations

import sqlite3
import sys
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import chain, groupby
from pathlib import Path

from nqpterms.errors import FormatError
from nqpterms.lang.chinese import has_han
from nqpterms.lang.folding import fold
from nqpterms.matching.sqlite.cutting import grams, of_word
from nqpterms.matching.sqlite.packing import packed
from nqpterms.matching.sqlite.readings import reading_keys
from nqpterms.termbase import Concept
from nqpterms.writing import atomic

APPLICATION = 0x6E717074  # "nqpt": SQLite's mark of whose file it is
VERSION = 1  # of the tables below
_SCHEMA = """
CREATE TABLE concepts (number INTEGER PRIMARY KEY, id TEXT NOT NULL, value TEXT NOT NULL);
CREATE TABLE terms (
    number INTEGER PRIMARY KEY, folded TEXT NOT NULL, text TEXT NOT NULL,
    lang TEXT NOT NULL, status TEXT NOT NULL, concept INTEGER NOT NULL
);
CREATE TABLE lengths (length INTEGER PRIMARY KEY, first INTEGER NOT NULL);
CREATE TABLE grams (gram TEXT PRIMARY KEY, count INTEGER NOT NULL, terms BLOB NOT NULL)
    WITHOUT ROWID;
CREATE TABLE readings (reading TEXT, term INTEGER, PRIMARY KEY (reading, term)) WITHOUT ROWID;
"""
_INDEXES = """
CREATE UNIQUE INDEX concept_ids ON concepts (id);
CREATE INDEX folded_terms ON terms (folded);
"""
_HASTE = (  # nobody else sees the file before it is whole
    "journal_mode = OFF",
    "synchronous = OFF",
    "locking_mode = EXCLUSIVE",
    "temp_store = MEMORY",
    "cache_size = -65536",
)
_TOGETHER = 5_000  # texts folded in one go: the converter's cost is in the calls

_TermRow = tuple[str, str, str, int]  # text, language, status, number of the concept


def build(concepts: Iterable[Concept], path: str | Path) -> int:
    """Write an index of concepts, in place of what stood there when it is whole; how many terms.

    Raises FormatError for two concepts of one id and for half a surrogate pair in a text.
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
        except sqlite3.IntegrityError:
            raise FormatError("two concepts have the same id; merge them first", path) from None
        except UnicodeEncodeError as error:
            what = f"U+{ord(error.object[error.start]):04X}"
            message = f"a text holds half a surrogate pair ({what}): {error.object[:40]!r}"
            raise FormatError(f"{message}; remove it", path) from None
        except sqlite3.Error as error:
            raise FormatError(f"cannot be written as an index: {error}", path) from None
    return count


def _fill(connection: sqlite3.Connection, concepts: Iterable[Concept]) -> int:
    rows: list[_TermRow] = []
    connection.executemany("INSERT INTO concepts VALUES (?, ?, ?)", _concepts(concepts, rows))
    texts = _fill_terms(connection, rows)
    rows.clear()
    connection.executemany("INSERT INTO lengths VALUES (?, ?)", _lengths(texts))
    connection.executemany("INSERT INTO grams VALUES (?, ?, ?)", _grams(texts))
    readings = sorted(
        (key, number)
        for number, text in enumerate(texts, 1)
        if not text.isascii() and has_han(text)
        for key in reading_keys(text)
    )
    connection.executemany("INSERT INTO readings VALUES (?, ?)", readings)
    return len(texts)


def _fill_terms(connection: sqlite3.Connection, rows: Sequence[_TermRow]) -> list[str]:
    """Write the terms in their order; their folded texts in that order."""
    folded = _folded([row[0] for row in rows])
    order = sorted(range(len(rows)), key=folded.__getitem__)
    order.sort(key=[*map(len, folded)].__getitem__)
    terms = ((n, folded[at], *rows[at]) for n, at in enumerate(order, 1))
    connection.executemany("INSERT INTO terms VALUES (?, ?, ?, ?, ?, ?)", terms)
    return [folded[at] for at in order]


def _concepts(concepts: Iterable[Concept], rows: list[_TermRow]) -> Iterator[tuple[int, str, str]]:
    """The rows of the concepts; those of their terms are put into *rows* on the way."""
    for number, concept in enumerate(concepts, 1):
        rows += [(term.text, term.lang, term.status, number) for term in concept.terms]
        yield number, concept.id, packed(concept)


def _folded(texts: Sequence[str]) -> list[str]:
    """The folded form of each text: folding keeps lengths, so many go through it at once."""
    found: list[str] = []
    for begin in range(0, len(texts), _TOGETHER):
        some = texts[begin : begin + _TOGETHER]
        whole, at = fold("\x1e".join(some)), 0
        for text in some:
            found.append(whole[at : at + len(text)])
            at += len(text) + 1
    return found


def _lengths(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    number = 1
    for length, members in groupby(texts, key=len):
        yield length, number
        number += sum(1 for _ in members)


def _grams(texts: Sequence[str]) -> Iterator[tuple[str, int, bytes]]:
    """The rows of the pieces; English ones are counted by words, of which there are fewer."""
    found: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
    words: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
    for number, text in enumerate(texts, 1):
        if text.isascii():
            for word in set(text.split(" ")):
                words[word].append(number)
        else:
            for gram in grams(text):
                found[gram].append(number)
    inside: defaultdict[str, list[str]] = defaultdict(list)
    for word in words:
        for gram in set(of_word(word)):
            inside[gram].append(word)
    for gram in sorted(found.keys() | inside.keys()):
        parts = [words[word] for word in inside[gram]]
        parts += [found[gram]] if gram in found else []
        numbers = parts[0] if len(parts) == 1 else _merged(parts)
        if sys.byteorder == "big":
            numbers = array("I", numbers)
            numbers.byteswap()
        yield gram, len(numbers), numbers.tobytes()


def _merged(parts: Iterable[array[int]]) -> array[int]:
    """Rising numbers of several lists as one; sorting finds the runs, so it is a merge."""
    return array("I", dict.fromkeys(sorted(chain.from_iterable(parts))))
