"""One conceptEntry (v3) or termEntry (v2) to a Concept.

An element whose category has a field of its own fills that field, if it holds nothing but its
text. Everything else becomes a Category in `extra`, with all that stands inside it.

    entry ──_fields_of, level by level──▶ {field: text or list} ──▶ Concept, Terms
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from sys import intern
from typing import Any, Literal, TypeAlias, cast

from msgspec.structs import replace

from nqpterms.files.remarks import remark
from nqpterms.files.xml import XML_LANG, Element
from nqpterms.formats.terms.aliases import pos_of, status_of, tag_of
from nqpterms.formats.terms.fields import PICKLISTS
from nqpterms.formats.terms.tbx.categories import (
    ABBREVIATION,
    CHOICES,
    CONCEPT_KEYS,
    HEAD_OF,
    RELATIONS,
    STRUCTURE,
    TAGS,
    TERM_KEYS,
    place_of_note,
    unmarked_note,
)
from nqpterms.formats.terms.tbx.dialects import STATUS_OF
from nqpterms.formats.terms.tbx.elements import (
    BLANK,
    category,
    flattened,
    inner_xml,
)
from nqpterms.model.termbase import (
    Category,
    Concept,
    Context,
    Definition,
    LanguagePart,
    Term,
    Transaction,
)

_Fields: TypeAlias = dict[str, Any]
# A text, its language, its markup.
_MarkedText: TypeAlias = tuple[str, str, str]
"""The fields of one level: a text or a list each, `extra` for what has no field."""

_UNKNOWN = ("", None)
_NCNAME = re.compile(r"[^\W\d][\w.\-·]*")
_OTHER_STATUSES = frozenset(
    f"{word}Term-admn-sts" for word in ("standardized", "legal", "regulated")
)
"""Of TBX-Default: they say who has settled a term, which none of our statuses does."""
_TRANSACTIONS = frozenset({"origination", "modification"})

# (element, type) -> the field that holds its text; `sources` and `notes` hold several.
_SEVERAL = {("note", ""): "notes", ("admin", "source"): "sources"}
_FIELD_OF: dict[str, dict[tuple[str, str], str]] = {
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
    by_tag: dict[str, dict[str, str]] = {}
    for tag, (element, kind) in TAGS.items():
        for (wanted, type_), field in fields.items():
            if wanted == element and kind in (None, type_):
                by_tag.setdefault(tag, {})[type_ if kind is None else ""] = (
                    field
                )
    return by_tag


_FIELD_BY_TAG = {level: _by_tag(fields) for level, fields in _FIELD_OF.items()}
_MORE_THAN_TEXT = frozenset({"notes", "sources", "status", "pos"})
_KEYS: dict[str, Mapping[str, str]] = {
    "C": CONCEPT_KEYS,
    "L": {},
    "T": TERM_KEYS,
}
_DESCRIBED = {"C": "definition", "L": "definition", "T": "context"}
_HEADS = {
    tag: HEAD_OF[element]
    for tag, (element, _) in TAGS.items()
    if element in HEAD_OF
}
_PARTS = {
    level: frozenset(
        tag for tag, (element, _) in TAGS.items() if element == part
    )
    for level, part in (("C", "langSec"), ("L", "termSec"), ("T", ""))
}


class Misplaced(Exception):
    """An element that cannot be read into a concept, before its line is known."""

    def __init__(self, element: Element, message: str) -> None:
        super().__init__(message)
        self.element, self.message = element, message


def concept_of(
    entry: Element, number: int, leave_out: Callable[[Misplaced], None]
) -> Concept:
    """The Concept of an entry; one without an id is named after its *number* in the file.

    A langSec without a language and a termSec without a term are given to *leave_out*.
    """
    name = entry.get("id")
    fields = _fields_of(entry, "C", "")
    definitions = fields.pop("definitions", [])
    terms = _Terms(name or "", leave_out)
    languages = []
    for part in fields.pop("parts", ()):
        lang = part.get(XML_LANG) or part.get("lang")
        if not lang:
            leave_out(
                Misplaced(part, "a langSec has no xml:lang; give its language")
            )
            continue
        lang = intern(tag_of(lang) or lang)
        inside = _fields_of(part, "L", lang)
        for section in inside.pop("parts", ()):
            terms.add(section, lang)
        definitions += inside.pop("definitions", ())
        if inside:
            languages.append(LanguagePart(lang, **_frozen(inside)))
    if "id" not in fields:
        fields["id"] = _ncname(name or f"c{number}")
    return Concept(
        terms=terms.bound(),
        definitions=tuple(definitions),
        languages=tuple(languages),
        **_frozen(fields),
    )


def term_id(concept: str, at: int) -> str:
    """The id that a concept's term number *at* (from 0) gets where something points to it."""
    return f"t.{concept}.{at + 1}"


