"""A term base in a file of SQLite, used without loading it.

    file ──TermIndex──▶ the verbs of a Matcher, and those of look-up

Texts are matched by a small Matcher of the concepts that can stand in them. A form stands in a text
only where it begins as the text does from some place on; so the forms that begin with the first
words (or the first four Chinese characters) from each place are fetched, and the Matcher of their
concepts decides, as the one of the whole base would.

The file is a cache that can be built again at any time; TSV and TBX are the truth. It may come from
anybody: its tables must be the ones that `build` makes, and a question has a budget.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cache, cached_property
from heapq import nsmallest
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any

import msgspec
from msgspec.structs import replace

from nqpterms.errors import FormatError
from nqpterms.files.pipes import seekable
from nqpterms.lang.chinese import CJK, has_han
from nqpterms.lang.english import is_word
from nqpterms.lang.normal_form import flatten, fold, in_word
from nqpterms.matching.index_tables import (
    APPLICATION,
    SCHEMA,
    VERSION,
    pieces_query,
)
from nqpterms.matching.matcher import Match, Matcher
from nqpterms.matching.term_lookup import TermHit, is_part, like, may_be_like
from nqpterms.model.alignment import Side
from nqpterms.model.termbase import Concept, TermBase

_CAREFUL = (  # whoever made the file
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "query_only = ON",
    "mmap_size = 268435456",
)
_LONGEST_VALUE = 2**26  # bytes of one value that is read
_STEPS = 100_000  # of SQLite's machine, between two looks at the budget
_BUDGET = 20_000  # looks for one question: a minute or two, enough for ten million terms
_FETCHED = 500  # values asked for in one statement
_WHOLE_FROM = 4  # code points of a text for each term, from which the whole base is loaded for it
_UNITS = 4  # of the beginning by which forms are fetched: a Chinese character is one, a word two
_LETTERS = 4  # of a slip in a word of five
_LAST = "\U0010ffff"

_CONCEPTS = "SELECT value FROM concepts WHERE number IN ({}) ORDER BY number"
_CONCEPTS_OF_FORMS = "SELECT form, concept FROM forms WHERE form IN ({})"
_CONCEPTS_OF_WORDS = "SELECT word, concept FROM words WHERE word IN ({})"
_CONCEPTS_BY_BEGINNING = (
    "SELECT form, concept FROM forms WHERE form >= ? AND form < ?"
)
_TERMS = """
SELECT terms.number, terms.place, concepts.value
    FROM terms JOIN concepts ON concepts.number = terms.concept WHERE terms.number IN ({})
"""
_TERMS_BY_READING = """
SELECT term FROM readings WHERE reading >= ? AND reading <= ? ORDER BY reading, term
"""
_TERMS_BY_PIECES = """
SELECT terms.number, terms.folded
    FROM {table} AS pieces CROSS JOIN terms ON terms.number = pieces.rowid
    WHERE pieces.{table} MATCH ? ORDER BY pieces.rowid
