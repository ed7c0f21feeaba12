"""Small Word documents written by hand: what stands in the body, and the parts beside it."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATION = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_SPACES = (
    f'xmlns:w="{W}" xmlns:r="{_RELATION}" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
)
NOTES = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> Of the '
    "grey apple nobody speaks.</w:t></w:r></w:p></w:footnote>"
)


def root_of(name: str, inner: str) -> str:
    """A part with the namespaces that the samples use."""
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f"{head}<w:{name} {_SPACES}>{inner}</w:{name}>"


def package(
    body: str, *, notes: str = NOTES, comments: str = "", extended: str = ""
) -> bytes:
    """A document with a body, and with notes, comments and their threads where there are some."""
    parts = {
        "word/document.xml": root_of(
            "document", f"<w:body>{body}<w:sectPr/></w:body>"
        )
    }
    kinds = {
        "footnotes": notes,
        "comments": comments,
        "commentsExtended": extended,
    }
    targets = []
    types = ""
    for kind, inner in kinds.items():
        if not inner:
            continue
        name = f"word/{kind}.xml"
        parts[name] = root_of(kind, inner).replace(
            "w:commentsExtended", "w15:commentsEx"
        )
        relation = _RELATION
        if kind == "commentsExtended":
            relation = "http://schemas.microsoft.com/office/2011/relationships"
        targets.append((f"{relation}/{kind}", f"{kind}.xml"))
        types += (
            f'<Override PartName="/{name}" ContentType="{_WORD}.{kind}+xml"/>'
        )
    relations = "".join(
        f'<Relationship Id="r{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets)
    )
    parts["word/_rels/document.xml.rels"] = (
        f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>'
    )
    parts["_rels/.rels"] = (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{_RELATION}/officeDocument" Target="word/document.xml"/></Relationships>'
    )
    head = f'<Types xmlns="{_PACKAGE}/content-types">'
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    parts["[Content_Types].xml"] = (
        f'{head}<Default Extension="rels" ContentType="{rels}"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Override '
        f'PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>{types}</Types>'
    )
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in (
            "[Content_Types].xml",
            *(n for n in parts if n != "[Content_Types].xml"),
        ):
            archive.writestr(name, parts[name])
    return packed.getvalue()


def part_of(data: bytes, name: str) -> etree._Element:
    """The root of a part."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def parts_of(data: bytes | Path) -> dict[str, bytes]:
    """All parts by name."""
    with zipfile.ZipFile(
        BytesIO(data) if isinstance(data, bytes) else data
    ) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def commented_words(data: bytes) -> list[tuple[str, str]]:
    """The words on which each comment stands, and its text, in the order in which they begin."""
    main = part_of(data, "word/document.xml")
    texts = {}
    if "word/comments.xml" in parts_of(data):
        for comment in part_of(data, "word/comments.xml").iter(
            f"{{{W}}}comment"
        ):
            words = "".join(t.text or "" for t in comment.iter(f"{{{W}}}t"))
            texts[comment.get(f"{{{W}}}id")] = words
    words_by_id: dict[str, str] = {}
    still_open: set[str] = set()
    for element in main.iter():
        name = etree.QName(element).localname
        number = element.get(f"{{{W}}}id") or ""
        if name == "commentRangeStart":
            words_by_id[number] = ""
            still_open.add(number)
        elif name == "commentRangeEnd":
            still_open.remove(number)
        elif name in ("t", "footnoteReference"):
            for one in still_open:
                words_by_id[one] += element.text or (
                    "*" if name == "footnoteReference" else ""
                )
    assert not still_open
    return [(words, texts[number]) for number, words in words_by_id.items()]
