"""The tables of a term base in a file of SQLite, and how they are written.

    concepts ──build──▶ file ──TermIndex──▶ answers (`nqpterms.matching.index`)

Terms are numbered by the length of their folded text, then by the text itself: who looks for the
shortest ones first stops early.

    header     what is known of the base beside its concepts, as JSON
    concepts   each as JSON, numbered from 0 in the order of the base
    terms      of which concept, the how-manieth there, folded text
    texts      the folded texts of terms of one length, one a line: to measure likeness
    forms      every form under which a term is looked for, flat and folded
    words      words of terms, each with one concept, and acronyms: to tell slips
    readings   pinyin and initials
    pairs      full text: each two neighbours one of which is Chinese
    threes     full text: each three letters; one behind a blank begins a word
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from nqpterms.errors import FormatError
from nqpterms.files.writing import atomic
from nqpterms.lang.chinese import CJK, HAN, has_han
from nqpterms.lang.normal_form import (
    flatten_each,
    fold,
    fold_case,
    fold_each,
    in_word,
)
from nqpterms.lang.pinyin import term_readings
from nqpterms.matching.forms import is_acronym, searched_forms, spelled_words
from nqpterms.matching.term_cells import SLOT
from nqpterms.model.concept_stream import SeenIds
from nqpterms.model.termbase import Concept, Term, TermBase, is_language

APPLICATION = 0x6E717074  # "nqpt": SQLite's mark of whose file it is
VERSION = 4  # of the tables below
SCHEMA = """
CREATE TABLE header (value TEXT NOT NULL);
CREATE TABLE concepts (number INTEGER PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE terms (
    number INTEGER PRIMARY KEY,
    concept INTEGER NOT NULL,
    place INTEGER NOT NULL,
    length INTEGER NOT NULL,
    chinese INTEGER NOT NULL,
    folded TEXT NOT NULL
);
CREATE TABLE texts (
    first INTEGER PRIMARY KEY,
    length INTEGER NOT NULL,
    chinese INTEGER NOT NULL,
    joined TEXT NOT NULL
);
CREATE TABLE forms (form TEXT, concept INTEGER, PRIMARY KEY (form, concept)) WITHOUT ROWID;
CREATE TABLE words (word TEXT, concept INTEGER, PRIMARY KEY (word, concept)) WITHOUT ROWID;
CREATE TABLE readings (reading TEXT, term INTEGER, PRIMARY KEY (reading, term)) WITHOUT ROWID;
CREATE VIRTUAL TABLE pairs USING fts5(
    text, content='', columnsize=0, detail=none,
    tokenize="unicode61 remove_diacritics 0 categories 'L* M* N* P* S* Z* C*' separators ' '"
);
CREATE VIRTUAL TABLE threes USING fts5(
    text, content='', columnsize=0, detail=none, tokenize='trigram'
);
"""
_UNSORTED = """
CREATE TEMP TABLE new_terms (
    concept INTEGER, place INTEGER, length INTEGER, chinese INTEGER, folded TEXT
);
CREATE TEMP TABLE new_forms (form TEXT, concept INTEGER);
CREATE TEMP TABLE new_words (word TEXT, concept INTEGER);
CREATE TEMP TABLE new_readings (reading TEXT, term INTEGER);
"""
_SORTED = """
INSERT INTO terms (concept, place, length, chinese, folded)
    SELECT concept, place, length, chinese, folded FROM new_terms
    ORDER BY length, chinese, folded, concept, place;
INSERT INTO forms SELECT DISTINCT form, concept FROM new_forms WHERE form != '' ORDER BY 1, 2;
INSERT INTO words SELECT DISTINCT word, concept FROM new_words ORDER BY 1, 2;
DROP TABLE new_terms;
DROP TABLE new_forms;
DROP TABLE new_words;
"""
_FINISHED = """
INSERT INTO readings SELECT DISTINCT reading, term FROM new_readings ORDER BY 1, 2;
INSERT INTO pairs (pairs) VALUES ('optimize');
INSERT INTO threes (threes) VALUES ('optimize');
"""
_IN_HASTE = (  # nobody else sees the file before it is whole
    "page_size = 16384",
    "journal_mode = OFF",
    "synchronous = OFF",
    "locking_mode = EXCLUSIVE",
    "cache_size = -16384",  # KiB; also what a sort holds before it goes to disk
)
_TOGETHER = 5_000  # concepts or terms that are folded and written in one go

_PAIR = re.compile(f"(?=([{HAN}].|.[{HAN}]))", re.DOTALL)
_NO_LETTER = re.compile(rf"[\W_{CJK}-\U0010ffff]")

_Item = TypeVar("_Item")
_Placed = tuple[int, int, Term]  # number of the concept, place in it, term
# Number of the term, length, whether Chinese, folded text.
_Numbered = tuple[int, int, int, str]


def build(
    concepts: Iterable[Concept],
    path: str | Path,
    *,
    header: TermBase | None = None,
) -> int:
    """Write an index of concepts, in place of what stood there when it is whole; how many terms.

    What is known of the base beside its concepts is that of *header*. Raises FormatError for two
    concepts of one id and for half a surrogate pair in a text.
    """
    about = replace(TermBase() if header is None else header, concepts=())
    with (
        _errors_naming(path),
        atomic(path, encoding=None) as file,
        closing(sqlite3.connect(file.name)) as connection,
    ):
        for setting in _IN_HASTE:
            connection.execute(f"PRAGMA {setting}")
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.executescript(SCHEMA + _UNSORTED)
        connection.execute("INSERT INTO header VALUES (?)", (_json(about),))
        _write_concepts(connection, concepts)
        connection.executescript(_SORTED)
        count = _write_from_terms(connection)
        connection.executescript(_FINISHED)
        connection.commit()
    return count


@contextmanager
def _errors_naming(path: str | Path) -> Iterator[None]:
    """What stops the work, as a FormatError of this file, or of that from which concepts come."""
    try:
        yield
    except UnicodeEncodeError as error:
        character = f"U+{ord(error.object[error.start]):04X}"
        message = f"a text holds half a surrogate pair ({character}): {error.object[:40]!r}"
        raise FormatError(f"{message}; remove it", path) from None
    except FormatError as error:
        if error.path is not None:
            raise
        raise FormatError(error.message, path) from None
    except sqlite3.Error as error:
        raise FormatError(
            f"cannot be written as an index: {error}", path
        ) from None


def _write_concepts(
    connection: sqlite3.Connection, concepts: Iterable[Concept]
) -> None:
    """Write the concepts; what is known of their terms goes into the unsorted tables."""
    ids = SeenIds()
    words = set[str]()
    for some in _batches(enumerate(concepts), _TOGETHER):
        rows: list[tuple[int, str]] = []
        terms: list[_Placed] = []
        for number, concept in some:
            ids.add(concept.id)
            rows.append((number, _json(concept)))
            for place, term in enumerate(concept.terms):
                terms.append((number, place, term))
        connection.executemany("INSERT INTO concepts VALUES (?, ?)", rows)
        connection.executemany(
            "INSERT INTO new_terms VALUES (?, ?, ?, ?, ?)", _term_rows(terms)
        )
        connection.executemany(
            "INSERT INTO new_forms VALUES (?, ?)", _form_rows(terms)
        )
        connection.executemany(
            "INSERT INTO new_words VALUES (?, ?)", _word_rows(terms, words)
        )
    if ids.may_repeat():
        _check_ids(connection)


def _check_ids(connection: sqlite3.Connection) -> None:
    """Raise FormatError where two concepts have the same id."""
    ids = set[str]()
    for (value,) in connection.execute("SELECT value FROM concepts"):
        concept = msgspec.json.decode(value, type=Concept)
        if concept.id in ids:
            message = f"two concepts have the same id, {concept.id!r}"
            raise FormatError(f"{message}; merge them first")
        ids.add(concept.id)


def _term_rows(
    terms: Sequence[_Placed],
) -> Iterator[tuple[int, int, int, bool, str]]:
    """What the table of terms holds of each but its number; they are folded in one go."""
    texts = fold_each([term.text for _, _, term in terms])
    for (number, place, _), folded in zip(terms, texts, strict=True):
        yield number, place, len(folded), has_han(folded), folded


def _form_rows(terms: Sequence[_Placed]) -> Iterator[tuple[str, int]]:
    """(flat folded form, number of the concept) of all forms under which terms are looked for.

    Of mere hyphens nothing is left when they are flat: they stay as they are. A form with gaps is
    known by its first part.
    """
    forms: list[tuple[str, int]] = []
    for number, _, term in terms:
        for form, _, _ in searched_forms(term):
            forms.append((form.partition(SLOT)[0], number))
    flats = flatten_each([form for form, _ in forms])
    for flat, (form, number) in zip(flats, forms, strict=True):
        yield fold_case(flat).strip() or fold(form), number


def _word_rows(
    terms: Sequence[_Placed], words: set[str]
) -> Iterator[tuple[str, int]]:
    """(word of a term, one concept that has it) and (acronym, each concept that has it).

    *words* are those that have been written before.
    """
    for number, _, term in terms:
        if is_acronym(term.text):
            yield term.text.removesuffix("s").upper(), number
        elif is_language(term.lang, "en"):
            new_words = spelled_words(term) - words
            words |= new_words
            for word in sorted(new_words):
                yield word, number


def _write_from_terms(connection: sqlite3.Connection) -> int:
    """Fill the tables that are made of the terms in the order of their numbers; how many terms."""
    count = 0
    cursor = connection.execute(
        "SELECT number, length, chinese, folded FROM terms ORDER BY number"
    )
    while some := cursor.fetchmany(_TOGETHER):
        count += len(some)
        connection.executemany(
            "INSERT INTO texts VALUES (?, ?, ?, ?)", _text_rows(some)
        )
        connection.executemany(
            "INSERT INTO new_readings VALUES (?, ?)", _reading_rows(some)
        )
        connection.executemany(
            "INSERT INTO pairs (rowid, text) VALUES (?, ?)", _pair_rows(some)
        )
        connection.executemany(
            "INSERT INTO threes (rowid, text) VALUES (?, ?)", _three_rows(some)
        )
    return count


def _text_rows(
    terms: Sequence[_Numbered],
) -> Iterator[tuple[int, int, int, str]]:
    """(first number, length, whether Chinese, texts) of terms of one length."""
    for (length, chinese), group in groupby(terms, key=itemgetter(1, 2)):
        alike = list(group)
        texts = [folded for *_, folded in alike]
        yield alike[0][0], length, chinese, "\n".join(texts)


def _reading_rows(terms: Sequence[_Numbered]) -> Iterator[tuple[str, int]]:
    """(reading, number of the term)."""
    before = terms[0][0] - 1
    texts = [folded for *_, folded in terms]
    for reading, at in term_readings(texts):
        yield reading, before + at


def _pair_rows(terms: Sequence[_Numbered]) -> Iterator[tuple[int, str]]:
    for number, _, chinese, folded in terms:
        if chinese:
            yield number, " ".join(_pairs(folded))


def _three_rows(terms: Sequence[_Numbered]) -> Iterator[tuple[int, str]]:
    for number, _, _, folded in terms:
        letters = _letters_only(folded)
        if not letters.isspace():
            yield number, letters


def pieces_query(folded: str) -> tuple[str, str]:
    """The full-text table in which terms with such a part are found, and the query for it.

    The query is "" where the part is too short; what is found is to be compared with the part.

    >>> pieces_query("生产力"), pieces_query("gdp"), pieces_query("a")
    (('pairs', '"产力" AND "生产"'), ('threes', '" gd" AND "gdp"'), ('threes', ''))
    """
    if has_han(folded):
        table, pieces = "pairs", _pairs(folded)
    else:
        table, pieces = "threes", _threes(folded)
    quoted = [piece.replace('"', '""') for piece in pieces]
    return table, " AND ".join([f'"{piece}"' for piece in quoted])


def _pairs(folded: str) -> list[str]:
    """Each two neighbours one of which is Chinese; a blank is written as a stroke below."""
    return sorted(
        {pair[1].replace(" ", "_") for pair in _PAIR.finditer(folded)}
    )


def _threes(folded: str) -> list[str]:
    """Each three neighbours of a part of a term; its first letter begins a word there."""
    letters = _letters_only(folded)
    text = letters if in_word(folded[:1]) else letters[1:]
    return sorted({text[at : at + 3] for at in range(len(text) - 2)})


def _letters_only(folded: str) -> str:
    """A text with a blank before it and in the place of all that is no letter of a word."""
    return " " + _NO_LETTER.sub(" ", folded)


def _json(value: Concept | TermBase) -> str:
    return msgspec.json.encode(value).decode("utf-8")


def _batches(items: Iterable[_Item], size: int) -> Iterator[list[_Item]]:
    rest = iter(items)
    while some := [*islice(rest, size)]:
        yield some