class _Terms:
    """The terms of a concept while it is read, and who points to whom among them."""

    def __init__(
        self, concept: str, leave_out: Callable[[Misplaced], None]
    ) -> None:
        self.concept, self.leave_out = concept, leave_out
        self.terms: list[Term] = []
        self.texts: dict[str, str] = {}
        self.pointers: list[tuple[int, str]] = []

    def add(self, section: Element, lang: str) -> None:
        fields = _fields_of(section, "T", lang)
        text = fields.pop("term", "")
        if not text:
            self.leave_out(
                Misplaced(
                    section, "a termSec has no term; write one or take it out"
                )
            )
            return
        name = section.get("id") or fields.pop("term id", "")
        if name:
            self.texts[name] = text
            fields["id"] = name
        target = fields.pop("pointer", "")
        if target:
            self.pointers.append((len(self.terms), target))
        self.terms.append(Term(text, lang, **_frozen(fields)))

    def bound(self) -> tuple[Term, ...]:
        """The terms, each abbreviation with the text of its full form."""
        for at, target in self.pointers:
            term = self.terms[at]
            if target in self.texts:
                self.terms[at] = replace(
                    term, abbreviation_of=self.texts[target]
                )
            else:
                pointer = Category(
                    "crossReference", ABBREVIATION, "ref", (("target", target),)
                )
                self.terms[at] = replace(term, extra=(*term.extra, pointer))
        for _, target in self.pointers:
            for at, term in enumerate(self.terms):
                if (
                    term.id == target == term_id(self.concept, at)
                ):  # we have made it ourselves
                    self.terms[at] = replace(term, id="")
        return tuple(self.terms)


def _frozen(fields: _Fields) -> _Fields:
    for name, value in fields.items():
        if type(value) is list:
            fields[name] = tuple(value)
    return fields


def _fields_of(parent: Element, level: str, lang: str) -> _Fields:
    """The fields of one level of an entry, and under `parts` the elements of the next."""
    fields: _Fields = {}
    by_tag, parts = _FIELD_BY_TAG[level], _PARTS[level]
    for node in parent[
        :
    ]:  # a slice comes in half the time that an iterator takes
        tag = node.tag
        by_type = by_tag.get(tag)
        if by_type is not None:
            if not len(node) and _text_into(fields, node, by_type, level):
                continue
        elif tag in parts:
            fields.setdefault("parts", []).append(node)
            continue
        elif (
            tag in _HEADS
            and len(node)
            and _group_into(fields, node, level, lang)
        ):
            continue
        if not _whole_into(fields, node, level, lang):
            fields.setdefault("extra", []).append(category(node))
    return fields


def _text_into(
    fields: _Fields, node: Element, by_type: Mapping[str, str], level: str
) -> bool:
    """Whether an element that holds nothing but a text has gone into its field."""
    attributes = node.items()
    if not attributes:
        field = by_type.get("")
    elif len(attributes) == 1 and attributes[0][0] == "type":
        field = by_type.get(attributes[0][1])
    else:
        return False
    text = node.text
    if not field or not text:
        return False
    text = text.strip(BLANK)
    if not text:
        return False
    if field in fields or field in _MORE_THAN_TEXT:
        return _set_field(fields, field, text, level)
    fields[field] = text
    return True


def _set_field(fields: _Fields, field: str, text: str, level: str) -> bool:
    """Whether the text of an element has gone into a field."""
    if field == "notes":
        _add_note(fields, text, level)
        return True
    if field == "sources":
        fields.setdefault(field, []).append(text)
        return True
    if field in fields:
        return False
    if field == "status":
        text = _own_status(text)
        if not text:
            return False
    elif field == "pos":
        text = text if text in PICKLISTS["pos"] else pos_of(text) or text
    fields[field] = text
    return True


