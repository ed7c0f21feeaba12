"""The comments of a Word document: what stands in them, who answered whom, and their marks.

    package ──word_comments──▶ WordComments

Answers are known by the part that newer programs write (`commentsExtended`, MS-DOCX 2.5.4).
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from nqpterms.files.edits import RawChange
from nqpterms.files.office.packages import OFF, Package, attribute, children
from nqpterms.files.office.raw_parts import RawPart
from nqpterms.files.xml import Element, local_name

_MARKS = ("commentRangeStart", "commentRangeEnd", "commentReference")


class WordComment(Struct, frozen=True):
    """A comment: its id, who wrote it, and its text; `parent` is the id of the one it answers.

    `is_done` says that the thread has been settled.
    """

    id: str
    author: str
    initials: str
    text: str
    element: Element
    parent: str = ""
    is_done: bool = False


def word_comments(
    package: Package, main: str, root: Element | None = None
) -> list[WordComment]:
    """The comments of a document in the order of their part; none where it has no such part.

    *root* is that of the comments where it has been read already.
    """
    if root is None:
        part = package.related("comments", main)
        if part not in package.names:
            return []
        root = package.root(part)
    elements = list(children(root, "comment"))
    id_by_paragraph = {}
    for element in elements:
        id_by_paragraph[_last_paragraph(element)] = (
            attribute(element, "id") or ""
        )
    threads = _threads(package, main)
    comments = []
    for element in elements:
        thread = threads.get(_last_paragraph(element), _NO_THREAD)
        comment = WordComment(
            attribute(element, "id") or "",
            attribute(element, "author") or "",
            attribute(element, "initials") or "",
            _text_of(element),
            element,
            id_by_paragraph.get(thread.parent, "") if thread.parent else "",
            thread.is_done,
        )
        comments.append(comment)
    return comments


def _last_paragraph(comment: Element) -> str:
    """The id of the last paragraph of a comment, by which its thread is named."""
    paragraphs = list(comment.iter("{*}p"))
    return (attribute(paragraphs[-1], "paraId") or "") if paragraphs else ""


class _Thread(Struct, frozen=True):
    """What is said of a comment by its last paragraph: which one it answers, and if it is done."""

    parent: str = ""
    is_done: bool = False


_NO_THREAD = _Thread()


def _threads(package: Package, main: str) -> dict[str, _Thread]:
    part = package.related("commentsExtended", main)
    if part not in package.names:
        return {}
    threads = {}
    for extension in children(package.root(part), "commentEx"):
        is_done = (attribute(extension, "done") or "0").lower() not in OFF
        thread = _Thread(attribute(extension, "paraIdParent") or "", is_done)
        threads[attribute(extension, "paraId") or ""] = thread
    return threads


def _text_of(comment: Element) -> str:
    """The text of a comment, a line a paragraph."""
    lines = []
    for paragraph in comment.iter("{*}p"):
        lines.append(
            "".join(text.text or "" for text in paragraph.iter("{*}t"))
        )
    return "\n".join(lines).strip()


def marks_of_comments(part: RawPart, ids: set[str]) -> Iterator[RawChange]:
    """The changes that take the marks of some comments out of the text."""
    for element in part.root.iter("{*}commentRangeStart", "{*}commentRangeEnd"):
        if attribute(element, "id") in ids:
            yield _without(part, element)
    for element in part.root.iter("{*}commentReference"):
        if attribute(element, "id") not in ids:
            continue
        run = element.getparent()
        others = [
            inner
            for inner in run
            if inner is not element and local_name(inner) != "rPr"
        ]
        yield _without(part, element if others else run)


def anchored_starts(root: Element) -> dict[str, tuple[int, ...]]:
    """The signs of text before each mark of a comment: comments of one place share them."""
    starts: dict[str, tuple[int, ...]] = {}
    length = 0
    for element in root.iter():
        name = local_name(element)
        if name == "t":
            length += len(element.text or "")
        elif name in _MARKS:
            comment_id = attribute(element, "id") or ""
            starts[comment_id] = (*starts.get(comment_id, ()), length)
    return starts


def _without(part: RawPart, element: Element) -> RawChange:
    place = part.places[element]
    return RawChange(place.start, place.end, "")
