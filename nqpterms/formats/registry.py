"""Every format is a row here: what files of it are called, who reads and writes it, what it loses.

    path ──suffix, or type──▶ row ──codec──▶ load, dump

Three kinds of things have files: bitexts (`BITEXTS`), term bases (`TERM_BASES`), and what comes of
the work (`RESULTS`, to write only). Error messages, the help of ``nqpterms convert`` and the tables
of docs/formats.md are printed from the rows. A new format is a file with its `load` and `dump`, a
function here that imports them when they are wanted, and a row.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Generic, Literal, Protocol, TypeVar

from msgspec import Struct

from nqpterms.errors import FormatError, NqptermsError
from nqpterms.files.budget import timed
from nqpterms.files.opening import bare_suffix, opened
from nqpterms.files.pipes import STANDARD_INPUT, seekable
from nqpterms.files.writing import atomic
from nqpterms.model.alignment import Segment
from nqpterms.model.termbase import Concept, TermBase
from nqpterms.terms.bundled import BUNDLED, glossary_names, glossary_path
from nqpterms.terms.selection import with_languages, with_statuses

Codec = TypeVar("Codec")


class LoadSegments(Protocol):
    """Reads the pairs of a file in order, as they are asked for."""

    def __call__(self, path: str | Path, /, *args: Any, **options: Any) -> Iterator[Segment]: ...


class DumpSegments(Protocol):
    """Writes pairs to a file, or raises FormatError for what the format cannot hold."""

    def __call__(
        self, segments: Iterable[Segment], path: str | Path, /, *args: Any, **options: Any
    ) -> None: ...


class LoadTerms(Protocol):
    """Reads the term base in a file."""

    def __call__(self, path: str | Path, /, *args: Any, **options: Any) -> TermBase: ...


class DumpTerms(Protocol):
    """Writes a term base to a file, and gives what was left out of it."""

    def __call__(
        self, base: TermBase, path: str | Path, /, *args: Any, **options: Any
    ) -> tuple[object, ...] | None: ...


class DumpLines(Protocol):
    """Gives a result as text, or its lines, each with its line end."""

    def __call__(self, result: Any, /, *args: Any, **options: Any) -> str | Iterable[str]: ...


class EditSegments(Protocol):
    """Gives the bytes of a file with some translations changed, by the number of their segment."""

    def __call__(self, path: str | Path, texts: Mapping[int, str], /) -> bytes: ...


class Format(Struct, Generic[Codec], frozen=True, kw_only=True):
    """A row of a registry.

    `name` is what ``--type``, ``--from``, ``--to`` and ``--format`` take, as any of the `suffixes`
    is. `codec` gives the functions that read and write it. `load_options` and `dump_options` are
    the names of their options (None: it cannot be read, or written). `holds` says what is in such
    a file, `loses` what has no place there. `edit` gives the function that changes it in place.
    """

    name: str
    suffixes: tuple[str, ...] = ()
    holds: str
    loses: str = ""
    codec: Callable[[], Codec]
    load_options: tuple[str, ...] | None = None
    dump_options: tuple[str, ...] | None = None
    edit: Callable[[], EditSegments] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The name and the suffixes, none twice."""
        return tuple(dict.fromkeys((self.name, *self.suffixes)))

    def can(self, verb: Literal["load", "dump"]) -> bool:
        """Whether files of the format can be read, or written."""
        options = self.load_options if verb == "load" else self.dump_options
        return options is not None


SegmentCodec = tuple[LoadSegments, DumpSegments]
TermCodec = tuple[LoadTerms | None, DumpTerms | None]

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


def _bitext_tsv() -> SegmentCodec:
    from nqpterms.formats.bitexts.bitext_tsv import dump, load

    return load, dump


def _bitext_csv() -> SegmentCodec:
    from nqpterms.formats.bitexts.bitext_tsv import dump_csv, load_csv

    return load_csv, dump_csv


