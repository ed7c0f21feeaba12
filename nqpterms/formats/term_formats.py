"""The formats of term bases: files of glossaries, dictionaries for engines, pages for readers.

How one is read and written by its row is in `term_bases`.
"""

from __future__ import annotations

from functools import partial

from nqpterms.formats.format_rows import (
    DumpTerms,
    Format,
    LoadTerms,
    StreamTerms,
)

TermCodec = tuple[LoadTerms | None, DumpTerms | None]


def _glossary_tsv() -> TermCodec:
    from nqpterms.formats.terms.glossary_tsv import dump, load

    return load, dump


def _table(kind: str) -> TermCodec:
    from nqpterms.formats.terms.glossary_tables import dump, load

    return partial(load, kind=kind), partial(dump, kind=kind)


def _tbx() -> TermCodec:
    from nqpterms.formats.terms.tbx import dump, load

    return load, dump


def _tbx_stream() -> StreamTerms:
    from nqpterms.formats.terms.tbx import stream

    return stream


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
    options = (
        "direction",
        "statuses",
        "zh",
        "en",
        "languages",
        "numeric_ids",
        "lossy",
    )
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
        takes_stream=True,
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
        stream=_tbx_stream,
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
        takes_stream=True,
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
    _engine_format(
        "deepl",
        "DeepL",
        "one target a source; 1,024 bytes a term, 10 MiB a file",
    ),
    _engine_format(
        "google", "Google", "1,023 bytes a term, 10,485,760 bytes a file"
    ),
    _engine_format(
        "google-terms",
        "Google, equivalent term sets",
        "1,023 bytes a term, 10,485,760 bytes a file",
    ),
    _engine_format(
        "amazon",
        "Amazon Translate",
        "200 bytes a term (about 66 Han), 10 MB a file",
    ),
    _engine_format("azure", "Azure", "all but the pair"),
    _engine_format(
        "memoq", "memoQ", "its column names past the first are not verified"
    ),
)
"""The formats of term bases, in the order in which messages name them."""
