"""What is wrong with a TBX file, with line, level and category."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, cast

from msgspec import Struct, field

from nqpterms.errors import FormatError
from nqpterms.files.xml import XML_LANG, Element, Lines, iterate
from nqpterms.formats.terms.tbx.categories import (
    AUXILIARY,
    DIALECTS,
    GROUP_CONTENT,
    HEAD_OF,
    INLINE,
    LEVEL_NAMES,
    RULES,
    TAGS,
    Level,
    Rule,
    rules_of,
)
from nqpterms.formats.terms.tbx.elements import BLANK, local
from nqpterms.formats.terms.tbx.tbx_reader import CONSTRAINTS, PARTS, tbx_root

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


# Controls that XML allows and no text wants, non-characters, and the sign of a failed decoding.
BAD_CHARACTER = re.compile("[\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffd\ufffe\uffff]")
# RFC 5646, langtag and private use; the grandfathered tags are left out.
LANGUAGE_TAG = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*(?:-[0-9a-wyz](?:-[a-z0-9]{2,8})+)*"
    r"(?:-x(?:-[a-z0-9]{1,8})+)?|x(?:-[a-z0-9]{1,8})+",
    re.IGNORECASE,
)
NCNAME = re.compile(r"[^\W\d][\w.\-·]*")

_UNKNOWN = ("", None)
_ATTRIBUTES = frozenset({"type", "id", "target", "datatype", "module", XML_LANG})
_TERM_NOTES = ("termNote", "termNoteGrp")
_UNTYPED = frozenset({"note", "date"})


def _in_order(*stages: tuple[str, ...] | frozenset[str]) -> dict[str, int]:
    return {name: number for number, stage in enumerate(stages) for name in stage}


# What may stand in an element, and in which order: its name -> its stage.
CONTENT: Mapping[str, Mapping[str, int]] = {
    "conceptEntry": _in_order(AUXILIARY, ("langSec",)),
    "langSec": _in_order(AUXILIARY, ("termSec",)),
    "termSec": _in_order(("term",), _TERM_NOTES, AUXILIARY),
    "ntig": _in_order(("termGrp",), AUXILIARY),
    "termGrp": _in_order(("term",), _TERM_NOTES),
    **{group: _in_order((head,), GROUP_CONTENT[group]) for group, head in HEAD_OF.items()},
}
REQUIRED: Mapping[str, tuple[str, bool]] = {  # what must stand there, and whether only once
    "conceptEntry": ("langSec", False),
    "langSec": ("termSec", False),
    "termSec": ("term", True),
    "ntig": ("termGrp", True),
    "termGrp": ("term", True),
    **{group: (head, True) for group, head in HEAD_OF.items()},
}


class Complaint(NamedTuple):
    """What is wrong with an element."""

    node: Element
    level: Level
    category: str
    message: str


class Pointer(NamedTuple):
    """An element that points to an id of the file."""

    target: str
    node: Element
    level: Level
    category: str


class Inspection(Struct):
    """What the inspection of entries goes by, and what it has found in one of them."""

    rules: Mapping[str, Rule] | None
    style: str
    version: int
    complaints: list[Complaint] = field(default_factory=list)
    ids: list[tuple[str, Element]] = field(default_factory=list)
    pointers: list[Pointer] = field(default_factory=list)
    verdicts: dict[tuple[str, str, str, bool], Rule | str | None] = field(default_factory=dict)

    def complain(self, node: Element, level: Level, category: str, message: str) -> None:
        """Notes what is wrong with an element."""
        self.complaints.append(Complaint(node, level, category, message))


def inspect(entry: Element, seen: Inspection) -> None:
    """Notes in *seen* everything that is wrong inside one entry."""
    if said := entry.get("id"):
        seen.ids.append((said, entry))
    elif seen.version == 3:
        seen.complain(entry, "C", "conceptEntry", "has no id")
    _content(entry, "conceptEntry", "C", seen)


def _content(node: Element, where: str, level: Level, seen: Inspection) -> None:
    stages = CONTENT[where]
    needed, once = REQUIRED[where]
    at = count = 0
    languages: set[str] = set()
    grouped = where in HEAD_OF
    for child in node:
        element, kind = TAGS.get(child.tag, _UNKNOWN)
        stage = stages.get(element)
        if stage is None:
            name = local(child.tag)
            seen.complain(child, level, name, f"does not belong in a {where}")
            continue
        if element == needed:
            count += 1
        if stage < at and seen.style != "dct":
            seen.complain(child, level, kind or element, f"comes too late in the {where}")
        at = max(at, stage)
        if element in HEAD_OF:
            _identified(child, seen)
            _content(child, element, level, seen)
        elif element == "langSec":
            _language(child, languages, seen)
        elif element == "termSec":
            _identified(child, seen)
            _content(child, "ntig" if local(child.tag) == "ntig" else element, "T", seen)
        elif element == "termGrp":
            _content(child, element, level, seen)
        elif element == "term":
            _term(child, seen)
        else:
            _category(child, (element, kind), level, grouped, seen)
    if count == 0:
        seen.complain(node, level, needed, f"is missing from the {where}")
    elif count > 1 and once:
        seen.complain(node, level, needed, f"stands more than once in the {where}")


def _identified(node: Element, seen: Inspection) -> None:
    if said := node.get("id"):
        seen.ids.append((said, node))


def _language(node: Element, languages: set[str], seen: Inspection) -> None:
    tag = node.get(XML_LANG) or (node.get("lang") if seen.version == 2 else None)
    if not tag:
        seen.complain(node, "L", "langSec", "has no xml:lang")
    elif tag.lower() in languages:
        seen.complain(node, "L", "langSec", f"is the second for {tag!r} in its concept")
    elif not is_language_tag(tag):
        seen.complain(node, "L", "langSec", f"{tag!r} is no language tag (BCP 47: zh-Hans)")
    if tag:
        languages.add(tag.lower())
    _content(node, "langSec", "L", seen)


def _term(node: Element, seen: Inspection) -> None:
    text = node.text if not len(node) else "".join(node.itertext())
    if not text or not text.strip():
        seen.complain(node, "T", "term", "is empty")
    elif BAD_CHARACTER.search(text):
        _complain_of_text(node, "T", "term", text, seen)
    _identified(node, seen)


def _category(
    node: Element, key: tuple[str, str | None], level: Level, grouped: bool, seen: Inspection
) -> None:
    element, kind = key
    dct = kind is not None
    target = None
    for name, value in node.items():
        if name == "type" and not dct:
            kind = value
        elif name == "target":
            target = value
        elif name == "id":
            seen.ids.append((value, node))
        elif name not in _ATTRIBUTES:
            seen.complain(node, level, kind or element, f"has an unknown attribute {name!r}")
        elif name == XML_LANG and not is_language_tag(value):
            seen.complain(node, level, kind or element, f"{value!r} is no language tag (BCP 47)")
    known = (element, kind or "", level, grouped)
    if known in seen.verdicts:
        verdict = seen.verdicts[known]
    else:
        verdict = seen.verdicts[known] = _verdict(known, seen)
    if dct != (seen.style == "dct") and element not in _UNTYPED:
        seen.complain(node, level, kind or element, f"is not in the {seen.style} style of the file")
    if isinstance(verdict, str):
        seen.complain(node, level, kind or element, verdict)
        verdict = None
    _text(node, level, kind or element, verdict, seen)
    if target is not None or (verdict is not None and verdict.target):
        _target(node, level, kind or element, (element, target), seen)


def _verdict(known: tuple[str, str, str, bool], seen: Inspection) -> Rule | str | None:
    """The rule for a category where it stands, what is wrong with it, or None: no rule."""
    element, kind, level, grouped = known
    if not kind:
        return None if element in _UNTYPED else "has no type"
    if element in _UNTYPED:
        return f"a {element} has no type"
    rule = (RULES if seen.rules is None else seen.rules).get(kind)
    if rule is None:
        return None if seen.rules is None else "is not a category of the dialect"
    if rule.element != element:
        return f"is a {element}; it should be a {rule.element}"
    if level not in rule.levels:
        return f"does not stand at a {LEVEL_NAMES[cast(Level, level)]}"
    if rule.inner and not grouped:
        return "stands only in a group"
    return rule


def _text(node: Element, level: Level, category: str, rule: Rule | None, seen: Inspection) -> None:
    text = node.text
    if len(node):
        for child in node.iter():
            if child is not node and TAGS.get(child.tag, _UNKNOWN)[0] not in INLINE:
                seen.complain(child, level, category, f"holds a {local(child.tag)}")
        text = "".join(node.itertext())
    text = text.strip(BLANK) if text else ""
    if not text:
        if rule is None or not rule.target:
            seen.complain(node, level, category, "is empty")
    elif rule is not None and rule.values and text not in rule.values:
        wanted = ", ".join(rule.values)
        seen.complain(node, level, category, f"{text!r} is not in its picklist: {wanted}")
    elif category == "date" and not is_date(text):
        seen.complain(node, level, category, f"{text!r} is no date (2024-03-05)")
    elif BAD_CHARACTER.search(text):
        _complain_of_text(node, level, category, text, seen)


def _complain_of_text(
    node: Element, level: Level, category: str, text: str, seen: Inspection
) -> None:
    bad = BAD_CHARACTER.search(text)
    shown = f"U+{ord(bad[0]):04X}" if bad else ""
    seen.complain(node, level, category, f"holds the character {shown}")


def _target(
    node: Element, level: Level, category: str, pointed: tuple[str, str | None], seen: Inspection
) -> None:
    element, target = pointed
    if element == "xref":
        if not target:
            seen.complain(node, level, category, "has no target")
        elif not target.startswith(("http://", "https://")):
            seen.complain(node, level, category, f"{target!r} is no http address")
    elif target:
        seen.pointers.append(Pointer(target, node, level, category))
    elif element == "ref":
        seen.complain(node, level, category, "has no target")


@lru_cache(maxsize=1024)
def is_language_tag(tag: str) -> bool:
    """Whether a tag is well formed by BCP 47.

    >>> [is_language_tag(tag) for tag in ("zh-Hans", "zh-TW", "zh_CN", "x-mine", "e")]
    [True, True, False, True, False]
    """
    return LANGUAGE_TAG.fullmatch(tag) is not None


def is_date(text: str) -> bool:
    """Whether a text is an xs:date or an xs:dateTime of the calendar.

    >>> [is_date(text) for text in ("2024-02-29", "2023-02-29", "2024-03-05T08:00:00Z", "2024")]
    [True, False, True, False]
    """
    if not re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?", text):
        return False
    day, _, moment = text.partition("T")
    try:
        date.fromisoformat(day[:10])
        if moment:
            datetime.fromisoformat(f"{day}T{moment[:8]}")
    except ValueError:
        return False
    return True