def _bitext_jsonl() -> SegmentCodec:
    from nqpterms.formats.bitexts.records import dump_jsonl, load_jsonl

    return load_jsonl, dump_jsonl


def _bitext_parquet() -> SegmentCodec:
    from nqpterms.formats.bitexts.records import dump_parquet, load_parquet

    return load_parquet, dump_parquet


def _tmx() -> SegmentCodec:
    from nqpterms.formats.bitexts.tmx import dump, load

    return load, dump


def _xliff() -> SegmentCodec:
    from nqpterms.formats.bitexts.xliff import dump, load

    return load, dump


def _edit_tmx() -> EditSegments:
    from nqpterms.formats.bitexts.in_place import edited_xml
    from nqpterms.formats.bitexts.tmx import targets

    return partial(edited_xml, targets=targets)


def _edit_xliff() -> EditSegments:
    from nqpterms.formats.bitexts.in_place import edited_xml
    from nqpterms.formats.bitexts.xliff import targets

    return partial(edited_xml, targets=targets)


def _edit_po() -> EditSegments:
    from nqpterms.formats.bitexts.po import edited

    return edited


def _po() -> SegmentCodec:
    from nqpterms.formats.bitexts.po import dump, load

    return load, dump


def _edit_xlsx() -> EditSegments:
    from nqpterms.formats.bitexts.office_in_place import edited_xlsx

    return edited_xlsx


def _edit_docx() -> EditSegments:
    from nqpterms.formats.bitexts.office_in_place import edited_docx

    return edited_docx


def _bitext_xlsx() -> SegmentCodec:
    from nqpterms.formats.bitexts.office_tables import dump_xlsx, load_xlsx

    return load_xlsx, dump_xlsx


def _bitext_docx() -> SegmentCodec:
    from nqpterms.formats.bitexts.office_tables import dump_docx, load_docx

    return load_docx, dump_docx


BITEXTS: tuple[Format[SegmentCodec], ...] = (
    Format(
        name="tsv",
        suffixes=("tsv", "tab"),
        holds="TSV: `zh`, `en`, optional `doc`, `id`, `confidence`; other columns are properties",
        loses="tabs and line ends in a text, inline markup, a property twice",
        codec=_bitext_tsv,
        load_options=("broken", "untranslated"),
        dump_options=("lossy",),
    ),
    Format(
        name="csv",
        suffixes=("csv",),
        holds="CSV: the columns of the TSV; in a folder only where it is named",
        loses="as TSV, but for tabs and line ends",
        codec=_bitext_csv,
        load_options=("broken", "untranslated"),
        dump_options=("lossy",),
    ),
    Format(
        name="jsonl",
        suffixes=("jsonl", "ndjson", "json"),
        holds='JSON Lines: `{"zh": …, "en": …}`; the output of `nqpterms align`',
        codec=_bitext_jsonl,
        load_options=("broken", "untranslated"),
        dump_options=("lossy",),
    ),
    Format(
        name="tmx",
        suffixes=("tmx",),
        holds="TMX 1.4b",
        loses="control characters; of several variants in one language one is read",
        codec=_tmx,
        load_options=("variants",),
        dump_options=("zh", "en", "lossy"),
        edit=_edit_tmx,
    ),
    Format(
        name="xliff",
        suffixes=("xlf", "xliff", "sdlxliff", "mqxliff", "mxliff"),
        holds="XLIFF 1.2, also SDLXLIFF and MQXLIFF; XLIFF 2.0 and 2.1, written as 2.0",
        loses="as TMX; the layout of the file it was read from; in 2.0 ids that are no NMTOKEN, "
        "two directions in one file",
        codec=_xliff,
        load_options=("broken", "untranslated"),
        dump_options=("version", "zh", "en", "lossy"),
        edit=_edit_xliff,
    ),
    Format(
        name="po",
        suffixes=("po",),
        holds="PO (gettext); obsolete and untranslated entries are not read",
        loses="inline markup, a source text twice in one context",
        codec=_po,
        load_options=("broken", "untranslated"),
        dump_options=("zh", "en", "lossy"),
        edit=_edit_po,
    ),
    Format(
        name="xlsx",
        suffixes=("xlsx",),
        holds="a table in XLSX",
        loses="as TSV, but for tabs and line ends",
        codec=_bitext_xlsx,
        edit=_edit_xlsx,
        load_options=("sheet", "untranslated"),
        dump_options=("lossy",),
    ),
    Format(
        name="docx-table",
        suffixes=("docx",),
        holds="tables in DOCX; `check` reads a `.docx` as a document without `--type docx-table`",
        loses="as TSV, but for tabs and line ends; soft hyphens, text outside tables",
        codec=_bitext_docx,
        edit=_edit_docx,
        load_options=(),
        dump_options=("lossy",),
    ),
    Format(
        name="parquet",
        suffixes=("parquet",),
        holds="Parquet (`nqpterms[parquet]`): columns `zh`, `en`, and those of the JSON Lines",
        codec=_bitext_parquet,
        load_options=("broken",),
        dump_options=("lossy",),
    ),
)
"""The formats of pairs, in the order in which messages name them."""


