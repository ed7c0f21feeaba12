"""What stands around the concepts of a TBX file: its header and its back matter."""

from __future__ import annotations

from itertools import groupby

from nqpterms.files.xml import escape
from nqpterms.formats.tbx.categories import CORE, DIALECTS, MODULES, namespace
from nqpterms.formats.tbx.header import UNSAID
from nqpterms.formats.tbx.markup import xml_of
from nqpterms.formats.tbx.target import Target
from nqpterms.model.termbase import Category, TermBase

_BASIC, _ANY = "TBXBasicXCSV02.xcs", "TBXXCSV02.xcs"  # the constraint files that v2 names
_AFTER = ("encodingDesc", "revisionDesc")  # header parts that follow fileDesc, in this order


def opening(about: TermBase, target: Target) -> str:
    """Everything before the first concept."""
    if target.version == 2:
        root, header = '<martif type="TBX" xml:lang="en">', "martifHeader"
    else:
        root, header = _root(target), "tbxHeader"
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', root, f"<{header}>", " <fileDesc>"]
    titled = [part for part in about.header if part.element == "note"]
    if about.name or titled:
        notes = "".join(xml_of(part, target.style) for part in titled)
        lines.append(f"  <titleStmt><title>{escape(about.name)}</title>{notes}</titleStmt>")
    rest = [part for part in about.header if part.element not in ("note", *_AFTER)]
    rest.sort(key=lambda part: part.element != "publicationStmt")
    lines += [f"  {_part(part, target)}" for part in rest if part.element == "publicationStmt"]
    said = "".join(f"<p>{escape(p)}</p>" for p in (about.description or UNSAID).split("\n") if p)
    lines.append(f"  <sourceDesc>{said}</sourceDesc>")
    lines += [f"  {_part(part, target)}" for part in rest if part.element != "publicationStmt"]
    lines.append(" </fileDesc>")
    lines += [f" {part}" for part in _after(about.header, target)]
    lines += [f"</{header}>", "<text>", "<body>", ""]
    return "\n".join(lines)


def _root(target: Target) -> str:
    spaces = f'xmlns="{CORE}"'
    if target.style == "dct":
        for module in DIALECTS.get(target.dialect, MODULES):
            spaces += f' xmlns:{module}="{namespace(module)}"'
    dialect = escape(target.dialect)
    return f'<tbx type="{dialect}" style="{target.style}" xml:lang="en" {spaces}>'


def _part(said: Category, target: Target) -> str:
    return xml_of(said, target.style)


def _after(header: tuple[Category, ...], target: Target) -> list[str]:
    parts = []
    encoding = [part for part in header if part.element == "encodingDesc"]
    own = "".join(xml_of(p, target.style) for part in encoding for p in part.inner)
    if target.version == 2:
        own = f'<p type="XCSURI">{_ANY if target.rules is None else _BASIC}</p>{own}'
    if own:
        parts.append(f"<encodingDesc>{own}</encodingDesc>")
    parts += [_part(part, target) for part in header if part.element == "revisionDesc"]
    return parts


def closing(about: TermBase, target: Target) -> str:
    """Everything after the last concept."""
    lines = ["</body>"]
    if about.references:
        section = "refObjectList" if target.version == 2 else "refObjectSec"
        lines.append("<back>")
        for kind, objects in groupby(about.references, key=lambda reference: reference.type):
            lines.append(f'<{section} type="{escape(kind)}">')
            for each in objects:
                items = [Category(kind, text, "item") for kind, text in each.items]
                inside = "".join(xml_of(said, target.style) for said in (*items, *each.extra))
                said = f' id="{escape(each.id)}"' if each.id else ""
                lines.append(f" <refObject{said}>{inside}</refObject>")
            lines.append(f"</{section}>")
        lines.append("</back>")
    lines += ["</text>", "</martif>" if target.version == 2 else "</tbx>", ""]
    return "\n".join(lines)
