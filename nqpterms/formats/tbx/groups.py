"""A group of a TBX file, or a reference, into a field."""

from __future__ import annotations

from typing import Literal, TypeAlias, cast

from nqpterms.files.xml import XML_LANG, Element
from nqpterms.formats.tbx import own
from nqpterms.formats.tbx.categories import TAGS
from nqpterms.formats.tbx.elements import BLANK, category, flattened, inner_xml
from nqpterms.formats.tbx.fields import FIELDS, SHOWN, Found, bare, kind_of, ncname, set_field
from nqpterms.model.termbase import Category, Context, Definition, Transaction

Kind: TypeAlias = Literal["origination", "modification"]


_TRANSACTIONS = frozenset({"origination", "modification"})


def relation(found: Found, node: Element, level: str) -> bool:
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


def shown(found: Found, members: list[Element], text: str, level: str, lang: str) -> bool:
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
            and (noted := own.noted_place(said[2]))
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
        return kind == SHOWN[level] and shown(found, members, text, level, lang)
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