def _glossary_tsv() -> TermCodec:
    from nqpterms.formats.terms.glossary_tsv import dump, load

    return load, dump


def _table(kind: str) -> TermCodec:
    from nqpterms.formats.terms.glossary_tables import dump, load

    return partial(load, kind=kind), partial(dump, kind=kind)


def _tbx() -> TermCodec:
    from nqpterms.formats.terms.tbx import dump, load

    return load, dump


def _multiterm() -> TermCodec:
    from nqpterms.formats.terms.xml_glossaries import load_multiterm

    return load_multiterm, None


def _tbx_min() -> TermCodec:
    from nqpterms.formats.terms.xml_glossaries import load_tbx_min

    return load_tbx_min, None


def _xliff_glossary() -> TermCodec:
    from nqpterms.formats.terms.xml_glossaries import load_xliff_glossary

    return load_xliff_glossary, None


def _skos() -> TermCodec:
    from nqpterms.formats.terms.skos import dump, load

    return load, dump


def _sqlite() -> TermCodec:
    from nqpterms.formats.terms.sqlite import dump, load

    return load, dump


def _accepted_candidates() -> TermCodec:
    from nqpterms.formats.results.candidate_tables import load

    return load, None


def _page(kind: str) -> TermCodec:
    from nqpterms.formats.terms.pages import dump

    return None, partial(dump, kind=kind)


def _engine(kind: str) -> TermCodec:
    from nqpterms.formats.terms.engine_dictionaries import dump

    return None, partial(dump, kind=kind)


def _table_format(name: str, holds: str) -> Format[TermCodec]:
    return Format(
        name=name,
        suffixes=() if name == "table" else (name,),
        holds=holds,
        loses="as the glossary TSV; formulas are made harmless and restored",
        codec=partial(_table, name),
        load_options=("columns", "sheet", "separators"),
        dump_options=("lossy",),
    )


def _engine_format(name: str, holds: str, loses: str) -> Format[TermCodec]:
    options = ("direction", "statuses", "zh", "en", "languages", "numeric_ids", "lossy")
    return Format(
        name=name,
        holds=holds,
        loses=loses,
        codec=partial(_engine, name),
        dump_options=options,
    )


