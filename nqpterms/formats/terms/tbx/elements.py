"""Any TBX element as a Category, with all that stands in it."""

from __future__ import annotations

import re
from functools import lru_cache

from nqpterms.errors import FormatError
from nqpterms.files.xml import XML_LANG, Element, escape, parse_bytes
from nqpterms.formats.terms.tbx.categories import CORES, GROUP_OF, HEAD_OF, INLINE, RULES, TAGS
from nqpterms.model.termbase import Category

BLANK = " \t\r\n"


def local(tag: str) -> str:
    """A tag without its namespace."""
    return tag.rpartition("}")[2]


def category(node: Element) -> Category:
    """The element as a Category: a group as its head with the rest `inner`, else itself."""
    element, type = TAGS.get(node.tag, ("", None))
    if not element:
        space, _, name = node.tag.rpartition("}")
        element = name if space[1:] in CORES or not space else node.tag
    attributes = node.items()
    children = list(node)
    if element in HEAD_OF and not attributes and children:
        head = category(children[0])
        if head.element == HEAD_OF[element] and not head.inner:
            inner = tuple(category(child) for child in children[1:])
            return Category(
                head.type, head.value, head.element, head.attributes, inner, head.markup
            )
    if type is None:
        type = node.get("type", "")
        attributes = [pair for pair in attributes if pair[0] != "type"]
    kept = tuple((_prefixed(name), value) for name, value in attributes)
    if children and _is_text(node):
        return Category(type, flattened(node), element, kept, (), inner_xml(node).strip(BLANK))
    inner = tuple(category(child) for child in children)
    return Category(type, (node.text or "").strip(BLANK), element, kept, inner)


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
        said = "".join(f' {key}="{escape(value)}"' for key, value in attributes)
        parts += [f"<{name}{said}>", inner_xml(child), f"</{name}>", escape(child.tail or "")]
    return "".join(parts)


def _is_text(node: Element) -> bool:
    """Whether the children stand in running text, and not in a structure of their own."""
    return any(
        TAGS.get(child.tag, ("", None))[0] in INLINE or (child.tail or "").strip(BLANK)
        for child in node
    )


def _prefixed(name: str) -> str:
    if name == XML_LANG:
        return "xml:lang"
    return f"xml:{local(name)}" if name.startswith("{http://www.w3.org/XML/") else name


_NAME = re.compile(r"(xml:)?[A-Za-z_][\w.\-]*")


def xml_of(said: Category, style: str) -> str:
    """The element of a category, with its group around it where it has one.

    >>> xml_of(Category("reading", "xīn", "admin"), "dca")
    '<admin type="reading">xīn</admin>'
    >>> xml_of(Category("reading", "xīn", "admin"), "dct")
    '<linguist:reading>xīn</linguist:reading>'
    """
    begin, end = _tag_texts(said.type, said.element, style)
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
def _tag_texts(kind: str, element: str, style: str) -> tuple[str, str]:
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
