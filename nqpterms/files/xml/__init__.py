"""The one safe way to read and write XML.

Every file is hostile until read. Its bytes are opened here, decoded here (UTF-8, UTF-16, and what
a file declares of the Chinese codes) and looked at before the parser sees them: a declared entity,
an entity that is used and not declared, and a NUL never reach it. libxml2 then bounds the depth
(256 elements) and the length of one text, name or attribute (10 MB), and this module the bytes of
one entry. Whatever is refused is one FormatError with its line.

`iterate` reads a file of any size in constant memory; `parse_bytes` what is in memory.
"""

from nqpterms.files.xml.element_places import ElementPlaces, root_place
from nqpterms.files.xml.xml_parsing import (
    XML_ID,
    XML_LANG,
    XML_SPACE,
    Element,
    ElementTree,
    XmlPiece,
    declared_encoding,
    iterate,
    local_name,
    located,
    name_parts,
    parse_bytes,
    root_of,
)
from nqpterms.files.xml.xml_writer import escape, writer

__all__ = [
    "parse_bytes",
    "iterate",
    "located",
    "local_name",
    "name_parts",
    "root_of",
    "declared_encoding",
    "XmlPiece",
    "ElementPlaces",
    "root_place",
    "Element",
    "ElementTree",
    "XML_LANG",
    "XML_ID",
    "XML_SPACE",
    "writer",
    "escape",
]