"""
_TEXTS = "SELECT first, joined FROM texts WHERE chinese = ? AND length BETWEEN ? AND ?"
_PLACE_OF_TERM = "SELECT concept, place FROM terms WHERE number = ?"

_DAMAGED = (
    *(
        ValueError,
        TypeError,
        LookupError,
        ArithmeticError,
        AttributeError,
        RecursionError,
    ),
    msgspec.MsgspecError,  # no ValueError in the older versions
    MemoryError,  # what SQLite says of a size that cannot be
)
_WORD = re.compile(r"[A-Za-z]+")
_CAPITALS = re.compile(r"[A-Z]{3,}")
_BETWEEN_WORDS = re.compile(r"[\s-]+")
# Figures, a word, a sign.
_UNIT = re.compile(rf"[0-9]+|(?:[^\W0-9_{CJK}-\U0010ffff])+|[^ ]")
_SMALL_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class TermIndex:
    """A term base in a file, open for use; it has the verbs of a Matcher and can be pickled.

    Use it in a ``with`` block, or close it. Raises FormatError for a file that is missing,
    damaged, of another kind or of another version.

    >>> import tempfile
    >>> from nqpterms.matching.index_tables import build
    >>> from nqpterms.model.termbase import Term
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
        lasting = seekable(path)
        if not lasting.is_file():
            raise FormatError("no such file; build the index first", path)
        address = f"{lasting.resolve().as_uri()}?mode=ro&immutable=1"
        self._connection = sqlite3.connect(
            address, uri=True, check_same_thread=False
        )
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
        if self._value("PRAGMA application_id") != APPLICATION:
            message = (
                "is no index of a term base; name a file that was built as one"
            )
            raise FormatError(message, self.path)
        version = self._value("PRAGMA user_version")
        if version != VERSION:
            message = f"is an index of version {version}, expected {VERSION}"
            raise FormatError(
                f"{message}; build it again from its TSV or TBX", self.path
            )
        if _tables_of(self._connection) != _our_tables():
            message = (
                "has other tables than an index of a term base; build it again"
            )
            raise FormatError(message, self.path)
        header = self._value("SELECT value FROM header")
        self._header = msgspec.json.decode(header, type=TermBase)
        self._size = int(
            self._value("SELECT coalesce(max(number), -1) + 1 FROM concepts")
        )
        self._terms = int(
            self._value("SELECT coalesce(max(number), 0) FROM terms")
        )

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
        return self._size

    @cached_property
    def base(self) -> TermBase:
        """The whole base, read from the file once."""
        with self._errors():
            rows = self._connection.execute(
                "SELECT value FROM concepts ORDER BY number"
            )
            decode = msgspec.json.Decoder(Concept).decode
            concepts = tuple([decode(value) for (value,) in rows])
        return replace(self._header, concepts=concepts)

    def find(self, text: str, *, language: str = "") -> list[Match]:
        """The terms in a text, the longest winning, in order and without overlap."""
        return self.within([text]).find(text, language=language)

    def find_all(self, text: str, *, language: str = "") -> list[Match]:
        """Every term in a text, also one inside another, in order of start, the longest first."""
        return self.within([text]).find_all(text, language=language)

    def find_all_in(
        self, texts: Sequence[str], *, language: str = ""
    ) -> list[list[Match]]:
        """What `find_all` gives of each of many texts."""
        return self.within(texts).find_all_in(texts, language=language)

    def within(
        self, texts: Sequence[str], *, slips: Side | None = None
    ) -> Matcher:
        """A Matcher that answers for these texts as that of the whole base does.

        Where *slips* is a language its base also answers what comes near its terms there: English
        words and acronyms are one letter away; of Chinese terms only the whole base can tell. For
        long texts it is the whole base.
        """
        is_loaded = "_whole" in self.__dict__
        if (
            is_loaded
            or slips == "zh"
            or sum(map(len, texts)) > _WHOLE_FROM * self._terms
        ):
            return self._whole
        with self._errors():
            numbers = self._standing_in(texts)
            if slips:
                numbers |= self._near_words_of(texts)
            concepts = tuple(self._concepts(numbers))
        return Matcher(replace(self._header, concepts=concepts))

    @cached_property
    def _whole(self) -> Matcher:
        return Matcher(self.base)

    # -- what look-up asks besides -----------------------------------------------------------------

    def same_as(self, folded: str) -> list[TermHit]:
        """The terms that are the folded query, in the order of the base."""
        form = flatten(folded).folded.strip() or folded
        hits: list[TermHit] = []
        with self._errors():
            numbers = {
                number
                for _, number in self._rows_of(_CONCEPTS_OF_FORMS, [form])
            }
            for concept in self._concepts(numbers):
                for term in concept.terms:
                    if fold(term.text) == folded:
                        hits.append(TermHit(concept, term))
        return hits

    def read_as(
        self, reading: str, *, limit: int, whole: bool
    ) -> list[TermHit]:
        """The Chinese terms whose reading, or whose initials, are letters or begin with them."""
        last = reading if whole else reading + _LAST
        with self._errors():
            rows = self._connection.execute(_TERMS_BY_READING, (reading, last))
            numbers = dict.fromkeys(number for (number,) in rows)
            return self._hits([*islice(numbers, limit)])

    def containing(self, folded: str, *, limit: int) -> list[TermHit]:
        """The terms of which the folded query is a part, the shortest first."""
        table, query = pieces_query(folded)
        if not query:
            return []
        with self._errors():
            rows = self._connection.execute(
                _TERMS_BY_PIECES.format(table=table), (query,)
            )
            numbers = (number for number, text in rows if is_part(folded, text))
            return self._hits([*islice(numbers, limit)])

    def similar(self, folded: str, *, limit: int) -> list[TermHit]:
        """The terms most like the folded query, equal ones in the order of the base."""
        lengths = [
            length
            for length in range(1 + 4 * len(folded))
            if may_be_like(folded, length)
        ]
        ranked: list[
            tuple[float, int, int, int]
        ] = []  # likeness turned, concept, place, number
        with self._errors():
            for first, joined in self._rows(
                _TEXTS, has_han(folded), lengths[0], lengths[-1]
            ):
                for at, likeness in like(folded, joined.split("\n")):
                    ((concept, place),) = self._rows(_PLACE_OF_TERM, first + at)
                    ranked.append((-likeness, concept, place, first + at))
            best = nsmallest(limit, ranked)
            hits = self._hits([number for *_, number in best])
        return [
            replace(hit, likeness=-negative)
            for hit, (negative, *_) in zip(hits, best, strict=True)
        ]

    # -- what is read for them ---------------------------------------------------------------------

    def _standing_in(self, texts: Iterable[str]) -> set[int]:
        """The numbers of the concepts of which a form may stand in one of the texts."""
        short = set[str]()
        places_of: dict[
            str, list[tuple[str, int]]
        ] = {}  # where each longer beginning stands
        for flat in {flatten(text).folded for text in texts}:
            for start, ends in _beginnings(flat):
                beginnings = [flat[start:end] for end in ends]
                if ends[-1] < len(flat):
                    places_of.setdefault(beginnings.pop(), []).append(
                        (flat, start)
                    )
                short.update(beginnings)
        numbers = {
            number for _, number in self._rows_of(_CONCEPTS_OF_FORMS, short)
        }
        for beginning, places in places_of.items():
            numbers |= self._going_on(beginning, places)
        return numbers

    def _going_on(
        self, beginning: str, places: Sequence[tuple[str, int]]
    ) -> set[int]:
        """The concepts of the forms that begin so and go on as a text does at one of the places."""
        numbers = set[int]()
        for form, number in self._rows(
            _CONCEPTS_BY_BEGINNING, beginning, beginning + _LAST
        ):
            if any(flat.startswith(form, start) for flat, start in places):
                numbers.add(number)
        return numbers

    def _near_words_of(self, texts: Sequence[str]) -> set[int]:
        """The numbers of the concepts that decide what is a slip in the texts.

        These are one with each word that is no English one or is one letter away from such a
        word, all with such acronyms, and those whose terms stand in a text once a slip is mended.
        """
        rights_of = {
            word: {word, *_one_letter_away(word)} for word in _odd_words(texts)
        }
        rows = self._rows_of(
            _CONCEPTS_OF_WORDS, set().union(*rights_of.values())
        )
        right_words = {word for word, _ in rows}
        mended = set[str]()
        for word, rights in rights_of.items():
            for right in (rights & right_words) - {word}:
                mended |= _mended(texts, word, right)
        return {number for _, number in rows} | self._standing_in(mended)

    def _concepts(self, numbers: Iterable[int]) -> Iterator[Concept]:
        """The concepts of these numbers, in the order of the base."""
        decode = msgspec.json.Decoder(Concept).decode
        for (value,) in self._rows_of(_CONCEPTS, sorted(numbers)):
            yield decode(value)

    def _hits(self, numbers: Sequence[int]) -> list[TermHit]:
        """The terms of these numbers, in their order."""
        decode = msgspec.json.Decoder(Concept).decode
        hits: dict[int, TermHit] = {}
        for number, place, value in self._rows_of(_TERMS, numbers):
            concept = decode(value)
            hits[number] = TermHit(concept, concept.terms[place])
        return [hits[number] for number in numbers]

    def _rows_of(self, statement: str, values: Iterable[object]) -> list[Any]:
        """What a statement gives for many values, some at a time."""
        rows: list[Any] = []
        rest = iter(values)
        while some := [*islice(rest, _FETCHED)]:
            rows += self._rows(
                statement.format(",".join("?" * len(some))), *some
            )
        return rows

    def _rows(self, statement: str, *values: object) -> list[Any]:
        return self._connection.execute(statement, values).fetchall()

    def _value(self, statement: str) -> Any:
        ((value,),) = self._rows(statement)
        return value

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
            why = " ".join(str(error).split())
            if self._budget < 0:
                why = "a query takes too long"
            message = f"is no index of a term base, or damaged ({why})"
            raise FormatError(
                f"{message}; build it again from its TSV or TBX", self.path
            ) from None


