"""Which element of a TBX file goes into which field of our values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from sys import intern
from typing import Any, Literal, TypeAlias, cast

from msgspec.structs import replace

from nqpterms.files.xml import XML_LANG, Element
from nqpterms.formats.terms.tbx.categories import (
    ABBREVIATION,
    CHOICES,
    CONCEPT_KEYS,
    HEAD_OF,
    RELATIONS,
    STATUS_OF,
    STRUCTURE,
    TAGS,
    TERM_KEYS,
    place_of_note,
    unmarked_note,
)
from nqpterms.formats.terms.tbx.elements import BLANK, category, flattened, inner_xml
from nqpterms.model.termbase import (
    Category,
    Concept,
    Context,
    Definition,
    LanguagePart,
    Term,
    Transaction,
)

Found: TypeAlias = dict[str, Any]

UNKNOWN = ("", None)
_NCNAME = re.compile(r"[^\W\d][\w.\-·]*")

# (element, type) -> the field that holds its text; `sources` and `notes` hold several.
_SEVERAL = {("note", ""): "notes", ("admin", "source"): "sources"}
FIELDS: dict[str, dict[tuple[str, str], str]] = {
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


def _by_tag(fields: Mapping[tuple[str, str], str]) -> dict[str, dict[str, str]]:
    """tag -> type attribute ("" for none) -> field, for both styles."""
    plain: dict[str, dict[str, str]] = {}
    for tag, (element, kind) in TAGS.items():
        for (wanted, named), field in fields.items():
            if wanted == element and kind in (None, named):
                plain.setdefault(tag, {})[named if kind is None else ""] = field
    return plain


SPECIAL = frozenset({"notes", "sources", "status"})  # fields that are more than a text
PLAIN = {level: _by_tag(fields) for level, fields in FIELDS.items()}
_KEYS = {"C": CONCEPT_KEYS, "L": {}, "T": TERM_KEYS}
DESCRIBED = {"C": "definition", "L": "definition", "T": "context"}


def bare(node: Element) -> tuple[str, str, str] | None:
    """(element, type, text) of an element that holds nothing but text; None for any other."""
    if len(node):
        return None
    element, kind = TAGS.get(node.tag, UNKNOWN)
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


def kind_of(node: Element) -> str | None:
    """The data category of an element in either style."""
    kind = TAGS.get(node.tag, UNKNOWN)[1]
    said: str | None = node.get("type") if kind is None else kind
    return said


def set_field(found: Found, field: str, text: str, level: str) -> bool:
    """Whether the text of an element has gone into a field."""
    if field == "notes":
        _note(found, text, level)
    elif field == "sources":
        found.setdefault(field, []).append(text)
    elif field in found:
        return False
    elif field == "status":
        if text not in STATUS_OF:
            return False
        found[field] = STATUS_OF[text]
    else:
        found[field] = text
    return True


def _note(found: Found, text: str, level: str) -> None:
    key, value = unmarked_note(text) or ("", "")
    field = _KEYS[level].get(key)
    if key == "note":
        found.setdefault("notes", []).append(value)
    elif field in ("broader", "related"):
        found.setdefault(field, []).append(value)
    elif field and field not in found and value in CHOICES.get(field, (value,)):
        found[field] = value
    else:
        found.setdefault("notes", []).append(text)


def ncname(said: str) -> str:
    """An id as XML has it (an NCName); one that is not, as many v2 ids, with a c before it.

    >>> ncname("c1"), ncname("17"), ncname("a:b")
    ('c1', 'c17', 'ca-b')
    """
    if _NCNAME.fullmatch(said):
        return said
    return "c" + re.sub(r"[^\w.\-]", "-", said)


Kind: TypeAlias = Literal["origination", "modification"]


_TRANSACTIONS = frozenset({"origination", "modification"})


def relation(found: Found, node: Element, level: str) -> bool:
    """A crossReference that names a relation of ours and says nothing else."""
    attributes = [name for name, _ in node.items() if name != "type"]
    target, label = node.get("target", ""), (node.text or "").strip(BLANK)
    if attributes != ["target"] or len(node):
        return False
    if level == "C" and label in RELATIONS:
        found.setdefault(RELATIONS[label], []).append(ncname(target))
        return True
    if level == "T" and label == ABBREVIATION and "pointer" not in found:
        found["pointer"] = target
        return True
    return False


def described(found: Found, members: list[Element], text: str, level: str, lang: str) -> bool:
    """A definition, or at a term a context, with its source; `text` "" where it is not bare."""
    head, *others = members
    markup = ""
    if text:
        lang = "" if level == "C" else lang
    else:
        attributes = {name: value for name, value in head.items() if name != "type"}
        if level == "C":
            lang = attributes.pop(XML_LANG, "")
        if attributes or not (text := flattened(head)):
            return False
        markup = inner_xml(head).strip(BLANK) if len(head) else ""
    source, place, extra = "", None, list[Category]()
    for other in others:
        said = bare(other)
        if said is not None and said[1] == "source" and said[0] == "admin" and not source:
            source = said[2]
        elif (
            said is not None
            and said[0] == "note"
            and level == "T"
            and place is None
            and (noted := place_of_note(said[2]))
        ):
            place = noted
        else:
            extra.append(category(other))
    if level == "T":
        context = Context(text, source, place, tuple(extra), markup)
        found.setdefault("contexts", []).append(context)
    else:
        definition = Definition(text, lang, source, tuple(extra), markup)
        found.setdefault("definitions", []).append(definition)
    return True


def group_into(found: Found, group: Element, expected: str, level: str, lang: str) -> bool:
    """A group: into fields where its head has one, its other members with them or in `extra`."""
    if group.items():
        return False
    members = group[:]
    said = bare(members[0])
    if expected == "descrip":
        kind = kind_of(members[0]) if said is None else said[1]
        text = "" if said is None else said[2]
        return kind == DESCRIBED[level] and described(found, members, text, level, lang)
    if said is None or said[0] != expected:
        return False
    if expected == "transac":
        return _transaction(found, said[1], said[2], members[1:])
    if field := FIELDS[level].get(said[:2]):
        others = members[1:]
        if field in ("sources", "notes"):
            return not others and set_field(found, field, said[2], level)
        return set_field(found, field, said[2], level) and not others
    return False


def _transaction(found: Found, kind: str, said: str, others: list[Element]) -> bool:
    """A transacGrp of one of the two kinds, with its date and the one responsible."""
    if kind != "transactionType" or said not in _TRANSACTIONS:
        return False
    date = responsibility = target = ""
    extra = []
    for other in others:
        member = bare(other)
        if member is not None and member[0] == "date" and not date:
            date = member[2]
        elif not responsibility and not target and (who := _who(other, member)):
            responsibility, target = who
        else:
            extra.append(category(other))
    found.setdefault("history", []).append(
        Transaction(cast(Kind, said), date, responsibility, target, tuple(extra))
    )
    return True


def _who(node: Element, member: tuple[str, str, str] | None) -> tuple[str, str] | None:
    """(name, target) of a responsibility that says nothing else."""
    if member is not None:
        return (member[2], "") if member[:2] == ("transacNote", "responsibility") else None
    if len(node) or kind_of(node) != "responsibility" or TAGS[node.tag][0] != "transacNote":
        return None
    target = ""
    for name, value in node.items():
        if name == "target":
            target = value
        elif name != "type":
            return None
    return (node.text or "").strip(BLANK), target


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
                kept = Category("crossReference", ABBREVIATION, "ref", (("target", target),))
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
    if element == "descrip" and kind == DESCRIBED[level]:
        return described(found, [node], "", level, lang)
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
