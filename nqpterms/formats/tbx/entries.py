"""One conceptEntry (v3) or termEntry (v2) to a Concept.

An element whose category has a field of its own fills that field, if it holds nothing but its
text. Everything else becomes a Category in `extra`, with all that stands inside it.
"""

from __future__ import annotations

from sys import intern

from msgspec.structs import replace

from nqpterms.files.xml import XML_LANG, Element
from nqpterms.formats.tbx import own
from nqpterms.formats.tbx.categories import HEAD_OF, STRUCTURE, TAGS
from nqpterms.formats.tbx.elements import BLANK, category, flattened, inner_xml
from nqpterms.formats.tbx.fields import (
    PLAIN,
    SHOWN,
    SPECIAL,
    UNKNOWN,
    Found,
    bare,
    ncname,
    set_field,
)
from nqpterms.formats.tbx.groups import group_into, relation, shown
from nqpterms.model.termbase import (
    Category,
    Concept,
    LanguagePart,
    Term,
)

_HEADS = {tag: HEAD_OF[element] for tag, (element, _) in TAGS.items() if element in HEAD_OF}
_PARTS = {
    level: frozenset(tag for tag, (element, _) in TAGS.items() if element == part)
    for level, part in (("C", "langSec"), ("L", "termSec"), ("T", ""))
}


class Misplaced(Exception):
    """An element that cannot be read into a concept, before its line is known."""

    def __init__(self, element: Element, message: str) -> None:
        super().__init__(message)
        self.element, self.message = element, message


def concept_of(entry: Element, number: int) -> Concept:
    """The Concept of an entry; one without an id is named after its *number* in the file.

    Raises Misplaced for a langSec without a language and a termSec without a term.
    """
    said = entry.get("id")
    found = _gathered(entry, "C", "")
    definitions = found.pop("definitions", [])
    read = _Terms(said or "")
    languages = []
    for part in found.pop("parts", ()):
        lang = part.get(XML_LANG) or part.get("lang")
        if not lang:
            raise Misplaced(part, "a langSec has no xml:lang; give its language")
        lang = intern(lang)
        inside = _gathered(part, "L", lang)
        for section in inside.pop("parts", ()):
            read.add(section, lang)
        definitions += inside.pop("definitions", ())
        if inside:
            languages.append(LanguagePart(lang, **_frozen(inside)))
    if "id" not in found:
        found["id"] = ncname(said or f"c{number}")
    return Concept(
        terms=read.bound(),
        definitions=tuple(definitions),
        languages=tuple(languages),
        **_frozen(found),
    )


class _Terms:
    """The terms of a concept while it is read, and who points to whom among them."""

    def __init__(self, concept: str) -> None:
        self.concept = concept
        self.terms: list[Term] = []
        self.texts: dict[str, str] = {}
        self.pointers: list[tuple[int, str]] = []

    def add(self, section: Element, lang: str) -> None:
        found = _gathered(section, "T", lang)
        if not (text := found.pop("term", "")):
            raise Misplaced(section, "a termSec has no term; write one or take it out")
        if known := section.get("id") or found.pop("term id", ""):
            self.texts[known] = text
            found["id"] = known
        if target := found.pop("pointer", ""):
            self.pointers.append((len(self.terms), target))
        self.terms.append(Term(text, lang, **_frozen(found)))

    def bound(self) -> tuple[Term, ...]:
        """The terms, each abbreviation with the text of its full form."""
        for at, target in self.pointers:
            term = self.terms[at]
            if target in self.texts:
                self.terms[at] = replace(term, abbreviation_of=self.texts[target])
            else:
                kept = Category("crossReference", own.ABBREVIATION, "ref", (("target", target),))
                self.terms[at] = replace(term, extra=(*term.extra, kept))
        for _, target in self.pointers:
            for at, term in enumerate(self.terms):
                if term.id == target == term_id(self.concept, at):
                    self.terms[at] = replace(term, id="")
        return tuple(self.terms)


def term_id(concept: str, at: int) -> str:
    """The id that a concept's term number *at* (from 0) gets where something points to it."""
    return f"t.{concept}.{at + 1}"


def _frozen(found: Found) -> Found:
    for name, value in found.items():
        if type(value) is list:
            found[name] = tuple(value)
    return found


def _gathered(parent: Element, level: str, lang: str) -> Found:
    """The fields of one level: a text or a list each, `extra` for what has no field."""
    found: Found = {}
    plain, parts = PLAIN[level], _PARTS[level]
    for node in parent[:]:  # a slice comes in half the time that an iterator takes
        tag = node.tag
        kinds = plain.get(tag)
        if kinds is None:
            if tag in parts:
                found.setdefault("parts", []).append(node)
                continue
            head = _HEADS.get(tag)
            if head is not None and len(node) and group_into(found, node, head, level, lang):
                continue
        elif not len(node):
            attributes = node.items()
            if not attributes:
                field = kinds.get("")
            elif len(attributes) == 1 and attributes[0][0] == "type":
                field = kinds.get(attributes[0][1])
            else:
                field = None
            text = node.text
            if field and text and (text := text.strip(BLANK)):
                if field not in SPECIAL and field not in found:
                    found[field] = text
                    continue
                if set_field(found, field, text, level):
                    continue
        if not _whole(found, node, level, lang):
            found.setdefault("extra", []).append(category(node))
    return found


def _whole(found: Found, node: Element, level: str, lang: str) -> bool:
    """Whether an element with attributes or children has gone into fields."""
    element, kind = TAGS.get(node.tag, UNKNOWN)
    if element in STRUCTURE:
        return _structure(found, node, element, level, lang)
    kind = node.get("type") if kind is None else kind
    if element == "ref" and kind == "crossReference":
        return relation(found, node, level)
    if element == "descrip" and kind == SHOWN[level]:
        return shown(found, [node], "", level, lang)
    empty = not (node.text or "").strip(BLANK) and bare(node) is not None
    return empty and bool(element)  # it says nothing


def _structure(found: Found, node: Element, element: str, level: str, lang: str) -> bool:
    if element == "term" and level == "T" and "term" not in found:
        found["term"] = flattened(node) if len(node) else (node.text or "").strip(BLANK)
        if len(node):
            found["markup"] = inner_xml(node).strip(BLANK)
        if said := node.get("id"):
            found["term id"] = said
        return True
    if element == "termGrp" and level == "T":
        for name, value in _gathered(node, level, lang).items():
            found[name] = found[name] + value if type(found.get(name)) is list else value
        return True
    return False