TERM_BASES: tuple[Format[TermCodec], ...] = (
    Format(
        name="tsv",
        suffixes=("tsv", "txt", "tab", "utf8"),
        holds="the glossary TSV; read as a table where its header is another, or none",
        loses="history, unknown TBX categories, notes on a whole concept",
        codec=_glossary_tsv,
        load_options=(),
        dump_options=("lossy",),
    ),
    _table_format("table", "a table, whatever its suffix"),
    _table_format("csv", "a table with commas, semicolons or tabs"),
    _table_format("xlsx", "an Excel workbook"),
    Format(
        name="tbx",
        suffixes=("tbx", "xml"),
        holds="TBX 3 (ISO 30042:2019), DCA and DCT, and TBX 2 (2008), tig and ntig; Core, Min, "
        "Basic, Linguist",
        loses="what the dialect has no category for travels as marked notes",
        codec=_tbx,
        load_options=("gzipped",),
        dump_options=(
            *("version", "dialect", "style", "lossy", "languages", "statuses"),
            *("numeric_ids", "definitions", "marks", "about"),
        ),
    ),
    Format(
        name="multiterm",
        suffixes=("mtf",),
        holds="MultiTerm XML, `.xml` too; its labels are read as the heads of a table",
        codec=_multiterm,
        load_options=(),
    ),
    Format(
        name="tbx-min",
        holds="TBX-Min, the small format of 2013, in `.tbx` or `.xml`",
        codec=_tbx_min,
        load_options=(),
    ),
    Format(
        name="xliff-glossary",
        suffixes=("xlf", "xliff"),
        holds="the terms in an XLIFF file: the glossary module of version 2, marked terms",
        codec=_xliff_glossary,
        load_options=(),
    ),
    Format(
        name="ttl",
        suffixes=("ttl", "turtle"),
        holds="SKOS and SKOS-XL in Turtle (`nqpterms[skos]`)",
        loses="order of notes and sources, sources of definitions",
        codec=_skos,
        load_options=(),
        dump_options=("namespace", "xl", "lossy"),
    ),
    Format(
        name="sqlite",
        suffixes=("sqlite", "db"),
        holds="SQLite: for large term bases, which are then used without loading them",
        codec=_sqlite,
        load_options=(),
        dump_options=(),
    ),
    Format(
        name="candidates",
        holds="a table of candidates: its accepted rows",
        codec=_accepted_candidates,
        load_options=(),
    ),
    Format(
        name="md",
        suffixes=("md", "markdown"),
        holds="a glossary page in Markdown",
        loses="for reading only",
        codec=partial(_page, "md"),
        dump_options=("title",),
    ),
    Format(
        name="html",
        suffixes=("html", "htm"),
        holds="a glossary page in HTML",
        loses="for reading only",
        codec=partial(_page, "html"),
        dump_options=("title",),
    ),
    _engine_format("omegat", "OmegaT", "all but the pair and a comment"),
    _engine_format("deepl", "DeepL", "one target a source; 1,024 bytes a term, 10 MiB a file"),
    _engine_format("google", "Google", "1,023 bytes a term, 10,485,760 bytes a file"),
    _engine_format(
        "google-terms",
        "Google, equivalent term sets",
        "1,023 bytes a term, 10,485,760 bytes a file",
    ),
    _engine_format("amazon", "Amazon Translate", "200 bytes a term (about 66 Han), 10 MB a file"),
    _engine_format("azure", "Azure", "all but the pair"),
    _engine_format("memoq", "memoQ", "its column names past the first are not verified"),
)
"""The formats of term bases, in the order in which messages name them."""


def _finding_lines(name: str) -> DumpLines:
    from nqpterms.formats.results import decision_tables
    from nqpterms.formats.results import finding_formats as findings

    dumps: dict[str, DumpLines] = {
        "text": findings.dumps_text,
        "jsonl": findings.jsonl_lines,
        "csv": decision_tables.dumps_csv,
        "sarif": findings.dumps_sarif,
        "github": findings.dumps_github,
    }
    return dumps[name]


def _annotation_lines(name: str) -> DumpLines:
    from nqpterms.formats.results import annotated_rows

    dumps: dict[str, DumpLines] = {
        "jsonl": annotated_rows.annotation_lines,
        "block": annotated_rows.block_lines,
    }
    return dumps[name]


