"""Additions to a package: what stands at the end of a part, and parts that are new.

A part that the package does not have yet takes a relationship of the part that refers to it and,
for what is not plain XML, a content type (ISO/IEC 29500-2).
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable

from nqpterms.files.edits import RawChange, with_changes
from nqpterms.files.office.packages import Package, attribute
from nqpterms.files.office.raw_parts import RawPart, raw_part
from nqpterms.files.xml import escape

CONTENT_TYPES = "[Content_Types].xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def at_end(part: RawPart, content: str) -> RawChange:
    """The change that puts some XML at the end of a part's root."""
    place = part.places[part.root]
    if not place.is_empty_tag:
        return RawChange(place.inner_end, place.inner_end, content)
    tag = part.raw(place.start, place.end)
    name = tag[1:].split()[0].rstrip("/>")
    return RawChange(
        place.start, place.end, f"{tag[:-2].rstrip()}>{content}</{name}>"
    )


def edited(part: RawPart, changes: Iterable[RawChange]) -> bytes:
    """The bytes of a part with some changes."""
    return part.source.encoded(with_changes(part.source.text, changes))


def with_relationships(
    package: Package, referring: str, targets: Iterable[tuple[str, str]]
) -> dict[str, bytes]:
    """The part of relationships of the part *referring*, with more of them: (type, part) each."""
    folder, file = posixpath.split(referring)
    name = posixpath.join(folder, "_rels", f"{file}.rels")
    if name not in package.names:
        spelt = _relationships([], folder, targets, "")
        return {
            name: f'{_HEAD}<Relationships xmlns="{_PACKAGE}">{spelt}</Relationships>'.encode()
        }
    part = raw_part(package, name)
    ids = [attribute(relation, "Id") or "" for relation in part.root]
    spelt = _relationships(ids, folder, targets, part.prefix)
    return {name: edited(part, [at_end(part, spelt)])}


def _relationships(
    ids: list[str], folder: str, targets: Iterable[tuple[str, str]], prefix: str
) -> str:
    spelt = ""
    number = 1
    for kind, target in targets:
        while f"rIdN{number}" in ids:
            number += 1
        path = posixpath.relpath(target, folder or ".")
        spelt += (
            f'<{prefix}Relationship Id="rIdN{number}" Type="{escape(kind)}" '
            f'Target="{escape(path)}"/>'
        )
        number += 1
    return spelt


def with_content_types(
    package: Package, types: Iterable[tuple[str, str]]
) -> dict[str, bytes]:
    """The part of content types with the types of more parts: (part, type) each."""
    part = raw_part(package, CONTENT_TYPES)
    spelt = ""
    for name, content_type in types:
        spelt += f'<{part.prefix}Override PartName="/{name}" ContentType="{content_type}"/>'
    return {CONTENT_TYPES: edited(part, [at_end(part, spelt)])}
