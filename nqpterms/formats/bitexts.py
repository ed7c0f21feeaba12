"""A bitext file of any kind ↔ Segments: the suffix says what it is, `type` says it instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path

from nqpterms.alignment import Segment
from nqpterms.errors import FormatError
from nqpterms.opening import bare_suffix

READERS = {
    "tsv": "segment_tsv",
    "jsonl": "segment_jsonl",
    "tmx": "tmx",
}
"""What can be read: the suffix, and the module of `nqpterms.formats` whose `load` it is."""

WRITERS = {
    "tsv": "segment_tsv",
    "jsonl": "segment_jsonl",
    "tmx": "tmx",
}
"""What can be written: the suffix, and the module whose `dump` it is."""

_ALIASES = {"ndjson": "jsonl", "json": "jsonl", "tab": "tsv"}


def load_segments(path: str | Path, *, type: str = "") -> Iterator[Segment]:
    """The segments of a bitext file in order, streaming; ``.gz`` is unpacked on the way.

    Raises FormatError for what is no bitext that we know, and for a broken row with its line.
    """
    module = import_module(f"nqpterms.formats.{READERS[_kind(path, type, READERS, 'read')]}")
    segments: Iterator[Segment] = module.load(path)
    return segments


def dump_segments(segments: Iterable[Segment], path: str | Path, *, type: str = "") -> None:
    """Write segments to a file in the format of its suffix; it appears when it is whole."""
    module = import_module(f"nqpterms.formats.{WRITERS[_kind(path, type, WRITERS, 'written')]}")
    module.dump(segments, path)


def is_bitext(path: str | Path, *, type: str = "") -> bool:
    """Whether a file is a bitext, by its suffix or *type*.

    >>> is_bitext("memory.tmx.gz"), is_bitext("report.md")
    (True, False)
    """
    kind = type or bare_suffix(path)
    return _ALIASES.get(kind, kind) in READERS


def _kind(path: str | Path, type: str, known: dict[str, str], done: str) -> str:
    suffix = type or bare_suffix(path)
    kind = _ALIASES.get(suffix, suffix)
    if kind not in known:
        message = f"a bitext cannot be {done} as {suffix!r}: expected one of {', '.join(known)}"
        raise FormatError(message, path)
    return kind