def _alignment_lines(name: str) -> DumpLines:
    from nqpterms.formats.results import alignments

    dumps: dict[str, DumpLines] = {
        "text": alignments.dump_text,
        "jsonl": alignments.dump_jsonl,
        "tsv": alignments.dump_tsv,
        "beads": alignments.dump_beads,
    }
    return dumps[name]


def _candidate_lines(name: str) -> DumpLines:
    from nqpterms.formats.results import candidate_tables as candidates

    dumps: dict[str, DumpLines] = {
        "tsv": candidates.dump_tsv,
        "jsonl": candidates.dump_jsonl,
    }
    return dumps[name]


def _concordance_lines(name: str) -> DumpLines:
    from nqpterms.formats.results import concordances

    dumps: dict[str, DumpLines] = {
        "text": concordances.dump_text,
        "tsv": concordances.dump_tsv,
        "jsonl": concordances.dump_jsonl,
    }
    return dumps[name]


def _history_lines(name: str) -> DumpLines:
    from nqpterms.formats.results import history_tables as histories

    dumps: dict[str, DumpLines] = {
        "text": histories.dump_text,
        "list": histories.dump_list,
        "jsonl": histories.dump_jsonl,
        "csv": histories.dump_csv,
        "html": histories.dump_html,
    }
    return dumps[name]


def _result(name: str, holds: str, lines: Callable[[str], DumpLines]) -> Format[DumpLines]:
    return Format(name=name, holds=holds, codec=partial(lines, name), dump_options=())


RESULTS: Mapping[str, tuple[Format[DumpLines], ...]] = {
    "findings": (
        _result("text", "by group, with the text round each place", _finding_lines),
        _result("jsonl", "one finding a line", _finding_lines),
        _result("csv", "a spreadsheet with a column to say what to ignore", _finding_lines),
        _result("sarif", "SARIF 2.1.0", _finding_lines),
        _result("github", "annotations of GitHub Actions", _finding_lines),
    ),
    "alignment": (
        _result("text", "every row for a reader", _alignment_lines),
        _result("jsonl", "every row; `load_alignment` reads it back", _alignment_lines),
        _result("tsv", "the finest level, as a bitext", _alignment_lines),
        _result("beads", "the finest level, by numbers alone", _alignment_lines),
    ),
    "annotations": (
        _result("jsonl", "one segment a line with its terms, as a bitext", _annotation_lines),
        _result("block", "a line a term, for a prompt", _annotation_lines),
    ),
    "candidates": (
        _result("tsv", "a table to decide on", _candidate_lines),
        _result("jsonl", "one candidate a line", _candidate_lines),
    ),
    "concordance": (
        _result("text", "the term with its context, lined up", _concordance_lines),
        _result("tsv", "one place a row", _concordance_lines),
        _result("jsonl", "one place a line", _concordance_lines),
    ),
    "history": (
        _result("text", "a paragraph a concept, with a sign a year", _history_lines),
        _result("list", "a line a concept", _history_lines),
        _result("jsonl", "one concept a line, with all counts", _history_lines),
        _result("csv", "one form and year a row", _history_lines),
        _result("html", "one page, the years drawn", _history_lines),
    ),
}
"""What can be written as lines of each result; a sink may add formats that are files."""


def format_names(rows: Iterable[Format[Any]], verb: Literal["load", "dump"]) -> str:
    """The names of the formats that can be read, or written, with commas.

    >>> format_names(BITEXTS, "load")
    'tsv, csv, jsonl, tmx, xliff, po, xlsx, docx-table, parquet'
    """
    names = []
    for row in rows:
        if row.can(verb):
            names.append(row.name)
    return ", ".join(names)


def bitext_options(name: str) -> tuple[str, ...]:
    """The options with which a bitext is written, by its format's name or suffix.

    >>> bitext_options("xlf")
    ('version', 'zh', 'en', 'lossy')
    """
    for row in BITEXTS:
        if name in row.names:
            return row.dump_options or ()
    return ()