def _beginnings(flat: str) -> Iterator[tuple[int, list[int]]]:
    """Where a form may start in a flat text, and the ends of its first words or characters.

    There are at most four such units: what is longer than the last end begins so.

    >>> flat = "new quality productive"
    >>> [flat[start:end] for start, ends in _beginnings(flat) for end in ends]
    ['new', 'new quality', 'quality', 'quality productive', 'productive']
    """
    units = [unit.span() for unit in _UNIT.finditer(flat)]
    for at, (start, _) in enumerate(units):
        ends: list[int] = []
        weight = 0
        for begin, end in units[at : at + _UNITS]:
            if weight >= _UNITS:
                break
            weight += 2 if in_word(flat[begin]) else 1
            ends.append(end)
        yield start, ends


def _odd_words(texts: Iterable[str]) -> set[str]:
    """The words of texts that are no English ones, in small letters, and those in capitals."""
    odd_words = set[str]()
    for text in texts:
        for word in {word.lower() for word in _WORD.findall(text)}:
            if len(word) >= _LETTERS and not is_word(word):
                odd_words.add(word)
        odd_words.update(_CAPITALS.findall(text))
    return odd_words


def _one_letter_away(word: str) -> Iterator[str]:
    """The words with one letter more or less, or two neighbours changed about; case stays."""
    letters = _SMALL_LETTERS.upper() if word.isupper() else _SMALL_LETTERS
    for at in range(len(word) + 1):
        before, behind = word[:at], word[at:]
        yield before + behind[1:]
        yield before + behind[1:2] + behind[:1] + behind[2:]
        for letter in letters:
            yield before + letter + behind


def _mended(texts: Iterable[str], word: str, right: str) -> set[str]:
    """The texts in which a word stands, with the right one in its place and single blanks."""
    slip = re.compile(rf"(?<![A-Za-z]){word}(?![A-Za-z])", re.IGNORECASE)
    with_slip = [text for text in texts if slip.search(text)]
    return {
        _BETWEEN_WORDS.sub(" ", slip.sub(right, text)) for text in with_slip
    }


def _tables_of(connection: sqlite3.Connection) -> set[tuple[str, str, str]]:
    """(type, name, statement) of all tables; what is inside a full-text table SQLite has made."""
    tables = set[tuple[str, str, str]]()
    for kind, name, statement in connection.execute(
        "SELECT type, name, sql FROM sqlite_schema"
    ):
        beginning = str(statement)
        if name.startswith(("pairs_", "threes_")):
            beginning = beginning[: len("CREATE TABLE")]
        tables.add((kind, name, beginning))
    return tables


@cache
def _our_tables() -> set[tuple[str, str, str]]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(SCHEMA)
        return _tables_of(connection)
