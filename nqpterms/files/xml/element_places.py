"""Where the elements of an XML file begin, by line and column, in a file of any length.

    iterate ──▶ part 0, part 1 …  (what is in them: by lxml)
                     │
    ElementPlaces.of(an element, its part, the number of the part) ──▶ Place

lxml keeps the line where a start tag ends, in 16 bits, and no column. So the file is read a second
time, as far as somebody asks, by the parser of the standard library, which knows both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.parsers import expat

from nqpterms.files.budget import budget
from nqpterms.files.opening import opened
from nqpterms.files.remarks import overhearing
from nqpterms.files.xml.xml_parsing import Element, Source
from nqpterms.model.places import Place


class ElementPlaces:
    """The places of what `iterate` yields, and of what stands in it."""

    def __init__(
        self, path: str | Path, tags: Iterable[str], *, gzipped: bool = False
    ) -> None:
        names = frozenset(tag.rpartition("}")[2] for tag in tags)
        self._parts = enumerate(_places_by_part(path, names, gzipped=gzipped))
        self._at = -1
        self._places: list[Place] = []
        self._part: Element | None = None
        self._order: dict[Element, int] = {}  # of the elements in that part

    def of(self, inner: Element, part: Element, number: int) -> Place:
        """The place of *inner*, which is or stands in *part*, the part number *number* from 0.

        Numbers may only grow from one call to the next.
        """
        if self._part is not part:
            self._part = part
            self._order = {node: nth for nth, node in enumerate(part.iter())}
        return self.at(number, self._order[inner])

    def at(self, number: int, nth: int) -> Place:
        """The place of the element number *nth* (from 0) within the part number *number*."""
        while self._at < number:
            self._at, self._places = next(self._parts, (number, []))
        return self._places[nth] if nth < len(self._places) else Place()


def root_place(path: str | Path, *, gzipped: bool = False) -> Place:
    """Where the root element begins."""
    begun: list[Place] = []
    parser = expat.ParserCreate("utf-8")

    def start(_name: str, _attributes: dict[str, str]) -> None:
        begun.append(_place(parser))

    parser.StartElementHandler = start
    for _ in _fed(parser, path, gzipped=gzipped):
        if begun:
            return begun[0]
    return Place(1, 1)


def _places_by_part(
    path: str | Path, names: frozenset[str], *, gzipped: bool
) -> Iterator[list[Place]]:
    """For each element that bears one of the names, as it ends, the places of all in it."""
    unfinished: list[list[Place]] = []
    finished: list[list[Place]] = []
    # Which is what a Source makes of every file.
    parser = expat.ParserCreate("utf-8")

    def start(name: str, _attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] in names:
            unfinished.append([])
        if unfinished:
            place = _place(parser)
            for part in unfinished:
                part.append(place)

    def end(name: str) -> None:
        if name.rpartition(":")[2] in names:
            finished.append(unfinished.pop())

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    for _ in _fed(parser, path, gzipped=gzipped):
        yield from finished
        finished.clear()


def _fed(
    parser: expat.XMLParserType, path: str | Path, *, gzipped: bool
) -> Iterator[None]:
    """Feeds the parser a file, and stops at each chunk; it ends early where the file is broken."""
    with opened(path, gzipped=gzipped) as file:
        with overhearing():  # all of it was said the first time
            source = Source(file, str(path), budget().piece)
        while chunk := source.read():
            source.forget()
            try:
                parser.Parse(chunk)
            except expat.ExpatError:
                yield
                return
            yield


def _place(parser: expat.XMLParserType) -> Place:
    return Place(parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)