def result_formats(result: str) -> tuple[str, ...]:
    """The names of the formats of a result.

    >>> result_formats("candidates")
    ('tsv', 'jsonl')
    """
    return tuple(row.name for row in RESULTS[result])


def result_lines(result: str, name: str) -> DumpLines:
    """The function that gives the lines of a result in a format."""
    return _row(RESULTS[result], name).codec()


def load_segments(
    path: str | Path,
    *,
    type: str = "",
    broken: Callable[[FormatError], None] | None = None,
    untranslated: bool = False,
    **options: Any,
) -> Iterator[Segment]:
    """The segments of a bitext file in order, streaming; ``.gz`` is unpacked on the way.

    The suffix says what the file is, or `type`; ``-`` is standard input, of which `type` must say
    it. Raises FormatError for what is no bitext that we know, and for a broken row with its line;
    with *broken* the error of a row is given to it, where rows stand for themselves (TSV, JSON
    Lines, Parquet), and the row is left out. With *untranslated* what has a source alone is read
    too, where a format leaves that out. Other `options` are those of the format: `sheet` of a
    workbook.
    """
    row = _bitext(path, type, "read")
    if untranslated and "untranslated" in (row.load_options or ()):
        options["untranslated"] = True
    _check_options(row.name, row.load_options, options)
    load: LoadSegments = partial(row.codec()[0], **options)
    if broken and "broken" in (row.load_options or ()):
        load = partial(load, broken=broken)
    return load(path)


def dump_segments(
    segments: Iterable[Segment], path: str | Path, *, type: str = "", **options: Any
) -> None:
    """Write segments to a file in the format of its suffix; it appears when it is whole.

    `options` are those of the format: `lossy` leaves out what it cannot hold, `zh` and `en` are
    language tags (TMX, XLIFF, PO), `version` is that of XLIFF. Raises FormatError, naming the
    segment, for what the format cannot hold.
    """
    row = _bitext(path, type, "written")
    _check_options(row.name, row.dump_options, options)
    dump = row.codec()[1]
    dump(segments, path, **options)


def edit_segments(
    path: str | Path,
    texts: Mapping[int, str],
    target: str | Path | None = None,
    *,
    type: str = "",
) -> None:
    """Change some translations of a bitext file, in it or in a copy, and not another byte.

    *texts* are the new translations by the place of their segment among those that `load_segments`
    gives, from 0. Raises FormatError for a format that is not changed in place, and for a file that
    would not come back as it was; then nothing is written.
    """
    row = _bitext(path, type, "changed")
    if row.edit is None:
        names = ", ".join(row.name for row in BITEXTS if row.edit)
        raise FormatError(f"is not changed in place as {row.name}: that goes for {names}", path)
    data = row.edit()(path, texts) if texts else Path(path).read_bytes()
    with atomic(target or path, encoding=None) as file:
        file.write(data)


def is_edited_in_place(path: str | Path, *, type: str = "") -> bool:
    """Whether a file is a bitext whose translations can be changed in it.

    >>> is_edited_in_place("a.sdlxliff"), is_edited_in_place("a.jsonl")
    (True, False)
    """
    kind = type or bare_suffix(path)
    return kind != "docx" and any(row.edit for row in BITEXTS if kind in row.names)


def is_bitext(path: str | Path, *, type: str = "") -> bool:
    """Whether a file is a bitext, by its suffix or *type*.

    A .docx is a document; type docx-table says that it is a bitext.

    >>> is_bitext("memory.tmx.gz"), is_bitext("report.md"), is_bitext("report.docx")
    (True, False, False)
    """
    kind = type or bare_suffix(path)
    return kind != "docx" and any(kind in row.names for row in BITEXTS)


def is_table_of_terms(path: str | Path) -> bool:
    """Whether a TSV is a glossary or a list of candidates, and so no bitext."""
    if bare_suffix(path) != "tsv":
        return False
    return _tsv_content(Path(path), {}) != "table"


