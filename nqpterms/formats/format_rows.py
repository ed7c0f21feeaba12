"""A format is a row: what files of it are called, who reads and writes it, what it loses.

    path ──suffix, or type──▶ row ──codec──▶ load, dump

Three kinds of things have files, and each has its table of rows: bitexts (`bitext_formats`), term
bases (`term_formats`), and what comes of the work (`result_formats`, to write only). Error
messages, the help of ``nqpterms convert`` and the tables of docs/formats.md are printed from the
rows. A new format is a file with its `load` and `dump`, a function beside the table that imports
them when they are wanted, and a row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Generic, Literal, Protocol, TypeVar

from msgspec import Struct

from nqpterms.errors import NqptermsError
from nqpterms.model.alignment import Segment
from nqpterms.model.concept_stream import ConceptStream
from nqpterms.model.termbase import TermBase

Codec = TypeVar("Codec")


class LoadSegments(Protocol):
    """Reads the pairs of a file in order, as they are asked for."""

    def __call__(
        self, path: str | Path, /, *args: Any, **options: Any
    ) -> Iterator[Segment]: ...


class DumpSegments(Protocol):
    """Writes pairs to a file, or raises FormatError for what the format cannot hold."""

    def __call__(
        self,
        segments: Iterable[Segment],
        path: str | Path,
        /,
        *args: Any,
        **options: Any,
    ) -> None: ...


class LoadTerms(Protocol):
    """Reads the term base in a file."""

    def __call__(
        self, path: str | Path, /, *args: Any, **options: Any
    ) -> TermBase: ...


class StreamTerms(Protocol):
    """Reads the term base in a file a concept at a time."""

    def __call__(
        self, path: str | Path, /, *args: Any, **options: Any
    ) -> ConceptStream: ...


class DumpTerms(Protocol):
    """Writes a term base to a file, and gives what was left out of it.

    One whose row says so takes a stream too.
    """

    def __call__(
        self, base: Any, path: str | Path, /, *args: Any, **options: Any
    ) -> tuple[object, ...] | None: ...


class DumpLines(Protocol):
    """Gives a result as text, or its lines, each with its line end."""

    def __call__(
        self, result: Any, /, *args: Any, **options: Any
    ) -> str | Iterable[str]: ...


class EditSegments(Protocol):
    """Gives the bytes of a file with some translations changed, by the number of their segment."""

    def __call__(
        self, path: str | Path, texts: Mapping[int, str], /
    ) -> bytes: ...


class Format(Struct, Generic[Codec], frozen=True, kw_only=True):
    """A row of a registry.

    `name` is what ``--type``, ``--from``, ``--to`` and ``--format`` take, as any of the `suffixes`
    is. `codec` gives the functions that read and write it. `load_options` and `dump_options` are
    the names of their options (None: it cannot be read, or written). `holds` says what is in such
    a file, `loses` what has no place there. `edit` gives the function that changes it in place,
    `stream` one that reads a term base a concept at a time; `takes_stream`: it is written so too.
    """

    name: str
    suffixes: tuple[str, ...] = ()
    holds: str
    loses: str = ""
    codec: Callable[[], Codec]
    load_options: tuple[str, ...] | None = None
    dump_options: tuple[str, ...] | None = None
    edit: Callable[[], EditSegments] | None = None
    stream: Callable[[], StreamTerms] | None = None
    takes_stream: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The name and the suffixes, none twice."""
        return tuple(dict.fromkeys((self.name, *self.suffixes)))

    def can(self, verb: Literal["load", "dump"]) -> bool:
        """Whether files of the format can be read, or written."""
        options = self.load_options if verb == "load" else self.dump_options
        return options is not None


OPTIONS: Mapping[str, str] = {
    "about": "a term base that gives a stream of concepts its name and description",
    "broken": "a function that is given the error of a broken row, which is then left out",
    "columns": "which column holds what: zh=2,en=3 by number or by header",
    "definitions": "where definitions stand: language or concept",
    "dialect": "the TBX dialect; another name than the four makes a private one",
    "direction": "zh-en or en-zh",
    "en": "the language tag of the English side",
    "gzipped": "whether the file is packed",
    "languages": "other names for language tags: zh-Hans=zh-CN",
    "lossy": "leave out what the format cannot hold instead of refusing it",
    "marks": "whether what TBX has no category for travels in marked notes",
    "namespace": "what the addresses of concepts begin with",
    "numeric_ids": "number the entries",
    "separators": "what parts several renderings in a cell",
    "sheet": "the sheet of a workbook, if not the first",
    "statuses": "keep only terms of these statuses",
    "style": "dca or dct; in version 2 tig or ntig",
    "title": "the heading of the page",
    "untranslated": "read also what has a source alone",
    "variants": "the language tags to take where a unit has several of one language: zh-TW",
    "version": "of TBX 3 or 2, of XLIFF 1.2 or 2.0",
    "xl": "whether each term gets a SKOS-XL label",
    "zh": "the language tag of the Chinese side",
}
"""What each option of a format does."""


def format_names(
    rows: Iterable[Format[Any]], verb: Literal["load", "dump"]
) -> str:
    """The names of the formats that can be read, or written, with commas.

    >>> from nqpterms.formats.bitext_formats import BITEXTS
    >>> format_names(BITEXTS, "load")
    'tsv, csv, jsonl, tmx, xliff, po, xlsx, docx-table, parquet'
    """
    names = []
    for row in rows:
        if row.can(verb):
            names.append(row.name)
    return ", ".join(names)


def row_named(rows: Iterable[Format[Codec]], name: str) -> Format[Codec]:
    """The row of a name that one of the rows has."""
    return next(row for row in rows if row.name == name)


def check_options(
    name: str, names: Iterable[str] | None, options: Mapping[str, Any]
) -> None:
    """Raise NqptermsError for an option that the format of this name does not take."""
    takes = sorted(names or ())
    for option in options:
        if option not in takes:
            expected = ", ".join(takes) or "none"
            raise NqptermsError(
                f"the format {name} has no option {option!r}: it takes {expected}"
            )