def _own_status(text: str) -> str:
    """Our status for the word of a file; "" and a remark for a word that is none of ours."""
    status = STATUS_OF.get(text, "")
    if not status and text not in _OTHER_STATUSES:
        status = status_of(text)
    if not status:
        remark(
            f"the status {text!r} is none of ours: kept with its terms, which have none"
        )
    return status


def _add_note(fields: _Fields, text: str, level: str) -> None:
    """A note, or the field that a marked note carries."""
    key, value = unmarked_note(text) or ("", "")
    field = _KEYS[level].get(key)
    if key == "note":
        fields.setdefault("notes", []).append(value)
    elif field in ("broader", "related"):
        fields.setdefault(field, []).append(value)
    elif (
        field and field not in fields and value in CHOICES.get(field, (value,))
    ):
        fields[field] = value
    else:
        fields.setdefault("notes", []).append(text)


def _whole_into(fields: _Fields, node: Element, level: str, lang: str) -> bool:
    """Whether an element with attributes or children has gone into fields."""
    element, kind = TAGS.get(node.tag, _UNKNOWN)
    if element in STRUCTURE:
        return _structure_into(fields, node, element, level, lang)
    if kind is None:
        kind = node.get("type")
    if element == "ref" and kind == "crossReference":
        return _relation_into(fields, node, level)
    if element == "descrip" and kind == _DESCRIBED[level]:
        return _described_into(fields, [node], "", level, lang)
    is_blank = not (node.text or "").strip(BLANK) and _bare(node) is not None
    return is_blank and bool(element)  # it says nothing


def _structure_into(
    fields: _Fields, node: Element, element: str, level: str, lang: str
) -> bool:
    """Whether a term, or the group of a term in v2, has gone into fields."""
    if level != "T":
        return False
    if element == "term" and "term" not in fields:
        fields["term"] = flattened(node)
        if len(node):
            fields["markup"] = inner_xml(node).strip(BLANK)
        name = node.get("id")
        if name:
            fields["term id"] = name
        return True
    if element == "termGrp":
        for name, value in _fields_of(node, level, lang).items():
            fields[name] = (
                fields[name] + value
                if type(fields.get(name)) is list
                else value
            )
        return True
    return False


_Bare: TypeAlias = tuple[str, str, str]
"""(element, type, text) of an element that holds nothing but text."""


def _bare(node: Element) -> _Bare | None:
    """The element as one that holds nothing but text; None for any other."""
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


def _kind_of(node: Element) -> str | None:
    """The data category of an element in either style."""
    kind = TAGS.get(node.tag, _UNKNOWN)[1]
    return cast(str | None, node.get("type")) if kind is None else kind


def _relation_into(fields: _Fields, node: Element, level: str) -> bool:
    """Whether a crossReference names a relation of ours and says nothing else."""
    if not _has_target_alone(node):
        return False
    target, label = node.get("target", ""), (node.text or "").strip(BLANK)
    if level == "C" and label in RELATIONS:
        fields.setdefault(RELATIONS[label], []).append(_ncname(target))
        return True
    if level == "T" and label == ABBREVIATION and "pointer" not in fields:
        fields["pointer"] = target
        return True
    return False


def _has_target_alone(node: Element) -> bool:
    """Whether an element says where it points to, and nothing else but its text."""
    attributes = [name for name, _ in node.items() if name != "type"]
    return attributes == ["target"] and not len(node)


def _described_into(
    fields: _Fields, members: list[Element], text: str, level: str, lang: str
) -> bool:
    """A definition, or at a term a context, with its source; `text` "" where it is not bare."""
    head, *others = members
    if text:
        words: _MarkedText | None = (text, "" if level == "C" else lang, "")
    else:
        words = _marked_text(head, level, lang)
    if words is None:
        return False
    text, lang, markup = words
    if level == "T":
        fields.setdefault("contexts", []).append(_context(text, others, markup))
    else:
        source, rest = _source_of(others)
        extra = tuple(category(other) for other in rest)
        definition = Definition(text, lang, source, extra, markup)
        fields.setdefault("definitions", []).append(definition)
    return True


