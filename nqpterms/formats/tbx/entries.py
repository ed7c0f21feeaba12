"""One conceptEntry (v3) or termEntry (v2) to a Concept.

An element whose category has a field of its own fills that field, if it holds nothing but its
text. Everything else becomes a Category in `extra`, with all that stands inside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from sys import intern
from typing import Any, Literal, TypeAlias, cast

from nqpterms.formats.tbx import own
from nqpterms.formats.tbx.categories import HEAD_OF, STATUS_OF, STRUCTURE, TAGS
from nqpterms.formats.tbx.elements import BLANK, category, flattened, inner_xml
from nqpterms.safexml import XML_LANG, Element
from nqpterms.termbase import (
    Category,
    Concept,
    Context,
    Definition,
    LanguagePart,
    Term,
    Transaction,
)

Found: TypeAlias = dict[str, Any]
Kind: TypeAlias = Literal["origination", "modification"]

_UNKNOWN = ("", None)
_NCNAME = re.compile(r"[^\W\d][\w.\-·]*")
_TRANSACTIONS = frozenset({"origination", "modification"})

# (element, type) -> the field that holds its text; `sources` and `notes` hold several.
_SEVERAL = {("note", ""): "notes", ("admin", "source"): "sources"}
_FIELDS: dict[str, dict[tuple[str, str], str]] = {
    "C": {**_SEVERAL, ("descrip", "subjectField"): "subject"},
    "L": _SEVERAL,
    "T": {
        **_SEVERAL,
        ("term", ""): "term",
        ("termNote", "administrativeStatus"): "status",
        ("termNote", "partOfSpeech"): "pos",
        ("termNote", "termType"): "type",
        ("termNote", "geographicalUsage"): "region",
        ("admin", "reading"): "reading",
    },
}
_KEYS = {"C": own.CONCEPT_KEYS, "L": {}, "T": own.TERM_KEYS}
_SHOWN = {"C": "definition", "L": "definition", "T": "context"}


class Misplaced(Exception):
    """An element that cannot be read into a concept, before its line is known."""

    def __init__(self, element: Element, message: str) -> None:
        super().__init__(message)
        self.element, self.message = element, message


def concept_of(entry: Element, number: int) -> Concept:
    said = entry.get("id")
    found = _gathered(entry, "C", "")
    definitions = found.pop("definitions", [])
    read = _Terms(said or "")
    languages = []
    for part in found.pop("langSec", ()):
        lang = part.get(XML_LANG) or part.get("lang")
        if not lang:
            raise Misplaced(part, "a langSec has no xml:lang; give its language")
        lang = intern(lang)
        inside = _gathered(part, "L", lang)
        for section in inside.pop("termSec", ()):
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


def ncname(said: str) -> str:
    """An id as XML has it (an NCName); one that is not, as many v2 ids, with a c before it.

    >>> ncname("c1"), ncname("17"), ncname("a:b")
    ('c1', 'c17', 'ca-b')
    """
    if _NCNAME.fullmatch(said):
        return said
    return "c" + re.sub(r"[^\w.\-]", "-", said)


def _frozen(found: Found) -> Found:
    for name, value in found.items():
        if type(value) is list:
            found[name] = tuple(value)
    return found


def _bare(node: Element) -> tuple[str, str, str] | None:
    """(element, type, text) of an element that holds nothing but text; None for any other."""
    if len(node):
        return None
    element, kind = TAGS.get(node.tag, _UNKNOWN)
    attributes = node.items()
    if kind is None:
        kind = ""
        if attributes:
            name, kind = attributes[0]
            if name != "type" or len(attributes) > 1:
                return None
    elif attributes:
        return None
    return element, kind, (node.text or "").strip(BLANK)


def _gathered(parent: Iterable[Element], level: str, lang: str) -> Found:
    """The fields of one level: a text or a list each, `extra` for what has no field."""
    found: Found = {}
    fields = _FIELDS[level]
    for node in parent:
        said = _bare(node)
        if said is None:
            taken = _whole(found, node, level, lang)
        else:
            element, kind, text = said
            field = fields.get((element, kind))
            if not text and element:
                taken = element not in STRUCTURE or _structure(found, node, element, level, lang)
            elif field == "notes":
                _note(found, text, level)
                taken = True
            elif field == "sources":
                found.setdefault(field, []).append(text)
                taken = True
            elif field is not None:
                taken = _set(found, field, text)
            else:
                taken = _whole(found, node, level, lang)
        if not taken:
            found.setdefault("extra", []).append(category(node))
    return found


def _set(found: Found, field: str, text: str) -> bool:
    if field in found:
        return False
    if field == "status":
        if text not in STATUS_OF:
            return False
        text = STATUS_OF[text]
    found[field] = text
    return True


def _note(found: Found, text: str, level: str) -> None:
    key, value = own.unmarked(text) or ("", "")
    field = _KEYS[level].get(key)
    if key == "note":
        found.setdefault("notes", []).append(value)
    elif field in ("broader", "related"):
        found.setdefault(field, []).append(value)
    elif field and field not in found and value in own.CHOICES.get(field, (value,)):
        found[field] = value
    else:
        found.setdefault("notes", []).append(text)


def _whole(found: Found, node: Element, level: str, lang: str) -> bool:
    """Whether an element with attributes or children has gone into fields."""
    element, kind = TAGS.get(node.tag, _UNKNOWN)
    if element in HEAD_OF:
        return _group(found, node, HEAD_OF[element], level, lang)
    if element in STRUCTURE:
        return _structure(found, node, element, level, lang)
    kind = node.get("type") if kind is None else kind
    if element == "ref" and kind == "crossReference":
        return _relation(found, node, level)
    if element == "descrip" and kind == _SHOWN[level]:
        return _shown(found, node, (), level, lang)
    return False


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
    if (level, element) in (("C", "langSec"), ("L", "termSec")):
        found.setdefault(element, []).append(node)
        return True
    return False


def _relation(found: Found, node: Element, level: str) -> bool:
    """A crossReference that names a relation of ours and says nothing else."""
    attributes = [name for name, _ in node.items() if name != "type"]
    target, label = node.get("target", ""), (node.text or "").strip(BLANK)
    if attributes != ["target"] or len(node):
        return False
    if level == "C" and label in own.RELATIONS:
        found.setdefault(own.RELATIONS[label], []).append(ncname(target))
        return True
    if level == "T" and label == own.ABBREVIATION and "pointer" not in found:
        found["pointer"] = target
        return True
    return False


def _shown(found: Found, node: Element, others: Iterable[Element], level: str, lang: str) -> bool:
    """A definition, or at a term a context, with its source."""
    markup = ""
    if (said := _bare(node)) is not None:
        text = said[2]
        lang = "" if level == "C" else lang
    else:
        attributes = {name: value for name, value in node.items() if name != "type"}
        if level == "C":
            lang = attributes.pop(XML_LANG, "")
        text = flattened(node)
        if attributes:
            return False
        markup = inner_xml(node).strip(BLANK) if len(node) else ""
    if not text:
        return False
    source, place, extra = "", None, list[Category]()
    for other in others:
        said = _bare(other)
        if said is not None and said[:2] == ("admin", "source") and not source:
            source = said[2]
        elif said is not None and said[0] == "note" and level == "T" and place is None:
            place = own.noted_place(said[2])
            if place is None:
                extra.append(category(other))
        else:
            extra.append(category(other))
    if level == "T":
        context = Context(text, source, place, tuple(extra), markup)
        found.setdefault("contexts", []).append(context)
    else:
        definition = Definition(text, lang, source, tuple(extra), markup)
        found.setdefault("definitions", []).append(definition)
    return True


def _group(found: Found, group: Element, expected: str, level: str, lang: str) -> bool:
    """A group: into fields where its head has one, its other members with them or in `extra`."""
    if not len(group) or group.items():
        return False
    head, *others = group
    element, kind = TAGS.get(head.tag, _UNKNOWN)
    if element != expected:
        return False
    if element == "transac":
        return _transaction(found, head, others)
    kind = head.get("type") if kind is None else kind
    if element == "descrip" and kind == _SHOWN[level]:
        return _shown(found, head, others, level, lang)
    said = _bare(head)
    if said is not None and (field := _FIELDS[level].get(said[:2])):
        if field in ("sources", "notes"):
            return not others and not found.setdefault(field, []).append(said[2])
        return _set(found, field, said[2]) and not others
    return False


def _transaction(found: Found, head: Element, others: list[Element]) -> bool:
    """A transacGrp of one of the two kinds, with its date and the one responsible."""
    said = _bare(head)
    if said is None or said[1] != "transactionType" or said[2] not in _TRANSACTIONS:
        return False
    date = responsibility = target = ""
    extra = []
    for other in others:
        bare = _bare(other)
        if not date and bare is not None and bare[0] == "date":
            date = bare[2]
        elif not responsibility and not target and (who := _who(other, bare)):
            responsibility, target = who
        else:
            extra.append(category(other))
    found.setdefault("history", []).append(
        Transaction(cast(Kind, said[2]), date, responsibility, target, tuple(extra))
    )
    return True


def _who(node: Element, bare: tuple[str, str, str] | None) -> tuple[str, str] | None:
    """(name, target) of a responsibility that says nothing else."""
    if bare is not None:
        return (bare[2], "") if bare[:2] == ("transacNote", "responsibility") else None
    element, kind = TAGS.get(node.tag, _UNKNOWN)
    names = {name for name, _ in node.items()}
    kind = node.get("type") if kind is None else kind
    if (element, kind) != ("transacNote", "responsibility") or len(node):
        return None
    if names - {"type", "target"}:
        return None
    return (node.text or "").strip(BLANK), node.get("target", "")
