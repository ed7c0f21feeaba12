"""Any TBX element as a Category, with all that stands in it."""

from __future__ import annotations

from nqpterms.files.xml import XML_LANG, Element, escape
from nqpterms.formats.tbx.categories import CORES, HEAD_OF, INLINE, TAGS
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
