"""A term base in a file of SQLite, used without loading it.

    concepts ──build──▶ file ──TermIndex──▶ the verbs of a Matcher, and those of look-up

Texts are matched by a small Matcher of the concepts that can stand in them. A form stands in a text
only where it begins as the text does from some place on; so the forms that begin with the first
words (or the first four Chinese characters) from each place are fetched, and the Matcher of their
concepts decides, as the one of the whole base would.

Terms are numbered by the length of their folded text, then by the text itself: who looks for the
shortest ones first stops early. The inside of a term is found by full-text tables: pairs of
characters where one of them is Chinese, three letters elsewhere. What these find is compared with
the text itself.

The file is a cache that can be built again at any time; TSV and TBX are the truth. It may come from
anybody: its tables must be the ones that `build` makes, and a query has a budget.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cache, cached_property
from heapq import nsmallest
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

import msgspec
from msgspec.structs import replace

from nqpterms.errors import FormatError
from nqpterms.files.writing import atomic
from nqpterms.lang.chinese import HAN, has_han
from nqpterms.lang.english import is_word
from nqpterms.lang.normal_form import CJK, flatten, flatten_each, fold, fold_case, in_word
from nqpterms.lang.pinyin import term_readings
from nqpterms.matching.forms import is_acronym, searched_forms, spelled_words
from nqpterms.matching.lookup import TermHit, is_part, like, may_be_like
from nqpterms.matching.matcher import Choice, Match, Matcher
from nqpterms.model.termbase import Concept, Term, TermBase, is_language

_APPLICATION = 0x6E717074  # "nqpt": SQLite's mark of whose file it is
_VERSION = 3  # of the tables below
_SCHEMA = """
CREATE TABLE header (value TEXT NOT NULL);
CREATE TABLE concepts (number INTEGER PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE terms (
    number INTEGER PRIMARY KEY, concept INTEGER NOT NULL, place INTEGER NOT NULL,
    length INTEGER NOT NULL, chinese INTEGER NOT NULL, folded TEXT NOT NULL
);
CREATE TABLE texts (
    first INTEGER PRIMARY KEY, length INTEGER NOT NULL, chinese INTEGER NOT NULL,
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
_IN_HASTE = (  # nobody else sees the file before it is whole
    "page_size = 16384",
    "journal_mode = OFF",
    "synchronous = OFF",
    "locking_mode = EXCLUSIVE",
    "cache_size = -65536",  # KiB; also what a sort holds before it goes to disk
)
_CAREFUL = (  # whoever made the file
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "query_only = ON",
    "mmap_size = 268435456",
)
_LONGEST_VALUE = 2**26  # bytes of one value that is read
_STEPS = 100_000  # of SQLite's machine, between two looks at the budget
_BUDGET = 20_000  # looks for one question: a minute or two, enough for ten million terms
_TOGETHER = 5_000  # terms that are folded or written in one go
_FETCHED = 500  # values asked for in one statement
_WHOLE_FROM = 4  # code points of a text for each term, from which the whole base is loaded for it
_UNITS = 4  # of the beginning by which forms are fetched: a Chinese character is one, a word two
_LETTERS = 4  # of a slip in a word of five
_LAST = "\U0010ffff"

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
_ALL_TERMS = "SELECT number, length, chinese, folded FROM terms ORDER BY number"
_CONCEPTS = "SELECT value FROM concepts WHERE number IN ({}) ORDER BY number"
_CONCEPTS_OF_FORMS = "SELECT form, concept FROM forms WHERE form IN ({})"
_CONCEPTS_OF_WORDS = "SELECT word, concept FROM words WHERE word IN ({})"
_CONCEPTS_BY_BEGINNING = "SELECT form, concept FROM forms WHERE form >= ? AND form < ?"
_TERMS = """SELECT t.number, t.place, c.value FROM terms AS t JOIN concepts AS c
    ON c.number = t.concept WHERE t.number IN ({})"""
_TERMS_BY_READING = """SELECT term FROM readings WHERE reading >= ? AND reading <= ?
    ORDER BY reading, term"""
_TERMS_BY_PIECES = """SELECT t.number, t.folded FROM {table} AS p CROSS JOIN terms AS t
    ON t.number = p.rowid WHERE p.{table} MATCH ? ORDER BY p.rowid"""
_TEXTS = "SELECT first, joined FROM texts WHERE chinese = ? AND length BETWEEN ? AND ?"
_PLACE_OF_TERM = "SELECT concept, place FROM terms WHERE number = ?"
_DAMAGED = (
    *(ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RecursionError),
    MemoryError,  # what SQLite says of a size that cannot be
)

_WORD = re.compile(r"[A-Za-z]+")
_CAPITALS = re.compile(r"[A-Z]{3,}")
_BETWEEN_WORDS = re.compile(r"[\s-]+")
_NO_WORD = re.compile(rf"[\W_{CJK}-\U0010ffff]")
_UNIT = re.compile(rf"(?:(?!_)[^\W{CJK}-\U0010ffff])+|[^ ]")  # a word, another character
_BESIDE_HAN = re.compile(f"(?=([{HAN}].|.[{HAN}]))", re.DOTALL)
_Item = TypeVar("_Item")


class TermIndex:
    """A term base in a file, open for use; it has the verbs of a Matcher and can be pickled.

    Use it in a ``with`` block, or close it. Raises FormatError for a file that is missing,
    damaged, of another kind or of another version.

    >>> import tempfile
    >>> concept = Concept("npf", (Term("新质生产力", "zh-Hans"), Term("NQPF", "en")))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "terms.sqlite")
    ...     _ = build([concept], path)
    ...     with TermIndex(path) as index:
    ...         [match.concepts for match in index.find("發展新質生產力")]
    [frozenset({'npf'})]
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        if not self.path.is_file():
            raise FormatError("no such file; build the index first", path)
        address = f"{self.path.resolve().as_uri()}?mode=ro&immutable=1"
        self._connection = sqlite3.connect(address, uri=True, check_same_thread=False)
        self._budget = _BUDGET
        try:
            with self._errors():
                self._open()
        except FormatError:
            self.close()
            raise

    def _open(self) -> None:
        self._connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
        self._connection.set_progress_handler(self._is_over_budget, _STEPS)
        for setting in _CAREFUL:
            self._connection.execute(f"PRAGMA {setting}")
        ((owner,),) = self._rows("PRAGMA application_id")
        ((version,),) = self._rows("PRAGMA user_version")
        if owner != _APPLICATION:
            raise FormatError(
                "is no index of a term base; name a file that was built as one", self.path
            )
        if version != _VERSION:
            message = f"is an index of version {version}, expected {_VERSION}"
            raise FormatError(f"{message}; build it again from its TSV or TBX", self.path)
        if _tables_of(self._connection) != _expected_tables():
            raise FormatError(
                "has other tables than an index of a term base; build it again", self.path
            )
        ((header,),) = self._rows("SELECT value FROM header")
        self._header = msgspec.json.decode(header, type=TermBase)
        ((self._size,),) = self._rows("SELECT coalesce(max(number), -1) + 1 FROM concepts")
        ((self._terms,),) = self._rows("SELECT coalesce(max(number), 0) FROM terms")

    def __reduce__(self) -> tuple[type[TermIndex], tuple[Path]]:
        return TermIndex, (self.path,)

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

    # -- the verbs of a Matcher --------------------------------------------------------------------

    @property
    def size(self) -> int:
        """How many concepts there are."""
        return int(self._size)

    @cached_property
    def base(self) -> TermBase:
        """The whole base, read from the file once."""
        with self._errors():
            values = self._connection.execute("SELECT value FROM concepts ORDER BY number")
            decode = msgspec.json.Decoder(Concept).decode
            return replace(self._header, concepts=tuple([decode(value) for (value,) in values]))

    def find(self, text: str, *, language: str = "") -> list[Match]:
        """The terms in a text, the longest winning, in order and without overlap."""
        return self.within([text]).find(text, language=language)

    def find_all(self, text: str, *, language: str = "") -> list[Match]:
        """Every term in a text, also one inside another, in order of start, the longest first."""
        return self.within([text]).find_all(text, language=language)

    def find_all_in(self, texts: Sequence[str], *, language: str = "") -> list[list[Match]]:
        """What `find_all` gives of each of many texts."""
        return self.within(texts).find_all_in(texts, language=language)

    def holding(self, texts: Sequence[str], *, language: str, wanted: Choice) -> set[int]:
        """Which of many texts hold a form that *wanted* asks for, as `Matcher.holding`."""
        return self.within(texts).holding(texts, language=language, wanted=wanted)

    def within(self, texts: Sequence[str], *, slips: bool = False) -> Matcher:
        """A Matcher that answers for these texts as that of the whole base does.

        With *slips* its base also answers which words and acronyms of the texts are one letter
        away from those of terms. For long texts it is the whole base.
        """
        if sum(map(len, texts)) > _WHOLE_FROM * self._terms or "_whole" in self.__dict__:
            return self._whole
        with self._errors():
            numbers = self._standing_in(texts)
            if slips:
                numbers |= self._near_words_of(texts)
            return Matcher(replace(self._header, concepts=tuple(self._concepts(numbers))))

    @cached_property
    def _whole(self) -> Matcher:
        return Matcher(self.base)

    # -- what look-up asks besides -----------------------------------------------------------------

    def same_as(self, folded: str) -> list[TermHit]:
        """The terms that are the folded query, in the order of the base."""
        with self._errors():
            form = _form_of(flatten(folded).folded, folded)
            numbers = {number for _, number in self._named(_CONCEPTS_OF_FORMS, [form])}
            return [
                TermHit(concept, term)
                for concept in self._concepts(numbers)
                for term in concept.terms
                if fold(term.text) == folded
            ]

    def read_as(self, reading: str, *, limit: int, whole: bool) -> list[TermHit]:
        """The Chinese terms whose reading, or whose initials, are letters or begin with them."""
        last = reading if whole else reading + _LAST
        with self._errors():
            rows = self._connection.execute(_TERMS_BY_READING, (reading, last))
            numbers = dict.fromkeys(number for (number,) in rows)
            return self._hits([*islice(numbers, limit)])

    def containing(self, folded: str, *, limit: int) -> list[TermHit]:
        """The terms of which the folded query is a part, the shortest first."""
        is_chinese = has_han(folded)
        pieces = _pairs(folded) if is_chinese else _threes(folded)
        if not pieces:
            return []
        query = " AND ".join('"' + piece.replace('"', '""') + '"' for piece in pieces)
        statement = _TERMS_BY_PIECES.format(table="pairs" if is_chinese else "threes")
        with self._errors():
            rows = self._connection.execute(statement, (query,))
            numbers = (number for number, text in rows if is_part(folded, text))
            return self._hits([*islice(numbers, limit)])

    def similar(self, folded: str, *, limit: int) -> list[TermHit]:
        """The terms most like the folded query, equal ones in the order of the base."""
        ranked: list[tuple[float, int, int, int]] = []  # likeness turned, concept, place, number
        lengths = [n for n in range(1 + 4 * len(folded)) if may_be_like(folded, n)]
        with self._errors():
            for first, joined in self._rows(_TEXTS, has_han(folded), lengths[0], lengths[-1]):
                for at, likeness in like(folded, joined.split("\n")):
                    ((concept, place),) = self._rows(_PLACE_OF_TERM, first + at)
                    ranked.append((-likeness, concept, place, first + at))
            best = nsmallest(limit, ranked)
            hits = self._hits([number for *_, number in best])
        return [replace(hit, likeness=-item[0]) for hit, item in zip(hits, best, strict=True)]

    # -- what is read for them ---------------------------------------------------------------------

    def _standing_in(self, texts: Iterable[str]) -> set[int]:
        """The numbers of the concepts of which a form may stand in one of the texts."""
        whole = set[str]()
        begun: dict[str, list[tuple[str, int]]] = {}
        for flat in {flatten(text).folded for text in texts}:
            for start, ends in _beginnings(flat):
                beginnings = [flat[start:end] for end in ends]
                if ends[-1] < len(flat):
                    begun.setdefault(beginnings.pop(), []).append((flat, start))
                whole.update(beginnings)
        numbers = {number for _, number in self._named(_CONCEPTS_OF_FORMS, whole)}
        for beginning, places in begun.items():
            for form, number in self._rows(_CONCEPTS_BY_BEGINNING, beginning, beginning + _LAST):
                if number in numbers:
                    continue
                if any(flat.startswith(form, start) for flat, start in places):
                    numbers.add(number)
        return numbers

    def _near_words_of(self, texts: Sequence[str]) -> set[int]:
        """The numbers of the concepts that decide what is a slip in the texts.

        These are one with each word that is no English one or is one letter away from such a
        word, all with such acronyms, and those whose terms stand in a text once a slip is mended.
        """
        words = {word.lower() for text in texts for word in _WORD.findall(text)}
        odd = {word for word in words if len(word) >= _LETTERS and not is_word(word)}
        odd.update(*map(_CAPITALS.findall, texts))
        meant_by = {word: {word, *_one_letter_away(word)} for word in odd}
        rows = self._named(_CONCEPTS_OF_WORDS, set().union(*meant_by.values()))
        known = {word for word, _ in rows}
        mended = set[str]()
        for word, others in meant_by.items():
            slip = re.compile(rf"(?<![A-Za-z]){word}(?![A-Za-z])", re.IGNORECASE)
            for other in (others & known) - {word}:
                mended |= {slip.sub(other, text) for text in texts if slip.search(text)}
        evened = [_BETWEEN_WORDS.sub(" ", text) for text in mended]
        return {number for _, number in rows} | self._standing_in(evened)

    def _concepts(self, numbers: Iterable[int]) -> Iterator[Concept]:
        """The concepts of these numbers, in the order of the base."""
        decode = msgspec.json.Decoder(Concept).decode
        for some in _batches(sorted(numbers), _FETCHED):
            for (value,) in self._rows(_CONCEPTS.format(_places(some)), *some):
                yield decode(value)

    def _hits(self, numbers: Sequence[int]) -> list[TermHit]:
        """The terms of these numbers, in their order."""
        decode = msgspec.json.Decoder(Concept).decode
        hits: dict[int, TermHit] = {}
        for number, place, value in self._rows(_TERMS.format(_places(numbers)), *numbers):
            concept = decode(value)
            hits[number] = TermHit(concept, concept.terms[place])
        return [hits[number] for number in numbers]

    def _named(self, statement: str, names: Iterable[str]) -> list[tuple[str, int]]:
        """What a statement gives for many names, some at a time."""
        rows: list[tuple[str, int]] = []
        for some in _batches(names, _FETCHED):
            rows += self._rows(statement.format(_places(some)), *some)
        return rows

    def _rows(self, statement: str, *values: object) -> list[Any]:
        return self._connection.execute(statement, values).fetchall()

    def _is_over_budget(self) -> bool:
        self._budget -= 1
        return self._budget < 0

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """A new budget; and what SQLite or a damaged value says, as one clear error."""
        self._budget = _BUDGET
        try:
            yield
        except (sqlite3.Error, *_DAMAGED) as error:
            why = "a query takes too long" if self._budget < 0 else " ".join(str(error).split())
            message = f"is no index of a term base, or damaged ({why})"
            raise FormatError(f"{message}; build it again from its TSV or TBX", self.path) from None


def build(concepts: Iterable[Concept], path: str | Path, *, header: TermBase | None = None) -> int:
    """Write an index of concepts, in place of what stood there when it is whole; how many terms.

    What is known of the base beside its concepts is that of *header*. Raises FormatError for two
    concepts of one id and for half a surrogate pair in a text.
    """
    about = replace(TermBase() if header is None else header, concepts=())
    with atomic(path, encoding=None) as file, closing(sqlite3.connect(file.name)) as connection:
        try:
            for setting in _IN_HASTE:
                connection.execute(f"PRAGMA {setting}")
            connection.execute(f"PRAGMA application_id = {_APPLICATION}")
            connection.execute(f"PRAGMA user_version = {_VERSION}")
            connection.executescript(_SCHEMA + _UNSORTED)
            connection.execute("INSERT INTO header VALUES (?)", (_json(about),))
            rows = _concept_rows(connection, concepts)
            connection.executemany("INSERT INTO concepts VALUES (?, ?)", rows)
            connection.executescript(_SORTED)
            count = _fill_from_terms(connection)
            connection.executescript(_FINISHED)
            connection.commit()
        except UnicodeEncodeError as error:
            character = f"U+{ord(error.object[error.start]):04X}"
            message = f"a text holds half a surrogate pair ({character}): {error.object[:40]!r}"
            raise FormatError(f"{message}; remove it", path) from None
        except FormatError as error:
            if error.path is not None:  # of the file from which the concepts come
                raise
            raise FormatError(error.message, path) from None
        except sqlite3.Error as error:
            raise FormatError(f"cannot be written as an index: {error}", path) from None
    return count


def _concept_rows(
    connection: sqlite3.Connection, concepts: Iterable[Concept]
) -> Iterator[tuple[int, str]]:
    """The rows of the concepts; what else is known of them goes into the unsorted tables."""
    ids = set[str]()
    words = set[str]()
    numbered = enumerate(concepts)
    for some in _batches(numbered, _TOGETHER):
        for number, concept in some:
            if concept.id in ids:
                message = f"two concepts have the same id, {concept.id!r}; merge them first"
                raise FormatError(message)
            ids.add(concept.id)
            yield number, _json(concept)
        terms = [(number, place, term) for number, c in some for place, term in enumerate(c.terms)]
        connection.executemany("INSERT INTO new_terms VALUES (?, ?, ?, ?, ?)", _term_rows(terms))
        connection.executemany("INSERT INTO new_forms VALUES (?, ?)", _form_rows(terms))
        connection.executemany("INSERT INTO new_words VALUES (?, ?)", _word_rows(terms, words))


_Numbered = Sequence[tuple[int, int, Term]]  # number of the concept, place in it, term


def _term_rows(terms: _Numbered) -> Iterator[tuple[int, int, int, bool, str]]:
    """What the table of terms holds of each but its number; they are folded in one go."""
    texts = [term.text for _, _, term in terms]
    joined, at = fold("\x1e".join(texts)), 0  # folding moves no character
    for number, place, term in terms:
        length = len(term.text)
        folded = joined[at : at + length]
        yield number, place, length, has_han(folded), folded
        at += length + 1


def _form_rows(terms: _Numbered) -> Iterator[tuple[str, int]]:
    """(folded form, number of the concept) of all forms under which terms are looked for."""
    forms = [(form, number) for number, _, term in terms for form, _, _ in searched_forms(term)]
    flats = flatten_each([form for form, _ in forms])
    for flat, (form, number) in zip(flats, forms, strict=True):
        yield _form_of(fold_case(flat), fold(form)), number


def _form_of(flat: str, folded: str) -> str:
    """How a form is written in the table; of mere hyphens nothing is left when it is flat."""
    return flat.strip() or folded


def _word_rows(terms: _Numbered, words: set[str]) -> Iterator[tuple[str, int]]:
    """(word of a term, one concept that has it) and (acronym, each concept that has it).

    *words* are those that have been written before.
    """
    for number, _, term in terms:
        if is_acronym(term.text):
            yield term.text.removesuffix("s").upper(), number
        elif is_language(term.lang, "en"):
            new = spelled_words(term) - words
            words |= new
            for word in sorted(new):
                yield word, number


def _fill_from_terms(connection: sqlite3.Connection) -> int:
    """Fill the tables that are made of the terms in the order of their numbers; how many terms."""
    count = 0
    cursor = connection.execute(_ALL_TERMS)
    while some := cursor.fetchmany(_TOGETHER):
        count += len(some)
        texts = [folded for *_, folded in some]
        pairs = ((number, " ".join(_pairs(text))) for number, _, han, text in some if han)
        words = ((number, _words_only(text)) for number, _, _, text in some)
        threes = ((number, text) for number, text in words if not text.isspace())
        first = some[0][0] - 1
        connection.executemany("INSERT INTO texts VALUES (?, ?, ?, ?)", _alike_together(some))
        readings = ((reading, first + at) for reading, at in term_readings(texts))
        connection.executemany("INSERT INTO pairs (rowid, text) VALUES (?, ?)", pairs)
        connection.executemany("INSERT INTO threes (rowid, text) VALUES (?, ?)", threes)
        connection.executemany("INSERT INTO new_readings VALUES (?, ?)", readings)
    return count


def _alike_together(
    terms: Sequence[tuple[int, int, int, str]],
) -> Iterator[tuple[int, int, int, str]]:
    """(first number, length, whether Chinese, texts) of terms of one length, one a line."""
    for (length, chinese), group in groupby(terms, key=itemgetter(1, 2)):
        some = list(group)
        yield some[0][0], length, chinese, "\n".join([folded for *_, folded in some])


def _words_only(folded: str) -> str:
    """A text with a blank before it and in the place of all that is no letter of a word.

    Three letters with a blank before them begin a word.
    """
    return " " + _NO_WORD.sub(" ", folded)


def _pairs(folded: str) -> list[str]:
    """Each two neighbours one of which is Chinese; a blank is written as a stroke below."""
    return sorted({pair[1].replace(" ", "_") for pair in _BESIDE_HAN.finditer(folded)})


def _threes(folded: str) -> list[str]:
    """Each three neighbours of a part of a term; its first letter begins a word there."""
    words = _words_only(folded)
    text = words if in_word(folded[:1]) else words[1:]
    return sorted({text[at : at + 3] for at in range(len(text) - 2)})


def _beginnings(flat: str) -> Iterator[tuple[int, list[int]]]:
    """Where a form may start in a flat text, and the ends of its first words or characters.

    There are at most four such units; in the last end all longer forms agree.

    >>> [(flat[start:end]) for flat in ("new qualities",) for start, ends in _beginnings(flat)
    ...     for end in ends]
    ['new', 'new qualities', 'qualities']
    """
    units = [(unit.start(), unit.end()) for unit in _UNIT.finditer(flat)]
    for at, (start, _) in enumerate(units):
        ends: list[int] = []
        weight = 0
        for begin, end in units[at : at + _UNITS]:
            if weight >= _UNITS:
                break
            weight += 2 if in_word(flat[begin]) else 1
            ends.append(end)
        yield start, ends


def _one_letter_away(word: str) -> Iterator[str]:
    """The words with one letter more or less, or two neighbours changed about; case stays."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if word.isupper() else "abcdefghijklmnopqrstuvwxyz"
    for at in range(len(word) + 1):
        before, behind = word[:at], word[at:]
        yield before + behind[1:]
        if len(behind) > 1:
            yield before + behind[1] + behind[0] + behind[2:]
        for letter in letters:
            yield before + letter + behind


def _tables_of(connection: sqlite3.Connection) -> set[tuple[str, str, str]]:
    """(type, name, how it is made) of all tables; those inside a full-text table are its own."""
    tables = set[tuple[str, str, str]]()
    for type_, name, statement in connection.execute("SELECT type, name, sql FROM sqlite_schema"):
        is_inner = name.startswith(("pairs_", "threes_"))
        how = str(statement)
        tables.add((type_, name, how[: len("CREATE TABLE")] if is_inner else how))
    return tables


@cache
def _expected_tables() -> set[tuple[str, str, str]]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(_SCHEMA)
        return _tables_of(connection)


def _json(value: Concept | TermBase) -> str:
    return msgspec.json.encode(value).decode("utf-8")


def _places(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))


def _batches(items: Iterable[_Item], size: int) -> Iterator[list[_Item]]:
    rest = iter(items)
    while some := [*islice(rest, size)]:
        yield some