def _marked_text(head: Element, level: str, lang: str) -> _MarkedText | None:
    """The text of a head that is not bare; None where it has none, or has other attributes."""
    attributes = {name: value for name, value in head.items() if name != "type"}
    if level == "C":
        lang = attributes.pop(XML_LANG, "")
    text = flattened(head)
    if attributes or not text:
        return None
    markup = inner_xml(head).strip(BLANK) if len(head) else ""
    return text, lang, markup


def _context(text: str, others: list[Element], markup: str) -> Context:
    """A context with its source and its place, which stand in its group."""
    source, rest = _source_of(others)
    if not rest:
        return Context(text, source, markup=markup)
    place = None
    extra = []
    for other in rest:
        bare = _bare(other) if place is None else None
        place = (
            place_of_note(bare[2])
            if bare is not None and bare[0] == "note"
            else place
        )
        if bare is None or place is None:
            extra.append(category(other))
    return Context(text, source, place, tuple(extra), markup)


def _source_of(members: list[Element]) -> tuple[str, list[Element]]:
    """The source among the members of a group, and the other members."""
    source = ""
    rest = []
    for member in members:
        bare = None if source else _bare(member)
        if bare is not None and bare[1] == "source" and bare[0] == "admin":
            source = bare[2]
        else:
            rest.append(member)
    return source, rest


def _group_into(fields: _Fields, group: Element, level: str, lang: str) -> bool:
    """A group: into fields where its head has one, its other members with them or in `extra`."""
    if group.items():
        return False
    expected = _HEADS[group.tag]
    members = group[:]
    bare = _bare(members[0])
    if expected == "descrip":
        kind, text = bare[1:] if bare else (_kind_of(members[0]), "")
        return kind == _DESCRIBED[level] and _described_into(
            fields, members, text, level, lang
        )
    if bare is None or bare[0] != expected:
        return False
    return _bare_head_into(fields, bare, members[1:], level)


def _bare_head_into(
    fields: _Fields,
    head: tuple[str, str, str],
    others: list[Element],
    level: str,
) -> bool:
    """A head that is nothing but a text, given as its element, kind and text, into its field."""
    element, kind, text = head
    if element == "transac":
        return _transaction_into(fields, kind, text, others)
    field = _FIELD_OF[level].get((element, kind))
    if not field or (others and field in ("sources", "notes")):
        return False
    return _set_field(fields, field, text, level) and not others


def _transaction_into(
    fields: _Fields, kind: str, text: str, others: list[Element]
) -> bool:
    """A transacGrp of one of the two kinds, with its date and the one responsible."""
    if kind != "transactionType" or text not in _TRANSACTIONS:
        return False
    date = responsibility = target = ""
    extra = []
    for other in others:
        bare = _bare(other)
        if bare is not None and bare[0] == "date" and not date:
            date = bare[2]
        elif not responsibility and not target and (who := _who(other, bare)):
            responsibility, target = who
        else:
            extra.append(category(other))
    type_ = cast(Literal["origination", "modification"], text)
    transaction = Transaction(type_, date, responsibility, target, tuple(extra))
    fields.setdefault("history", []).append(transaction)
    return True


def _who(node: Element, bare: _Bare | None) -> tuple[str, str] | None:
    """(name, target) of a responsibility that says nothing else."""
    if bare is not None:
        return (
            (bare[2], "")
            if bare[:2] == ("transacNote", "responsibility")
            else None
        )
    if (
        len(node)
        or _kind_of(node) != "responsibility"
        or TAGS[node.tag][0] != "transacNote"
    ):
        return None
    if any(name not in ("type", "target") for name, _ in node.items()):
        return None
    return (node.text or "").strip(BLANK), node.get("target", "")


def _ncname(name: str) -> str:
    """An id as XML has it (an NCName); one that is not, as many v2 ids, with a c before it.

    >>> _ncname("c1"), _ncname("17"), _ncname("a:b")
    ('c1', 'c17', 'ca-b')
    """
    if _NCNAME.fullmatch(name):
        return name
    return "c" + re.sub(r"[^\w.\-]", "-", name)