def load_terms(source: str | Path | None = None, *, type: str = "", **options: Any) -> TermBase:
    """The term base in a file, or the bundled glossary of that name; all bundled ones without.

    The suffix says what the file is, or `type`: tsv, csv, xlsx, table (a table whatever its
    suffix), tbx, ttl; a table of candidates gives the accepted ones. `options` are those of the
    format, `columns` of a table among them.
    Raises FormatError for a broken file, NqptermsError for what does not exist.

    >>> load_terms("none-such")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    nqpterms.errors.NqptermsError: no glossary 'none-such': neither a file nor a bundled one ...
    """
    if source is None:
        return _all_bundled()
    path = path_of_glossary(source)
    row = _readable_row(path, type or _type_of_pipe(path), options)
    _check_options(row.name, row.load_options, options)
    load = row.codec()[0]
    assert load is not None, "a format with options of reading can be read"
    with timed(path, size=_size_of(path)):
        return load(path, **options)


def path_of_glossary(source: str | Path) -> Path:
    """The file that is meant: one that exists, standard input, or a bundled glossary."""
    path = Path(source)
    if str(source) == STANDARD_INPUT or path.exists():
        return path
    if str(source) in glossary_names():
        return glossary_path(str(source))
    names = ", ".join(glossary_names()) or "none"
    raise NqptermsError(f"no glossary '{source}': neither a file nor a bundled one ({names})")


_BEGINNINGS = ((b"PK\x03\x04", "xlsx"), (b"SQLite format 3", "sqlite"), (b"<", "tbx"))
"""What the files of term bases begin with; what begins in another way is a table."""


def _type_of_pipe(path: Path) -> str:
    """The suffix that what comes through standard input should have; "" for any other file."""
    if str(path) != STANDARD_INPUT:
        return ""
    with opened(path) as file:
        head = file.read(64)
    if head.startswith(b"\x1f\x8b"):
        raise FormatError("is packed with gzip: unpack it on the way (gunzip -c)", path)
    beginning = head.removeprefix(codecs.BOM_UTF8).lstrip()
    for start, name in _BEGINNINGS:
        if beginning.startswith(start):
            return name
    return "tsv"


def _size_of(path: Path) -> int:
    """The bytes of a file, or of what a pipe gave."""
    try:
        return seekable(path).stat().st_size
    except OSError:  # whoever opens it says what is wrong
        return 0


def term_base_format(path: str | Path) -> str:
    """The name of the format that a term base is read in, by its suffix and by what is in it.

    >>> from nqpterms.terms.bundled import glossary_path
    >>> term_base_format(glossary_path("policy"))
    'tsv'
    """
    return _readable_row(Path(path), "", {}).name


def _readable_row(path: Path, type: str, options: Mapping[str, Any]) -> Format[TermCodec]:
    """The row by which a file is read: several formats share the suffixes tsv and xml."""
    readable = [row for row in TERM_BASES if row.load_options is not None]
    row = _term_format(readable, path, type, "read")
    if row.name == "tsv":
        return _row(readable, _tsv_content(path, options))
    if row.name == "tbx":
        return _row(readable, _xml_content(path))
    return row


def _xml_content(path: Path) -> str:
    """The format of a term base in XML, by its root."""
    from nqpterms.files.xml import local_name, root_of

    with seekable(path).open("rb") as file:
        if file.read(2) == b"\x1f\x8b":
            return "tbx"
    root = root_of(path)
    name = local_name(root)
    if name == "mtf":
        return "multiterm"
    if name == "xliff":
        return "xliff-glossary"
    is_min = name.lower() == "tbx" and root.get("dialect") is not None
    return "tbx-min" if is_min else "tbx"


