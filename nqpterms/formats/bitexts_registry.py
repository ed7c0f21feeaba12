"""A bitext file of any kind ↔ Segments: the suffix says what it is, `type` says it instead."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from nqpterms.errors import FormatError
from nqpterms.files.opening import bare_suffix
from nqpterms.model.alignment import Segment

READERS = {
    "tsv": "segment_tsv",
    "jsonl": "segment_jsonl",
    "tmx": "tmx",
    "xliff": "xliff",
    "po": "po",
    "xlsx": "segment_xlsx",
    "docx-table": "segment_docx",
    "parquet": "segment_parquet",
}
"""What can be read: the suffix, and the module of `nqpterms.formats` whose `load` it is."""

WRITERS = READERS
"""What can be written: the suffix, and the module whose `dump` it is."""

_ALIASES = {
    **dict.fromkeys(("ndjson", "json"), "jsonl"),
    **dict.fromkeys(("xlf", "sdlxliff", "mqxliff", "mxliff"), "xliff"),
    "tab": "tsv",
    "docx": "docx-table",
}


Note = Callable[[FormatError], None]
"""What is told of a broken row that is left out."""

_ROW_BY_ROW = ("tsv", "jsonl", "parquet")  # where a broken row says nothing about the next one


def load_segments(
    path: str | Path, *, type: str = "", broken: Note | None = None
) -> Iterator[Segment]:
    """The segments of a bitext file in order, streaming; ``.gz`` is unpacked on the way.

    The suffix says what the file is, or `type`; ``-`` is standard input, of which `type` must say
    it. Raises FormatError for what is no bitext that we know, and for a broken row with its line;
    with *broken* the error of a row is given to it, where rows stand for themselves (TSV, JSON
    Lines, Parquet), and the row is left out.
    """
    kind = _kind(path, type, READERS, "read")
    module = import_module(f"nqpterms.formats.{READERS[kind]}")
    load: Callable[[str | Path], Iterator[Segment]] = module.load
    if broken and kind in _ROW_BY_ROW:
        load = partial(module.load, broken=broken)
    return _from_standard_input(load) if str(path) == "-" else load(path)


def dump_segments(
    segments: Iterable[Segment], path: str | Path, *, type: str = "", **options: Any
) -> None:
    """Write segments to a file in the format of its suffix; it appears when it is whole.

    `options` are those of the format's `dump`: `lossy` leaves out what it cannot hold, `zh` and
    `en` are language tags (TMX, XLIFF, PO), `version` is that of XLIFF. Raises FormatError, naming
    the segment, for what the format cannot hold.
    """
    module = import_module(f"nqpterms.formats.{WRITERS[_kind(path, type, WRITERS, 'written')]}")
    module.dump(segments, path, **options)


def is_bitext(path: str | Path, *, type: str = "") -> bool:
    """Whether a file is a bitext, by its suffix or *type*.

    A .docx is a document; type docx-table says that it is a bitext.

    >>> is_bitext("memory.tmx.gz"), is_bitext("report.md"), is_bitext("report.docx")
    (True, False, False)
    """
    kind = type or bare_suffix(path)
    return kind != "docx" and _ALIASES.get(kind, kind) in READERS


def _from_standard_input(load: Callable[[str | Path], Iterator[Segment]]) -> Iterator[Segment]:
    """Some formats are looked at twice, so what comes by a pipe is kept in a file meanwhile."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "input")
        with path.open("wb") as file:
            shutil.copyfileobj(sys.stdin.buffer, file)
        try:
            yield from load(path)
        except FormatError as error:
            raise FormatError(error.message, "-", error.line) from None


def _kind(path: str | Path, type: str, known: dict[str, str], done: str) -> str:
    suffix = type or bare_suffix(path)
    kind = _ALIASES.get(suffix, suffix)
    if kind not in known:
        message = f"a bitext cannot be {done} as {suffix!r}: expected one of {', '.join(known)}"
        raise FormatError(message, path)
    return kind
