"""A Category as XML text, in the style of the file."""

from __future__ import annotations

import re
from functools import lru_cache

from nqpterms.errors import FormatError
from nqpterms.files.xml import escape, parse_bytes
from nqpterms.formats.tbx.categories import GROUP_OF, RULES
from nqpterms.formats.tbx.elements import flattened
from nqpterms.model.termbase import Category

_NAME = re.compile(r"(xml:)?[A-Za-z_][\w.\-]*")


def xml_of(said: Category, style: str) -> str:
    """The element of a category, with its group around it where it has one.

    >>> xml_of(Category("reading", "xīn", "admin"), "dca")
    '<admin type="reading">xīn</admin>'
    >>> xml_of(Category("reading", "xīn", "admin"), "dct")
    '<linguist:reading>xīn</linguist:reading>'
    """
    begin, end = _tags(said.type, said.element, style)
    if said.attributes:
        begin += "".join(f' {_name(key)}="{escape(value)}"' for key, value in said.attributes)
    text = _checked(said) if said.markup else escape(said.value)
    if not said.inner and said.element != "transac":  # which stands in a group, if alone
        return f"{begin}>{text}{end}"
    inner = "".join([xml_of(each, style) for each in said.inner])
    if group := GROUP_OF.get(said.element):
        return f"<{group}>{begin}>{text}{end}{inner}</{group}>"
    return f"{begin}>{text}{inner}{end}"


@lru_cache(maxsize=4096)
def _tags(kind: str, element: str, style: str) -> tuple[str, str]:
    rule = RULES.get(kind)
    if style == "dct" and rule and rule.element == (element or rule.element):
        return f"<{rule.module}:{kind}", f"</{rule.module}:{kind}>"
    if element.startswith("{"):
        space, _, name = element[1:].partition("}")
        return f'<x:{_name(name)} xmlns:x="{escape(space)}"', f"</x:{name}>"
    name = _name(element or (rule.element if rule else "note"))
    return f'<{name} type="{escape(kind)}"' if kind else f"<{name}", f"</{name}>"


def _name(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise FormatError(f"{name!r} cannot be the name of an element or attribute")
    return name


def _checked(said: Category) -> str:
    """The markup of a text that still says what the text says; else the text alone."""
    tree = parse_bytes(f"<markup>{said.markup}</markup>".encode(), "markup")
    return said.markup if flattened(tree.getroot()) == said.value else escape(said.value)
