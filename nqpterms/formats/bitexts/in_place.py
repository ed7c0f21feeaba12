"""A bitext file changed in place: some translations, and not another byte.

    path, {number of a segment: its new translation} ──edited_xml──▶ the bytes of the file

The number of a segment is its place among those that `load` gives, from 0. Of a translation only
the words change that differ; its inline codes stay where they are.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from nqpterms.errors import FormatError
from nqpterms.files.edits import RawChange, RawText, raw_changes, with_changes
from nqpterms.files.encoding import exactly_decoded
from nqpterms.files.opening import opened, read_whole
from nqpterms.files.xml import Element, declared_encoding, escape, parse_bytes
from nqpterms.files.xml.raw_elements import RawElement, raw_elements, raw_texts
from nqpterms.formats.bitexts.inline_codes import text_nodes

Texts = Mapping[int, str]
"""New translations by the number of their segment, from 0."""


class InPlaceTarget(NamedTuple):
    """The element that holds a translation, its text, and what of it is text and what is none."""

    element: Element
    text: str
    transparent: frozenset[str]
    mark: re.Pattern[str] | None = None


def edited_xml(
    path: str | Path,
    texts: Texts,
    targets: Callable[[Element, str | Path], Iterator[InPlaceTarget]],
) -> bytes:
    """The bytes of an XML file with some translations changed.

    *targets* gives the translations of a tree, in the order of `load`. Raises FormatError for a
    file that would not come back as it was, and for a text that XML cannot hold.
    """

    def changes_of(tree: RawTree) -> Iterator[RawChange]:
        count = 0
        for number, target in enumerate(targets(tree.root, path)):
            count += 1
            if number in texts and texts[number] != target.text:
                yield from _changes(
                    target, texts[number], tree.text, tree.places, path
                )
        if any(number >= count for number in texts):
            raise FormatError(
                f"has {count} segments, and not {max(texts) + 1}", path
            )

    return changed_xml(path, changes_of)


def raw_translations(
    path: str | Path,
    targets: Callable[[Element, str | Path], Iterator[InPlaceTarget]],
) -> list[tuple[RawText, ...]]:
    """Each translation of an XML file piece by piece, with the range that spells each piece.

    They come in the order of `load`. Raises FormatError as `edited_xml` does.
    """
    with opened(path, gzipped=str(path).lower().endswith(".gz")) as file:
        data = read_whole(file, path)
    text = exactly_decoded(
        data, declared_encoding(data, str(path)), name=path
    ).text
    root = parse_bytes(data, str(path), is_large=True).getroot()
    places = _placed_elements(root, text, path)
    translations = []
    for target in targets(root, path):
        translations.append(tuple(_translation_pieces(target, text, places)))
    return translations


class RawTree(NamedTuple):
    """An XML file: its tree, its characters, and where each element stands in them."""

    root: Element
    text: str
    places: Mapping[Element, RawElement]


def changed_xml(
    path: str | Path, changes_of: Callable[[RawTree], Iterable[RawChange]]
) -> bytes:
    """The bytes of an XML file with the changes that *changes_of* gives for its tree.

    Raises FormatError for a file that would not come back as it was.
    """
    is_packed = str(path).lower().endswith(".gz")
    with opened(path, gzipped=is_packed) as file:
        data = read_whole(file, path)
    exact = exactly_decoded(data, declared_encoding(data, str(path)), name=path)
    root = parse_bytes(data, str(path), is_large=True).getroot()
    places = _placed_elements(root, exact.text, path)
    changes = list(changes_of(RawTree(root, exact.text, places)))
    edited = exact.encoded(with_changes(exact.text, changes))
    if changes:  # what is taken out may bring signs together that mean something else in XML
        parse_bytes(edited, str(path), is_large=True)
    return gzip.compress(edited, mtime=0) if is_packed else edited


def _placed_elements(
    root: Element, source: str, path: str | Path
) -> dict[Element, RawElement]:
    """The place of each element in the characters of its file."""
    places = raw_elements(source)
    elements = list(root.iter())
    if len(places) != len(elements):
        raise FormatError(
            "cannot be changed in place: its elements are not told apart", path
        )
    return dict(zip(elements, places, strict=True))


def _changes(
    target: InPlaceTarget,
    new: str,
    source: str,
    places: Mapping[Element, RawElement],
    path: str | Path,
) -> Iterator[RawChange]:
    """The changes that make a translation another one."""
    pieces = _translation_pieces(target, source, places)
    if "".join(piece.text for piece in pieces) != target.text:
        message = (
            f"cannot be changed in place: {target.text[:40]!r} "
            f"is not spelt there as it is read"
        )
        raise FormatError(message, path, target.element.sourceline)
    if pieces:
        yield from raw_changes(pieces, new, escape=spelt_between_tags)
    else:
        yield _filled(places[target.element], new, source)


def _translation_pieces(
    target: InPlaceTarget, source: str, places: Mapping[Element, RawElement]
) -> list[RawText]:
    """The pieces of a translation, without what a tool marks in it."""
    pieces = list(_pieces(target, source, places))
    return list(_without_marks(pieces, target.mark)) if target.mark else pieces


def _pieces(
    target: InPlaceTarget, source: str, places: Mapping[Element, RawElement]
) -> Iterator[RawText]:
    """The text of a translation, piece by piece, where it stands in the file."""
    for element, is_behind in text_nodes(target.element, target.transparent):
        place = places[element]
        if is_behind:
            after = element.getnext()
            start = place.end
            end = (
                places[element.getparent()].inner_end
                if after is None
                else places[after].start
            )
        else:
            start = place.inner_start
            end = places[element[0]].start if len(element) else place.inner_end
        yield from raw_texts(source, start, end)


def _without_marks(
    pieces: Iterable[RawText], mark: re.Pattern[str]
) -> Iterator[RawText]:
    """The pieces without the marks that a tool writes into its texts."""
    whole = list(pieces)
    text = "".join(piece.text for piece in whole)
    hidden = [match.span() for match in mark.finditer(text)]
    at = 0
    for piece in whole:
        yield from _outside(piece, at, hidden)
        at += len(piece.text)


def _outside(
    piece: RawText, at: int, hidden: Iterable[tuple[int, int]]
) -> Iterator[RawText]:
    """The parts of a piece, which begins at *at* of the text, that lie outside hidden spans."""
    begin, end = at, at + len(piece.text)
    for start, stop in hidden:
        if stop <= begin or start >= end:
            continue
        if begin < start:
            yield _part(piece, begin - at, start - at)
        begin = stop
    if begin < end:
        yield _part(piece, begin - at, end - at)


def _part(piece: RawText, start: int, end: int) -> RawText:
    if piece.end - piece.start != len(piece.text):
        return piece  # an entity is one
    text = piece.text[start:end]
    return RawText(piece.start + start, piece.start + end, text, piece.is_cdata)


def _filled(place: RawElement, new: str, source: str) -> RawChange:
    """The change that puts a text into an element without one."""
    if not place.is_empty_tag:
        return RawChange(
            place.inner_start, place.inner_start, spelt_between_tags(new)
        )
    tag = source[place.start : place.end]
    name = tag[1:].split()[0].rstrip("/>")
    opening = tag[:-2].rstrip()
    return RawChange(
        place.start, place.end, f"{opening}>{spelt_between_tags(new)}</{name}>"
    )


def spelt_between_tags(text: str) -> str:
    """A text as it stands between tags: a quotation mark needs no escape there.

    A bracket does where "]]>" might come of it with what stands behind.
    """
    spelt = escape(text).replace("&quot;", '"').replace("]]", "]&#93;")
    return f"{spelt[:-1]}&#93;" if spelt.endswith("]") else spelt
