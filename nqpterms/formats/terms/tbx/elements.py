"""Any TBX element ↔ a Category, with all that stands in it.

element ──category──▶ Category ──xml_of──▶ text, in the style of the file
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from nqpterms.errors import FormatError
from nqpterms.files.xml import (
    XML_LANG,
    Element,
    escape,
    local_name,
    parse_bytes,
)
from nqpterms.formats.terms.tbx.categories import (
    CORES,
    GROUP_OF,
    HEAD_OF,
    INLINE,
    TAGS,
)
from nqpterms.formats.terms.tbx.dialects import RULES, usual_value
from nqpterms.model.termbase import Category

BLANK = " \t\r\n"

_NAME = re.compile(r"(xml:)?[A-Za-z_][\w.\-]*")


def category(node: Element) -> Category:
    """The element as a Category: a group as its head with the rest `inner`, else itself."""
    element, type = TAGS.get(node.tag, ("", None))
    element = element or _unknown_element(node)
    children = list(node)
    group = _group(element, children) if not node.items() else None
    if group:
        return group
    type, prefixed = _type_and_attributes(node, type)
    if children and _is_text(node):
        markup = inner_xml(node).strip(BLANK)
        return Category(type, flattened(node), element, prefixed, (), markup)
    inner = tuple(category(child) for child in children)
    text = (node.text or "").strip(BLANK)
    return Category(type, usual_value(type, text), element, prefixed, inner)


def _type_and_attributes(
    node: Element, type: str | None
) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The type of a category, by its tag (*type*) or its attribute, and its other attributes."""
    attributes = node.items()
    if type is None:
        type = node.get("type", "")
        attributes = [pair for pair in attributes if pair[0] != "type"]
    return type, tuple((_prefixed(name), value) for name, value in attributes)


def _group(element: str, children: Sequence[Element]) -> Category | None:
    """A group by its head, None for what is no group or does not begin with its head."""
    if element not in HEAD_OF or not children:
        return None
    head = category(children[0])
    if head.element != HEAD_OF[element] or head.inner:
        return None
    inner = tuple(category(child) for child in children[1:])
    return Category(
        head.type, head.value, head.element, head.attributes, inner, head.markup
    )


def flattened(node: Element) -> str:
    """The text of an element without the inline elements in it."""
    return "".join(node.itertext()).strip(BLANK)


def inner_xml(node: Element) -> str:
    """What stands in an element, as XML with the core's elements unprefixed."""
    parts = [escape(node.text or "")]
    for child in node:
        space, _, name = child.tag.rpartition("}")
        attributes = [(_prefixed(key), value) for key, value in child.items()]
        if space and space[1:] not in CORES:
            attributes.insert(0, ("xmlns", space[1:]))
        start = name + "".join(
            f' {key}="{escape(value)}"' for key, value in attributes
        )
        parts += [
            f"<{start}>",
            inner_xml(child),
            f"</{name}>",
            escape(child.tail or ""),
        ]
    return "".join(parts)


def xml_of(item: Category, style: str) -> str:
    """The element of a category, with its group around it where it has one.

    >>> xml_of(Category("reading", "xīn", "admin"), "dca")
    '<admin type="reading">xīn</admin>'
    >>> xml_of(Category("reading", "xīn", "admin"), "dct")
    '<linguist:reading>xīn</linguist:reading>'
    """
    begin, end = _tag_texts(item.type, item.element, style)
    if item.attributes:
        begin += "".join(
            f' {_name(key)}="{escape(value)}"' for key, value in item.attributes
        )
    text = _checked_markup(item) if item.markup else escape(item.value)
    if (
        not item.inner and item.element != "transac"
    ):  # which stands in a group, if alone
        return f"{begin}>{text}{end}"
    inner = "".join([xml_of(each, style) for each in item.inner])
    group = GROUP_OF.get(item.element)
    if group:
        return f"<{group}>{begin}>{text}{end}{inner}</{group}>"
    return f"{begin}>{text}{inner}{end}"


def _unknown_element(node: Element) -> str:
    """The name of an element that the tables do not have; of another namespace, its tag."""
    space = node.tag.rpartition("}")[0]
    is_core = not space or space[1:] in CORES
    return local_name(node) if is_core else str(node.tag)


def _is_text(node: Element) -> bool:
    """Whether the children stand in running text, and not in a structure of their own."""
    for child in node:
        if TAGS.get(child.tag, ("", None))[0] in INLINE:
            return True
        if (child.tail or "").strip(BLANK):
            return True
    return False


def _prefixed(name: str) -> str:
    if name == XML_LANG:
        return "xml:lang"
    if name.startswith("{http://www.w3.org/XML/"):
        return f"xml:{name.rpartition('}')[2]}"
    return name


@lru_cache(maxsize=4096)
def _tag_texts(kind: str, element: str, style: str) -> tuple[str, str]:
    """The start tag without its ``>``, and the end tag."""
    rule = RULES.get(kind)
    if style == "dct" and rule and rule.element == (element or rule.element):
        tag = f"{rule.module}:{kind}"
        return f"<{tag}", f"</{tag}>"
    if element.startswith("{"):
        space, _, name = element[1:].partition("}")
        return f'<x:{_name(name)} xmlns:x="{escape(space)}"', f"</x:{name}>"
    if not element:
        element = rule.element if rule else "note"
    name = _name(element)
    start = f'<{name} type="{escape(kind)}"' if kind else f"<{name}"
    return start, f"</{name}>"


def _name(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise FormatError(
            f"{name!r} cannot be the name of an element or attribute"
        )
    return name


def _checked_markup(item: Category) -> str:
    """The markup of a text that still says what the text says; else the text alone."""
    tree = parse_bytes(f"<markup>{item.markup}</markup>".encode(), "markup")
    return (
        item.markup
        if flattened(tree.getroot()) == item.value
        else escape(item.value)
    )
