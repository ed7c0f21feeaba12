"""What is wrong with a TBX file, with line, level and category.

    file ──validate──▶ Problems: of the root, of each entry in turn, of the back, dangling pointers

Entries are held against the tables of `categories`: what stands where it should not, and what is
missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, cast

from msgspec import Struct, field

from nqpterms.errors import FormatError
from nqpterms.files.xml import XML_LANG, Element, Lines, iterate, local_name
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
from nqpterms.formats.terms.tbx.elements import BLANK
from nqpterms.formats.terms.tbx.tbx_reader import CONSTRAINTS, PARTS, part_name, tbx_root

# Controls that XML allows and no text wants, non-characters, and the sign of a failed decoding.
_BAD_CHARACTER = re.compile("[\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffd\ufffe\uffff]")
# RFC 5646, langtag and private use; the grandfathered tags are left out.
_LANGUAGE_TAG = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*(?:-[0-9a-wyz](?:-[a-z0-9]{2,8})+)*"
    r"(?:-x(?:-[a-z0-9]{1,8})+)?|x(?:-[a-z0-9]{1,8})+",
    re.IGNORECASE,
)
_NCNAME = re.compile(r"[^\W\d][\w.\-·]*")
_DATE = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?")

_UNKNOWN = ("", None)
_ATTRIBUTES = frozenset({"type", "id", "target", "datatype", "module", XML_LANG})
_TERM_NOTES = ("termNote", "termNoteGrp")
_UNTYPED = frozenset({"note", "date"})


def _in_order(*stages: Iterable[str]) -> dict[str, int]:
    return {name: number for number, stage in enumerate(stages) for name in stage}


# What may stand in an element, and in which order: its name -> its stage.
_CONTENT: Mapping[str, Mapping[str, int]] = {
    "conceptEntry": _in_order(AUXILIARY, ("langSec",)),
    "langSec": _in_order(AUXILIARY, ("termSec",)),
    "termSec": _in_order(("term",), _TERM_NOTES, AUXILIARY),
    "ntig": _in_order(("termGrp",), AUXILIARY),
    "termGrp": _in_order(("term",), _TERM_NOTES),
    **{group: _in_order((head,), GROUP_CONTENT[group]) for group, head in HEAD_OF.items()},
}
_REQUIRED: Mapping[str, tuple[str, bool]] = {  # what must stand there, and whether only once
    "conceptEntry": ("langSec", False),
    "langSec": ("termSec", False),
    "termSec": ("term", True),
    "ntig": ("termGrp", True),
    "termGrp": ("term", True),
    **{group: (head, True) for group, head in HEAD_OF.items()},
}


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
        concept = f" {self.concept}" if self.concept else ""
        return f"{where}{concept}: {self.category} {self.message}"


def validate(path: str | Path, *, gzipped: bool = False) -> Iterator[Problem]:
    """Everything wrong with a TBX file, in the order of the file; dangling pointers come last.

    Structure, levels, picklists, ids and pointers, languages, dates, empty texts and characters
    are checked against the file's dialect; a private dialect may hold any further category. What
    is not XML at all is one problem, the last. Raises FormatError for a file that is not TBX.
    """
    root = tbx_root(path, gzipped=gzipped)
    yield from (Problem(str(path), 1, "tbx", what, why) for what, why in _root_problems(root))
    try:
        yield from _part_problems(path, root, gzipped=gzipped)
    except FormatError as error:
        if error.line is None:
            raise
        yield Problem(str(path), error.line, "file", "XML", error.message)


def _root_problems(root: Element) -> Iterator[tuple[str, str]]:
    """What is wrong with the attributes of the root: category and message."""
    if local_name(root) == "tbx" and root.get("style") not in ("dca", "dct"):
        yield "style", f"{root.get('style', '')!r} is neither dca nor dct"
    if not root.get("type"):
        yield "type", "is missing"
    lang = root.get(XML_LANG) or root.get("lang")
    if not lang:
        yield "xml:lang", "is missing"
    elif not _is_language_tag(lang):
        yield "xml:lang", f"{lang!r} is no language tag (BCP 47: zh-Hans)"


def _part_problems(path: str | Path, root: Element, *, gzipped: bool) -> Iterator[Problem]:
    file = _File(path, root, gzipped=gzipped)
    has_entry = has_header = False
    for number, element in enumerate(iterate(path, PARTS, gzipped=gzipped)):
        name = part_name(element)
        if name == "conceptEntry":
            has_entry = True
            yield from file.entry(element, number)
        elif name == "tbxHeader":
            has_header = True
            yield from file.header(element, number)
        elif name == "refObject":
            yield from file.reference(element, number)
    if not has_header:
        yield Problem(str(path), 1, "tbx", "tbxHeader", "is missing")
    if not has_entry:
        yield Problem(str(path), 1, "tbx", "conceptEntry", "is missing: the file has none")
    yield from file.dangling()


class _Complaint(NamedTuple):
    """What is wrong with an element."""

    node: Element
    level: Level
    category: str
    message: str


class _Pointer(NamedTuple):
    """An element that points to an id of the file."""

    target: str
    node: Element
    level: Level
    category: str


class _Open(NamedTuple):
    """A pointer to an id not yet seen: the number of its part, its own in there, and its place."""

    number: int
    nth: int
    level: str
    category: str
    concept: str


class _Inspection(Struct):
    """What the inspection of entries goes by, and what has come up in one of them."""

    rules: Mapping[str, Rule] | None
    style: str
    version: int
    complaints: list[_Complaint] = field(default_factory=list)
    ids: list[tuple[str, Element]] = field(default_factory=list)
    pointers: list[_Pointer] = field(default_factory=list)
    verdicts: dict[tuple[str, str, str, bool], Rule | str | None] = field(default_factory=dict)

    def complain(self, node: Element, level: Level, category: str, message: str) -> None:
        """Note what is wrong with an element."""
        self.complaints.append(_Complaint(node, level, category, message))

    def verdict(self, element: str, kind: str, level: str, is_grouped: bool) -> Rule | str | None:
        """As `_verdict`, asked once for each kind of category."""
        key = (element, kind, level, is_grouped)
        try:
            return self.verdicts[key]
        except KeyError:
            verdict = self.verdicts[key] = _verdict(*key, self.rules)
            return verdict


class _File:
    """What is known of a file while it is read: its ids, and who points to an id not yet seen."""

    def __init__(self, path: str | Path, root: Element, *, gzipped: bool) -> None:
        self.path, self.gzipped = path, gzipped
        self.version = 2 if local_name(root) == "martif" else 3
        style = "dca" if self.version == 2 else root.get("style", "dca")
        self.seen = _Inspection(_rules(root, self.version), style, self.version)
        self.lines = Lines(path, PARTS, gzipped=gzipped)
        self.ids: set[str] = set()
        self.open: dict[str, _Open] = {}

    def entry(self, entry: Element, number: int) -> Iterator[Problem]:
        seen = self.seen
        _inspect(entry, seen)
        concept = entry.get("id", "")
        for node, level, category, message in seen.complaints:
            line = self.lines.of(node, entry, number)
            yield self._problem(line, LEVEL_NAMES[level], category, message, concept)
        seen.complaints.clear()
        yield from self._claimed(entry, number, concept)
        for target, node, level, category in seen.pointers:
            if target not in self.ids and target not in self.open:
                nth = next(n for n, inner in enumerate(entry.iter()) if inner is node)
                self.open[target] = _Open(number, nth, LEVEL_NAMES[level], category, concept)
        seen.pointers.clear()
        before = entry.getprevious()
        if before is not None and TAGS.get(before.tag, _UNKNOWN)[0] != "conceptEntry":
            line = int(before.sourceline or 1)
            yield self._problem(line, "body", local_name(before), "does not belong in the body")

    def header(self, header: Element, number: int) -> Iterator[Problem]:
        names = {local_name(node) for node in header.iter()}
        missing = [name for name in ("fileDesc", "sourceDesc", "p") if name not in names]
        if missing:
            line = self.lines.of(header, header, number)
            yield self._problem(line, "tbxHeader", missing[0], "is missing")
        if self.version == 2 and not _is_basic(header):
            self.seen.rules = None

    def reference(self, reference: Element, number: int) -> Iterator[Problem]:
        for node in reference.iter():
            _note_id(node, self.seen)
        section = reference.getparent()
        if section is None or not section.get("type"):
            line = self.lines.of(reference, reference, number)
            yield self._problem(line, "back", "refObject", "stands in a section without a type")
        yield from self._claimed(reference, number, "")

    def dangling(self) -> Iterator[Problem]:
        again = Lines(self.path, PARTS, gzipped=self.gzipped)
        for target, pointer in self.open.items():
            message = f"points to {target!r}, an id that is not in the file"
            line = again.at(pointer.number, pointer.nth)
            level, category, concept = pointer.level, pointer.category, pointer.concept
            yield self._problem(line, level, category, message, concept)

    def _claimed(self, part: Element, number: int, concept: str) -> Iterator[Problem]:
        """The problems of the ids of a part, which are known from now on."""
        for name, node in self.seen.ids:
            why = "is there twice; ids are unique in a file" if name in self.ids else ""
            if not _NCNAME.fullmatch(name) and self.version == 3:
                why = "is no XML id: a letter first, no colon, no space"
            if why:
                line = self.lines.of(node, part, number)
                element = TAGS.get(node.tag, (local_name(node), None))[0]
                yield self._problem(line, element, "id", f"{name!r} {why}", concept)
            self.ids.add(name)
            self.open.pop(name, None)
        self.seen.ids.clear()

    def _problem(
        self, line: int, level: str, category: str, message: str, concept: str = ""
    ) -> Problem:
        return Problem(str(self.path), line, level, category, message, concept)


def _rules(root: Element, version: int) -> Mapping[str, Rule] | None:
    if version == 2:
        return rules_of("TBX-Basic", 2)
    dialect = root.get("type", "")
    return rules_of(dialect) if dialect in DIALECTS else None


def _is_basic(header: Element) -> bool:
    """Whether the header of a v2 file names the constraints of TBX-Basic."""
    for paragraph in header.iter("{*}p", "p"):
        if paragraph.get("type") in CONSTRAINTS and "Basic" in (paragraph.text or ""):
            return True
    return False


def _inspect(entry: Element, seen: _Inspection) -> None:
    """Note in *seen* everything that is wrong inside one entry."""
    _note_id(entry, seen)
    if not entry.get("id") and seen.version == 3:
        seen.complain(entry, "C", "conceptEntry", "has no id")
    _check_content(entry, "conceptEntry", "C", seen)


def _note_id(node: Element, seen: _Inspection) -> None:
    name = node.get("id")
    if name:
        seen.ids.append((name, node))


def _check_content(node: Element, where: str, level: Level, seen: _Inspection) -> None:
    """What stands in an element: each child in its place, and what must stand there."""
    stages = _CONTENT[where]
    needed, is_once = _REQUIRED[where]
    is_group = where in HEAD_OF
    stage_before = count = 0
    languages: set[str] = set()
    for child in node:
        element, kind = TAGS.get(child.tag, _UNKNOWN)
        stage = stages.get(element)
        if stage is None:
            seen.complain(child, level, local_name(child), f"does not belong in a {where}")
            continue
        if element == needed:
            count += 1
        if stage < stage_before and seen.style != "dct":
            seen.complain(child, level, kind or element, f"comes too late in the {where}")
        stage_before = max(stage_before, stage)
        if element == "langSec":
            _check_language(child, languages, seen)
        elif element == "term":
            _check_term(child, seen)
        elif element in _CONTENT:
            _check_inner(child, element, level, seen)
        else:
            _check_category(child, level, is_group, seen)
    if count == 0:
        seen.complain(node, level, needed, f"is missing from the {where}")
    elif count > 1 and is_once:
        seen.complain(node, level, needed, f"stands more than once in the {where}")


def _check_inner(node: Element, element: str, level: Level, seen: _Inspection) -> None:
    """A group or a termSec, with what stands in it."""
    if element != "termGrp":
        _note_id(node, seen)
    if element == "termSec":
        level = "T"
        element = "ntig" if local_name(node) == "ntig" else element
    _check_content(node, element, level, seen)


def _check_language(node: Element, languages: set[str], seen: _Inspection) -> None:
    """A langSec; *languages* are those of the sections before it."""
    tag = node.get(XML_LANG) or (node.get("lang") if seen.version == 2 else None)
    if not tag:
        seen.complain(node, "L", "langSec", "has no xml:lang")
    elif tag.lower() in languages:
        seen.complain(node, "L", "langSec", f"is the second for {tag!r} in its concept")
    elif not _is_language_tag(tag):
        seen.complain(node, "L", "langSec", f"{tag!r} is no language tag (BCP 47: zh-Hans)")
    if tag:
        languages.add(tag.lower())
    _check_content(node, "langSec", "L", seen)


def _check_term(node: Element, seen: _Inspection) -> None:
    text = "".join(node.itertext()) if len(node) else node.text
    if not text or not text.strip():
        seen.complain(node, "T", "term", "is empty")
    elif bad := _BAD_CHARACTER.search(text):
        _complain_of_text(node, "T", "term", bad, seen)
    _note_id(node, seen)


def _check_category(node: Element, level: Level, is_grouped: bool, seen: _Inspection) -> None:
    element, kind = TAGS.get(node.tag, _UNKNOWN)
    is_dct = kind is not None
    attributes = node.items()
    is_plain = len(attributes) == 1 and attributes[0][0] == "type"  # as nearly all are
    if kind is None:
        kind = attributes[0][1] if is_plain else node.get("type")
    name = kind or element
    if attributes and not is_plain:
        _check_attributes(node, level, name, seen)
    verdict = seen.verdict(element, kind or "", level, is_grouped)
    if is_dct != (seen.style == "dct") and element not in _UNTYPED:
        seen.complain(node, level, name, f"is not in the {seen.style} style of the file")
    if isinstance(verdict, str):
        seen.complain(node, level, name, verdict)
        verdict = None
    _check_text(node, level, name, verdict, seen)
    if not is_plain or (verdict is not None and verdict.target):
        _check_target(node, level, name, verdict, seen)


def _check_attributes(node: Element, level: Level, category: str, seen: _Inspection) -> None:
    for name, value in node.items():
        if name not in _ATTRIBUTES:
            seen.complain(node, level, category, f"has an unknown attribute {name!r}")
        elif name == "id":
            seen.ids.append((value, node))
        elif name == XML_LANG and not _is_language_tag(value):
            seen.complain(node, level, category, f"{value!r} is no language tag (BCP 47)")


def _verdict(
    element: str, kind: str, level: str, is_grouped: bool, rules: Mapping[str, Rule] | None
) -> Rule | str | None:
    """The rule for a category where it stands, what is wrong with it, or None: no rule."""
    if element in _UNTYPED:
        return f"a {element} has no type" if kind else None
    if not kind:
        return "has no type"
    rule = (RULES if rules is None else rules).get(kind)
    if rule is None:
        return None if rules is None else "is not a category of the dialect"
    if rule.element != element:
        return f"is a {element}; it should be a {rule.element}"
    if level not in rule.levels:
        return f"does not stand at a {LEVEL_NAMES[cast(Level, level)]}"
    if rule.inner and not is_grouped:
        return "stands only in a group"
    return rule


def _check_text(
    node: Element, level: Level, category: str, rule: Rule | None, seen: _Inspection
) -> None:
    text = node.text or ""
    if len(node):
        _check_inline(node, level, category, seen)
        text = "".join(node.itertext())
    text = text.strip(BLANK)
    if not text:
        if rule is None or not rule.target:
            seen.complain(node, level, category, "is empty")
        return
    if rule is not None and rule.values and text not in rule.values:
        wanted = ", ".join(rule.values)
        seen.complain(node, level, category, f"{text!r} is not in its picklist: {wanted}")
    elif category == "date" and not _is_date(text):
        seen.complain(node, level, category, f"{text!r} is no date (2024-03-05)")
    elif bad := _BAD_CHARACTER.search(text):
        _complain_of_text(node, level, category, bad, seen)


def _check_inline(node: Element, level: Level, category: str, seen: _Inspection) -> None:
    """What stands in running text: inline elements only."""
    for child in node.iter():
        if child is not node and TAGS.get(child.tag, _UNKNOWN)[0] not in INLINE:
            seen.complain(child, level, category, f"holds a {local_name(child)}")


def _complain_of_text(
    node: Element, level: Level, category: str, sign: re.Match[str], seen: _Inspection
) -> None:
    seen.complain(node, level, category, f"holds the character U+{ord(sign[0]):04X}")


def _check_target(
    node: Element, level: Level, category: str, rule: Rule | None, seen: _Inspection
) -> None:
    """What an element points to; nothing where it need not and does not."""
    target = node.get("target")
    if target is None and not (rule is not None and rule.target):
        return
    element = TAGS[node.tag][0]
    if element in ("xref", "ref") and not target:
        seen.complain(node, level, category, "has no target")
    elif element == "xref":
        if not target.startswith(("http://", "https://")):
            seen.complain(node, level, category, f"{target!r} is no http address")
    elif target:
        seen.pointers.append(_Pointer(target, node, level, category))


@lru_cache(maxsize=1024)
def _is_language_tag(tag: str) -> bool:
    """Whether a tag is well formed by BCP 47.

    >>> [_is_language_tag(tag) for tag in ("zh-Hans", "zh-TW", "zh_CN", "x-mine", "e")]
    [True, True, False, True, False]
    """
    return _LANGUAGE_TAG.fullmatch(tag) is not None


def _is_date(text: str) -> bool:
    """Whether a text is an xs:date or an xs:dateTime of the calendar.

    >>> [_is_date(text) for text in ("2024-02-29", "2023-02-29", "2024-03-05T08:00:00Z", "2024")]
    [True, False, True, False]
    """
    if not _DATE.fullmatch(text):
        return False
    day, _, moment = text.partition("T")
    try:
        date.fromisoformat(day[:10])
        if moment:
            datetime.fromisoformat(f"{day}T{moment[:8]}")
    except ValueError:
        return False
    return True