def dump_terms(
    base: TermBase, path: str | Path, *, type: str = "", **options: Any
) -> tuple[Any, ...]:
    """Write a term base to a file in the format of its suffix, or of `type`; gives what was lost.

    Nothing is lost unless the option `lossy` allows it; only dictionaries for engines and pages
    show a choice. `statuses` keeps only terms of these, `languages` renames tags (zh-Hans →
    zh-CN); other `options` are those of the format. Raises FormatError, naming the concept, for
    what the format cannot hold; then nothing is written.

    >>> dump_terms(TermBase(), "terms.docx")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    nqpterms.errors.FormatError: terms.docx: cannot be written as 'docx': expected one of tsv, ...
    """
    writable = [row for row in TERM_BASES if row.dump_options is not None]
    row = _term_format(writable, Path(path), type, "written")
    own = row.dump_options or ()
    if "statuses" in options and "statuses" not in own:
        base = with_statuses(base, options.pop("statuses"))
    if "languages" in options and "languages" not in own:
        base = with_languages(base, options.pop("languages"))
    _check_options(row.name, own, options)
    dump = row.codec()[1]
    assert dump is not None, "a format with options of writing can be written"
    return dump(base, path, **options) or ()


def dump_terms_over(base: TermBase, old: str | Path, path: str | Path) -> tuple[str, ...]:
    """Write a term base as the file *old*, changed in no more than it must be.

    That goes from one glossary TSV to another; every other format is written anew, by `dump_terms`.
    Gives what *old* has no column for. Raises FormatError as `dump_terms` does.
    """
    from nqpterms.formats.terms.glossary_lines import dump_over

    kinds = {bare_suffix(old), bare_suffix(path)}
    if kinds == {"tsv"} and _tsv_content(Path(old), {}) == "tsv":
        return dump_over(base, path, old=old)
    dump_terms(base, path)
    return ()


def _bitext(path: str | Path, type: str, verb: str) -> Format[SegmentCodec]:
    kind = type or bare_suffix(path)
    for row in BITEXTS:
        if kind in row.names:
            return row
    expected = format_names(BITEXTS, "load")
    message = f"a bitext cannot be {verb} as {kind!r}: expected one of {expected}"
    raise FormatError(message, path)


def _term_format(
    rows: Sequence[Format[TermCodec]], path: Path, type: str, verb: str
) -> Format[TermCodec]:
    kind = (type or bare_suffix(path)).lower()
    for row in rows:
        if kind in row.names:
            return row
    expected = ", ".join(row.name for row in rows)
    message = f"cannot be {verb} as {kind!r}: expected one of {expected}"
    raise FormatError(message, path)


def _row(rows: Iterable[Format[Codec]], name: str) -> Format[Codec]:
    return next(row for row in rows if row.name == name)


def _tsv_content(path: Path, options: Mapping[str, Any]) -> str:
    """The format of a TSV, by its header: several kinds of table have the suffix."""
    from nqpterms.formats.results.candidate_tables import is_candidates
    from nqpterms.formats.terms.glossary_tsv import is_glossary

    if options:
        return "table"  # the glossary TSV has nothing to choose
    if is_candidates(path):
        return "candidates"
    return "tsv" if is_glossary(path) else "table"


def _check_options(name: str, known: Iterable[str] | None, options: Mapping[str, Any]) -> None:
    """Raise NqptermsError for an option that the format does not have."""
    for option in options:
        if option not in (known or ()):
            expected = ", ".join(sorted(known or ())) or "none"
            raise NqptermsError(f"the format {name} has no option {option!r}: it takes {expected}")


def _all_bundled() -> TermBase:
    """The bundled glossaries as one; a concept that stands in two of them is an error."""
    concepts: dict[str, Concept] = {}
    for name in glossary_names():
        path = glossary_path(name)
        for concept in load_terms(path).concepts:
            if concept.id in concepts:
                message = f"concept {concept.id!r} stands in another bundled glossary too"
                raise FormatError(f"{message}: give it a name of its own", path)
            concepts[concept.id] = concept
    return TermBase(tuple(concepts.values()), BUNDLED)
