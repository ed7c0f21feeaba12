"""What is wrong inside one entry of a TBX file: each element against its structure and its rule.

    entry ──inspect──▶ Complaints, the ids that it claims, the pointers that it holds

An `Inspection` lives as long as its file. Most entries hold the same few categories, so the verdict
on a category at a level is found once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct, field

from nqpterms.files.xml import XML_LANG, Element, local_name
from nqpterms.formats.terms.tbx.categories import HEAD_OF, INLINE, TAGS
from nqpterms.formats.terms.tbx.dialects import Content, Level, Rule
from nqpterms.formats.terms.tbx.elements import BLANK
from nqpterms.formats.terms.tbx.structures import Structure

# Controls that XML allows and no text wants, non-characters, and the sign of a failed decoding.
_BAD_CHARACTER = re.compile(
    "[\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffd\ufffe\uffff]"
)
# RFC 5646, langtag and private use; the grandfathered tags are left out.
_LANGUAGE_TAG = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*(?:-[0-9a-wyz](?:-[a-z0-9]{2,8})+)*"
    r"(?:-x(?:-[a-z0-9]{1,8})+)?|x(?:-[a-z0-9]{1,8})+",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?"
)
_UNKNOWN = ("", None)
_UNTYPED = frozenset({"note", "date", "termComp"})
_HIGHLIGHTS = frozenset(
    "entailedTerm hotkey italics bold superscript subscript math".split()
)
_PLAIN_IN_V3 = frozenset(
    {"adminNote", "descripNote", "transac", "transacNote", "ref", "xref"}
)


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
    """What the inspection of entries goes by, and what has come up in one of them.

    `rules` are those of the dialect, None for a private one; `common` are the categories that mean
    the same in every dialect of the version.
    """

    rules: Mapping[str, Rule] | None
    common: Mapping[str, Rule]
    structure: Structure
    style: str
    version: int
    complaints: list[Complaint] = field(default_factory=list)
    ids: list[tuple[str, Element]] = field(default_factory=list)
    pointers: list[Pointer] = field(default_factory=list)
    verdicts: dict[tuple[str, str, str, bool], Rule | str | None] = field(
        default_factory=dict
    )

    def complain(
        self, node: Element, level: Level, category: str, message: str
    ) -> None:
        """Note what is wrong with an element."""
        self.complaints.append(Complaint(node, level, category, message))

    def claim(self, node: Element) -> None:
        """Note the id of an element, if it has one."""
        name = node.get("id")
        if name:
            self.ids.append((name, node))

    def verdict(
        self, element: str, kind: str, level: Level, is_grouped: bool
    ) -> Rule | str | None:
        """As `_verdict`, asked once for each kind of category."""
        key = (element, kind, level, is_grouped)
        try:
            return self.verdicts[key]
        except KeyError:
            verdict = self.verdicts[key] = _verdict(
                element, kind, level, is_grouped, self
            )
            return verdict


def inspect(entry: Element, seen: Inspection) -> None:
    """Note in *seen* everything that is wrong inside one entry."""
    seen.claim(entry)
    if not entry.get("id") and seen.version == 3:
        seen.complain(entry, "C", "conceptEntry", "has no id")
    _check_attributes(entry, "conceptEntry", "C", seen)
    _check_content(entry, "conceptEntry", "C", seen)


def _check_content(
    node: Element, where: str, level: Level, seen: Inspection
) -> None:
    """What stands in an element: each child in its place, and what must stand there."""
    stages = seen.structure.content[where]
    needed, is_once = seen.structure.required[where]
    name = seen.structure.name(where)
    is_group = where in HEAD_OF
    stage_before = count = 0
    languages: set[str] = set()
    if node.text and not node.text.isspace():
        seen.complain(node, level, name, "holds a text outside of its parts")
    for child in node:
        if child.tail and not child.tail.isspace():
            seen.complain(
                child, level, name, "holds a text outside of its parts"
            )
        element, kind = TAGS.get(child.tag, _UNKNOWN)
        stage = stages.get(element)
        if stage is None:
            seen.complain(
                child, level, local_name(child), f"does not belong in a {name}"
            )
            continue
        if element == needed:
            count += 1
        if stage < stage_before:
            seen.complain(
                child, level, kind or element, f"comes too late in the {name}"
            )
        stage_before = max(stage_before, stage)
        if element == "langSec":
            _check_language(child, languages, seen)
        else:
            _check_part(child, element, level, is_group, seen)
    _check_needed(node, where, count, level, seen, is_once=is_once)


def _check_part(
    child: Element,
    element: str,
    level: Level,
    is_grouped: bool,
    seen: Inspection,
) -> None:
    """What stands in a part of an entry that has its place: a term, a group, a category."""
    if element == "term":
        _check_term(child, seen)
    elif element in seen.structure.content:
        _check_inner(child, element, level, seen)
    else:
        _check_category(child, level, is_grouped, seen)


def _check_needed(
    node: Element,
    where: str,
    count: int,
    level: Level,
    seen: Inspection,
    *,
    is_once: bool,
) -> None:
    """Whether what must stand in an element stands there."""
    needed = seen.structure.name(seen.structure.required[where][0])
    name = seen.structure.name(where)
    if count == 0:
        seen.complain(node, level, needed, f"is missing from the {name}")
    elif count > 1 and is_once:
        seen.complain(
            node, level, needed, f"stands more than once in the {name}"
        )


def _check_inner(
    node: Element, element: str, level: Level, seen: Inspection
) -> None:
    """A group or a termSec, with what stands in it."""
    seen.claim(node)
    if element == "termSec":
        level = "T"
        if local_name(node) == "ntig":
            element = "ntig"
        if element not in seen.structure.content:
            seen.complain(
                node, level, "ntig", "is not in TBX-Basic, which has tig alone"
            )
            return
    if element == "termCompList":
        verdict = seen.verdict(element, node.get("type", ""), level, False)
        if isinstance(verdict, str):
            seen.complain(node, level, element, verdict)
    _check_attributes(node, element, level, seen)
    _check_content(node, element, level, seen)


def _check_language(
    node: Element, languages: set[str], seen: Inspection
) -> None:
    """A langSec; *languages* are those of the sections before it."""
    name = seen.structure.name("langSec")
    tag = node.get(XML_LANG) or (
        node.get("lang") if seen.version == 2 else None
    )
    if not tag:
        seen.complain(node, "L", name, "has no xml:lang")
    elif tag.lower() in languages:
        seen.complain(
            node, "L", name, f"is the second for {tag!r} in its concept"
        )
    elif not is_language_tag(tag):
        seen.complain(
            node, "L", name, f"{tag!r} is no language tag (BCP 47: zh-Hans)"
        )
    if tag:
        languages.add(tag.lower())
    if len(node.attrib) > 1:
        _check_attributes(node, "langSec", "L", seen)
    _check_content(node, "langSec", "L", seen)


def _check_term(node: Element, seen: Inspection) -> None:
    text = node.text
    if len(node):
        _check_inline(node, "T", "term", "highlighted", seen)
        text = "".join(node.itertext())
    if not text or text.isspace():
        seen.complain(node, "T", "term", "is empty")
    elif bad := _BAD_CHARACTER.search(text):
        _complain_of_text(node, "T", "term", bad, seen)
    if node.attrib:
        seen.claim(node)
        _check_attributes(node, "term", "T", seen)


def _check_attributes(
    node: Element, element: str, level: Level, seen: Inspection
) -> None:
    """The attributes of an element of the structure, which hold nothing to look at."""
    for name in node.attrib:
        if not seen.structure.allows(element, name):
            category = seen.structure.name(element)
            seen.complain(
                node, level, category, f"has an unknown attribute {name!r}"
            )


def _check_category(
    node: Element, level: Level, is_grouped: bool, seen: Inspection
) -> None:
    element, kind = TAGS.get(node.tag, _UNKNOWN)
    is_dct = kind is not None
    attributes = node.items()
    is_plain = _has_type_alone(attributes)
    if kind is None:
        kind = attributes[0][1] if is_plain else node.get("type")
    name = kind or element
    if attributes and (is_dct or not is_plain):
        _check_values(node, element, level, name, seen)
    if is_dct != (seen.style == "dct") and element not in _UNTYPED:
        seen.complain(
            node, level, name, f"is not in the {seen.style} style of the file"
        )
    rule = _rule_here(node, element, kind or "", level, is_grouped, seen)
    _check_text(node, level, name, rule, seen)
    points = rule is not None and rule.target
    if points or not is_plain:
        _check_target(node, level, name, seen)


def _has_type_alone(attributes: Sequence[tuple[str, str]]) -> bool:
    """Whether an element has no attribute but its type, as nearly all have."""
    return len(attributes) == 1 and attributes[0][0] == "type"


def _rule_here(
    node: Element,
    element: str,
    kind: str,
    level: Level,
    is_grouped: bool,
    seen: Inspection,
) -> Rule | None:
    """The rule for a category where it stands; None, and a complaint, where it may not stand."""
    verdict = seen.verdict(element, kind, level, is_grouped)
    if isinstance(verdict, str):
        seen.complain(node, level, kind or element, verdict)
        return None
    return verdict


def _check_values(
    node: Element, element: str, level: Level, category: str, seen: Inspection
) -> None:
    """The attributes of a category, and what they say."""
    for name, value in node.items():
        if name == "type" and element in _UNTYPED:
            continue  # the verdict on the category says so
        if not seen.structure.allows(element, name):
            seen.complain(
                node, level, category, f"has an unknown attribute {name!r}"
            )
        elif name == "id":
            seen.ids.append((value, node))
        elif name == XML_LANG and not is_language_tag(value):
            seen.complain(
                node, level, category, f"{value!r} is no language tag (BCP 47)"
            )


def _verdict(
    element: str, kind: str, level: Level, is_grouped: bool, seen: Inspection
) -> Rule | str | None:
    """The rule for a category where it stands, what is wrong with it, or None: no rule."""
    if element in _UNTYPED:
        return f"a {element} has no type" if kind else None
    if not kind:
        return "has no type"
    rule = (seen.common if seen.rules is None else seen.rules).get(kind)
    if rule is None:
        return (
            None if seen.rules is None else "is not a category of the dialect"
        )
    if rule.element != element:
        return f"is a {element}; it should be a {rule.element}"
    if level not in rule.levels:
        return f"does not stand at a {seen.structure.level_name(level)}"
    if rule.inner and not is_grouped:
        return "stands only in a group"
    return rule


def _check_text(
    node: Element,
    level: Level,
    category: str,
    rule: Rule | None,
    seen: Inspection,
) -> None:
    text = node.text or ""
    if len(node):
        _check_inline(
            node, level, category, _content_of(node, rule, seen), seen
        )
        text = "".join(node.itertext())
    text = text.strip(BLANK)
    if not text:
        if not node.get("target") and (rule is None or not rule.target):
            seen.complain(node, level, category, "is empty")
        return
    _check_words(node, text, level, category, rule, seen)


def _check_words(
    node: Element,
    text: str,
    level: Level,
    category: str,
    rule: Rule | None,
    seen: Inspection,
) -> None:
    """The text of a category, by its picklist, as a date, and by its characters."""
    if rule is not None and rule.values and text not in rule.values:
        wanted = ", ".join(rule.values)
        seen.complain(
            node, level, category, f"{text!r} is not in its picklist: {wanted}"
        )
    elif category == "date" and not is_date(text):
        seen.complain(
            node, level, category, f"{text!r} is no date (2024-03-05)"
        )
    elif bad := _BAD_CHARACTER.search(text):
        _complain_of_text(node, level, category, bad, seen)


def _content_of(node: Element, rule: Rule | None, seen: Inspection) -> Content:
    """What kind of text a category may hold."""
    is_dca = seen.version == 3 and TAGS[node.tag][1] is None
    if is_dca:  # where the element decides, not the category
        return "plain" if TAGS[node.tag][0] in _PLAIN_IN_V3 else "running"
    return "running" if rule is None else rule.content


def _check_inline(
    node: Element,
    level: Level,
    category: str,
    content: Content,
    seen: Inspection,
) -> None:
    """The elements inside a text."""
    allowed = seen.structure.inline_elements(content)
    for child in node.iterdescendants():
        element = TAGS.get(child.tag, _UNKNOWN)[0]
        name = local_name(child)
        if element not in INLINE or element not in allowed:
            seen.complain(child, level, category, f"holds a {name}")
        elif TAGS.get(child.getparent().tag, _UNKNOWN)[0] == "hi":
            seen.complain(child, level, category, f"holds a {name} inside a hi")
        if element == "hi":
            _check_highlight(child, level, category, seen)


def _check_highlight(
    node: Element, level: Level, category: str, seen: Inspection
) -> None:
    """A hi: its type, and the entry that it points to."""
    kind = node.get("type")
    if kind is not None and kind not in _HIGHLIGHTS:
        seen.complain(
            node, level, category, f"holds a hi of the unknown type {kind!r}"
        )
    target = node.get("target")
    if target:
        seen.pointers.append(Pointer(target, node, level, "hi"))


def _complain_of_text(
    node: Element,
    level: Level,
    category: str,
    sign: re.Match[str],
    seen: Inspection,
) -> None:
    seen.complain(
        node, level, category, f"holds the character U+{ord(sign[0]):04X}"
    )


def _check_target(
    node: Element, level: Level, category: str, seen: Inspection
) -> None:
    """What an element points to; nothing where it need not and does not."""
    target = node.get("target")
    element = TAGS[node.tag][0]
    if not target:
        if element in ("xref", "ref"):
            seen.complain(node, level, category, "has no target")
    elif element != "xref":
        seen.pointers.append(Pointer(target, node, level, category))
    elif seen.version == 3 and not target.startswith(("http://", "https://")):
        seen.complain(node, level, category, f"{target!r} is no http address")


@lru_cache(maxsize=1024)
def is_language_tag(tag: str) -> bool:
    """Whether a tag is well formed by BCP 47.

    >>> [is_language_tag(tag) for tag in ("zh-Hans", "zh-TW", "zh_CN", "x-mine", "e")]
    [True, True, False, True, False]
    """
    return _LANGUAGE_TAG.fullmatch(tag) is not None


def is_date(text: str) -> bool:
    """Whether a text is an xs:date or an xs:dateTime of the calendar.

    >>> [is_date(text) for text in ("2024-02-29", "2023-02-29", "2024-03-05T08:00:00Z", "2024")]
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
