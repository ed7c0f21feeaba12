"""Translation memories: TMX 1.4b (LISA/GALA, 2005), read as Segments and written back.

A unit with one Chinese and one English variant is a Segment; of several in one language the first
counts, as it does in CAT tools. Its `tuid` is the segment's `id`, a property `doc` its document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

from nqpterms.alignment import Segment, Side
from nqpterms.errors import FormatError
from nqpterms.formats.inline import Codes, apart, local_name, together
from nqpterms.opening import bare_suffix
from nqpterms.places import Anchor, Place
from nqpterms.safexml import XML_LANG, Element, iterate, located, root_of, writer

_TRANSPARENT = frozenset({"hi", "sub"})
_PRIMARY = {"zh": "zh", "zho": "zh", "chi": "zh", "cmn": "zh", "en": "en", "eng": "en"}


def load(path: str | Path) -> Iterator[Segment]:
    """The units of a TMX that have both languages, in order, streaming."""
    gzipped = str(path).lower().endswith(".gz")
    root = root_of(path, gzipped=gzipped)
    if local_name(root) != "tmx":
        message = f"expected a TMX file (element tmx), found element {local_name(root)}"
        raise FormatError(message, path, 1)
    source, row = "", 0
    for element in iterate(path, ("{*}header", "{*}tu"), gzipped=gzipped):
        if local_name(element) == "header":
            source = element.get("srclang", "")
            continue
        row += 1
        segment = _segment(element, row, source)
        if segment:
            yield segment
