"""The formats of bitexts, and how one is read, written and changed in place.

path ──load_segments──▶ segments ──dump_segments──▶ path
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from nqpterms.errors import FormatError
from nqpterms.files.opening import bare_suffix
from nqpterms.files.writing import atomic
from nqpterms.formats.format_rows import (
    DumpSegments,
    EditSegments,
    Format,
    LoadSegments,
    check_options,
    format_names,
)
from nqpterms.model.alignment import Segment

SegmentCodec = tuple[LoadSegments, DumpSegments]


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


def _po() -> SegmentCodec:
    from nqpterms.formats.bitexts.po import dump, load

    return load, dump


def _bitext_xlsx() -> SegmentCodec:
    from nqpterms.formats.bitexts.office_tables import dump_xlsx, load_xlsx

    return load_xlsx, dump_xlsx


def _bitext_docx() -> SegmentCodec:
    from nqpterms.formats.bitexts.office_tables import dump_docx, load_docx

    return load_docx, dump_docx


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


def _edit_xlsx() -> EditSegments:
    from nqpterms.formats.bitexts.office_in_place import edited_xlsx

    return edited_xlsx


def _edit_docx() -> EditSegments:
    from nqpterms.formats.bitexts.office_in_place import edited_docx

    return edited_docx


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
        holds='JSON Lines: `{"zh": …, "en": …}`; the output of `nqpterms align`; an array '
        "of such, `source` and `target`, `src` and `tgt`, an object `translation`",
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
    check_options(row.name, row.load_options, options)
    load: LoadSegments = partial(row.codec()[0], **options)
    if broken and "broken" in (row.load_options or ()):
        load = partial(load, broken=broken)
    return load(path)


def dump_segments(
    segments: Iterable[Segment],
    path: str | Path,
    *,
    type: str = "",
    **options: Any,
) -> None:
    """Write segments to a file in the format of its suffix; it appears when it is whole.

    `options` are those of the format: `lossy` leaves out what it cannot hold, `zh` and `en` are
    language tags (TMX, XLIFF, PO), `version` is that of XLIFF. Raises FormatError, naming the
    segment, for what the format cannot hold.
    """
    row = _bitext(path, type, "written")
    check_options(row.name, row.dump_options, options)
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
        raise FormatError(
            f"is not changed in place as {row.name}: that goes for {names}",
            path,
        )
    data = row.edit()(path, texts) if texts else Path(path).read_bytes()
    with atomic(target or path, encoding=None) as file:
        file.write(data)


def is_edited_in_place(path: str | Path, *, type: str = "") -> bool:
    """Whether a file is a bitext whose translations can be changed in it.

    >>> is_edited_in_place("a.sdlxliff"), is_edited_in_place("a.jsonl")
    (True, False)
    """
    kind = type or bare_suffix(path)
    return kind != "docx" and any(
        row.edit for row in BITEXTS if kind in row.names
    )


def is_bitext(path: str | Path, *, type: str = "") -> bool:
    """Whether a file is a bitext, by its suffix or *type*.

    A .docx is a document; type docx-table says that it is a bitext.

    >>> is_bitext("memory.tmx.gz"), is_bitext("report.md"), is_bitext("report.docx")
    (True, False, False)
    """
    kind = type or bare_suffix(path)
    return kind != "docx" and any(kind in row.names for row in BITEXTS)


def bitext_options(name: str) -> tuple[str, ...]:
    """The options with which a bitext is written, by its format's name or suffix.

    >>> bitext_options("xlf")
    ('version', 'zh', 'en', 'lossy')
    """
    for row in BITEXTS:
        if name in row.names:
            return row.dump_options or ()
    return ()


def _bitext(path: str | Path, type: str, verb: str) -> Format[SegmentCodec]:
    kind = type or bare_suffix(path)
    for row in BITEXTS:
        if kind in row.names:
            return row
    expected = format_names(BITEXTS, "load")
    message = (
        f"a bitext cannot be {verb} as {kind!r}: expected one of {expected}"
    )
    raise FormatError(message, path)
