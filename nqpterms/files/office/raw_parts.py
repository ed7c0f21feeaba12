"""The parts of a package in their own characters, to be changed and put back.

package, part ──raw_part──▶ RawPart, its tree and where each element stands in its characters
path, {part: bytes} ──repacked──▶ the bytes of the package, all other parts as they were
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from nqpterms.errors import FormatError
from nqpterms.files.encoding import ExactText, exactly_decoded
from nqpterms.files.office.packages import Package
from nqpterms.files.xml import Element, declared_encoding, escape, parse_bytes
from nqpterms.files.xml.raw_elements import RawElement, raw_elements

"""Bytes of a part that is changed in place: its tree takes about seven times as much."""
PRESERVE = ' xml:space="preserve"'
"""What an element says whose blanks at the edges are text."""
# The first that a zip file can name: same input, same bytes.
_NEW_PART_TIME = (1980, 1, 1, 0, 0, 0)


class RawPart(Struct, frozen=True):
    """A part of a package: its tree, its characters, and where each element stands in them."""

    root: Element
    source: ExactText
    places: Mapping[Element, RawElement]

    @property
    def prefix(self) -> str:
        """The prefix of the part's own elements, with its colon."""
        return f"{self.root.prefix}:" if self.root.prefix else ""

    def raw(self, start: int, end: int) -> str:
        """Some characters of the part."""
        return self.source.text[start:end]


def raw_part(package: Package, part: str) -> RawPart:
    """A part as it is spelt; raises FormatError for one that would not come back as it was."""
    data = package.archive.read(part)
    name = f"{package.name}/{part}"
    source = exactly_decoded(data, declared_encoding(data, name), name=name)
    root = parse_bytes(data, name, is_large=True).getroot()
    places = raw_elements(source.text)
    elements = list(root.iter())
    if len(places) != len(elements):
        raise FormatError(
            "cannot be changed in place: its elements are not told apart", name
        )
    return RawPart(root, source, dict(zip(elements, places, strict=True)))


def repacked(path: str | Path, parts: Mapping[str, bytes]) -> bytes:
    """The package with some parts changed; all others hold what they held, in the same order.

    Parts that it does not have yet come last.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(packed, "w") as new:
        names = set()
        for item in old.infolist():
            names.add(item.filename)
            data = parts.get(item.filename)
            new.writestr(item, old.read(item) if data is None else data)
        for name, data in parts.items():
            if name not in names:
                new.writestr(
                    zipfile.ZipInfo(name, _NEW_PART_TIME),
                    data,
                    zipfile.ZIP_DEFLATED,
                )
    return packed.getvalue()


def element_text(text: str) -> str:
    """A text as it is spelt in an element."""
    return escape(text).replace("&quot;", '"')
