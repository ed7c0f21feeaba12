"""What is wrong with a TBX file, with line, level and category."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from nqpterms.errors import FormatError
from nqpterms.files.xml import XML_LANG, Element, Lines, iterate
from nqpterms.formats.tbx.categories import DIALECTS, LEVEL_NAMES, TAGS, Rule, rules_of
from nqpterms.formats.tbx.elements import local
from nqpterms.formats.tbx.header import CONSTRAINTS
from nqpterms.formats.tbx.reading import PARTS, tbx_root
from nqpterms.formats.tbx.structure import NCNAME, Inspection, inspect, is_language_tag

_UNKNOWN = ("", None)


class Problem(Struct, frozen=True):
    """One thing wrong in a TBX file.

    `level` is conceptEntry, langSec or termSec, or the part of the file around them; `concept`
    is the id of the entry, where there is one.
    """

    path: str
    line: int
    level: str
    category: str
    message: str
    concept: str = ""

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}: {self.level}"
        named = f" {self.concept}" if self.concept else ""
        return f"{where}{named}: {self.category} {self.message}"


def validate(path: str | Path, *, gzipped: bool = False) -> Iterator[Problem]:
    """Everything wrong with a TBX file, in the order of the file; dangling pointers come last.

    Structure, levels, picklists, ids and pointers, languages, dates, empty texts and characters
    are checked against the file's dialect; a private dialect may hold any further category. What
    is not XML at all is one problem, the last. Raises FormatError for a file that is not TBX.
    """
    root = tbx_root(path, gzipped=gzipped)
    yield from (Problem(str(path), 1, "tbx", what, why) for what, why in _root(root))
    try:
        yield from _parts(path, root, gzipped=gzipped)
    except FormatError as error:
        if error.line is None:
            raise
        yield Problem(str(path), error.line, "file", "XML", error.message)


def _root(root: Element) -> Iterator[tuple[str, str]]:
    if local(root.tag) == "tbx" and root.get("style") not in ("dca", "dct"):
        yield "style", f"{root.get('style', '')!r} is neither dca nor dct"
    if not root.get("type"):
        yield "type", "is missing"
    lang = root.get(XML_LANG) or root.get("lang")
    if not lang:
        yield "xml:lang", "is missing"
    elif not is_language_tag(lang):
        yield "xml:lang", f"{lang!r} is no language tag (BCP 47: zh-Hans)"


def _parts(path: str | Path, root: Element, *, gzipped: bool) -> Iterator[Problem]:
    file = _File(path, root, gzipped=gzipped)
    entries = headers = number = 0
    for number, element in enumerate(iterate(path, PARTS, gzipped=gzipped)):
        name = TAGS[element.tag][0] if element.tag in TAGS else ""
        if name == "conceptEntry":
            entries += 1
            yield from file.entry(element, number)
        elif name == "tbxHeader":
            headers += 1
            yield from file.header(element, number)
        elif name == "refObject":
            yield from file.reference(element, number)
    if not headers:
        yield Problem(str(path), 1, "tbx", "tbxHeader", "is missing")
    if not entries:
        yield Problem(str(path), 1, "tbx", "conceptEntry", "is missing: the file has none")
    yield from file.dangling()


class _File:
    """What is known of a file while it is read: its ids, and who points to an id not yet seen."""

    def __init__(self, path: str | Path, root: Element, *, gzipped: bool) -> None:
        self.path, self.gzipped = path, gzipped
        self.version = 2 if local(root.tag) == "martif" else 3
        style = "dca" if self.version == 2 else root.get("style", "dca")
        self.seen = Inspection(_rules(root, self.version), style, self.version)
        self.lines = Lines(path, PARTS, gzipped=gzipped)
        self.ids: set[str] = set()
        self.open: dict[str, tuple[int, int, str, str, str]] = {}

    def entry(self, entry: Element, number: int) -> Iterator[Problem]:
        seen = self.seen
        inspect(entry, seen)
        said = entry.get("id", "")
        if seen.complaints:
            for node, level, category, message in seen.complaints:
                line = self.lines.of(node, entry, number)
                yield self._problem(line, LEVEL_NAMES[level], category, message, said)
            seen.complaints.clear()
        yield from self._claimed(entry, number, said)
        for target, node, level, category in seen.pointers:
            if target not in self.ids and target not in self.open:
                nth = next(n for n, inner in enumerate(entry.iter()) if inner is node)
                self.open[target] = (number, nth, LEVEL_NAMES[level], category, said)
        seen.pointers.clear()
        before = entry.getprevious()
        if before is not None and TAGS.get(before.tag, _UNKNOWN)[0] != "conceptEntry":
            line = int(before.sourceline or 1)
            yield self._problem(line, "body", local(before.tag), "does not belong in the body")

    def header(self, header: Element, number: int) -> Iterator[Problem]:
        names = [local(node.tag) for node in header.iter()]
        for needed in ("fileDesc", "sourceDesc", "p"):
            if needed not in names:
                line = self.lines.of(header, header, number)
                yield self._problem(line, "tbxHeader", needed, "is missing")
                break
        if self.version == 2 and not any("Basic" in (p.text or "") for p in _constraints(header)):
            self.seen.rules = None

    def reference(self, reference: Element, number: int) -> Iterator[Problem]:
        for node in reference.iter():
            if said := node.get("id"):
                self.seen.ids.append((said, node))
        section = reference.getparent()
        if section is None or not section.get("type"):
            line = self.lines.of(reference, reference, number)
            yield self._problem(line, "back", "refObject", "stands in a section without a type")
        yield from self._claimed(reference, number, "")

    def dangling(self) -> Iterator[Problem]:
        again = Lines(self.path, PARTS, gzipped=self.gzipped)
        for target, (number, nth, level, category, concept) in self.open.items():
            message = f"points to {target!r}, an id that is not in the file"
            yield self._problem(again.at(number, nth), level, category, message, concept)

    def _claimed(self, part: Element, number: int, concept: str) -> Iterator[Problem]:
        for said, node in self.seen.ids:
            why = "is there twice; ids are unique in a file" if said in self.ids else ""
            if not NCNAME.fullmatch(said) and self.version == 3:
                why = "is no XML id: a letter first, no colon, no space"
            if why:
                line = self.lines.of(node, part, number)
                name = TAGS.get(node.tag, (local(node.tag), None))[0]
                yield self._problem(line, name, "id", f"{said!r} {why}", concept)
            self.ids.add(said)
            self.open.pop(said, None)
        self.seen.ids.clear()

    def _problem(
        self, line: int, level: str, category: str, message: str, concept: str = ""
    ) -> Problem:
        return Problem(str(self.path), line, level, category, message, concept)


def _rules(root: Element, version: int) -> Mapping[str, Rule] | None:
    if version == 2:
        return rules_of("TBX-Basic", 2)
    said = root.get("type", "")
    return rules_of(said) if said in DIALECTS else None


def _constraints(header: Element) -> Iterator[Element]:
    yield from (p for p in header.iter("{*}p", "p") if p.get("type") in CONSTRAINTS)
