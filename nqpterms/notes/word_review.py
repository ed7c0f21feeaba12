"""A copy of a Word document with a comment on the words of each decision.

    draft.docx, Findings ──reviewed_docx──▶ the bytes of the copy

The document keeps its bytes: runs are cut where a comment begins or ends inside them, comments are
added behind those that are there, and every part that has nothing to do with it is copied. In the
notes of a document no comment may stand (Word takes none, LibreOffice refuses the file): what is
said of a note stands at its mark in the body and quotes the words. Comments of ours that nobody has
answered are taken out first, so that a copy can be checked again.

With `fix` what is safe to put right becomes a tracked change, and takes no comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from nqpterms.files.edits import RawChange
from nqpterms.files.office.package_edits import (
    at_end,
    edited,
    with_content_types,
    with_relationships,
)
from nqpterms.files.office.packages import Package, attribute, opened_package
from nqpterms.files.office.raw_parts import (
    PRESERVE,
    RawPart,
    element_text,
    raw_part,
    repacked,
)
from nqpterms.files.office.word_comments import (
    WordComment,
    marks_of_comments,
    word_comments,
)
from nqpterms.files.office.word_ranges import (
    WordCut,
    cut_before,
    cut_behind,
    marked,
)
from nqpterms.formats.results.decision_words import ANSWERS, note_text
from nqpterms.model.findings import Finding
from nqpterms.notes.asked_decisions import (
    PROPERTIES_TYPE,
    PROPERTIES_XML,
    AskedDecision,
    asked_of,
    asked_part,
    asked_xml,
    load_asked,
)
from nqpterms.notes.printed_words import PrintedWords, words_of_finding
from nqpterms.notes.tracked_fixes import TrackedFixes, tracked_fixes
from nqpterms.readers.docx.word_document import printed_text

AUTHOR = "nqpterms"
_INITIALS = re.compile(r"nqp(\d+)")
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_STRICT = "http://purl.oclc.org/ooxml/"
_RELATION = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
)
_STRICT_RELATION = "http://purl.oclc.org/ooxml/officeDocument/relationships"


class WordReview(Struct, frozen=True):
    """A copy of a document with comments: its bytes, and how many comments and changes it got.

    `unplaced` are the findings whose words were not found in it.
    """

    data: bytes
    comments: int
    changes: int
    unplaced: tuple[Finding, ...] = ()


class _PlacedComment(Struct, frozen=True):
    """A comment to be written: its number, its text, and where its words begin and end."""

    number: int
    text: str
    start: WordCut
    end: WordCut


class _OpenDocument(Struct, frozen=True):
    """An open document: its package, its main part, and the comments that it has."""

    package: Package
    main: str
    part: RawPart
    comments_name: str
    comments_part: RawPart | None
    comments: list[WordComment]
    decisions_name: str | None
    decisions: list[AskedDecision]

    @property
    def answered(self) -> list[AskedDecision]:
        """The decisions of ours that people have answered: their comments stay."""
        parents = {comment.parent for comment in self.comments}
        numbers = set()
        for comment in self.comments:
            if comment.id in parents or comment.is_done:
                numbers.add(number_of(comment))
        return [one for one in self.decisions if one.number in numbers]

    @property
    def dropped(self) -> list[WordComment]:
        """The comments of ours that nobody has answered: they are written anew."""
        decisions_kept = {one.number for one in self.answered}
        ours = [comment for comment in self.comments if number_of(comment)]
        return [
            comment
            for comment in ours
            if number_of(comment) not in decisions_kept
        ]


def number_of(comment: WordComment) -> int:
    """The number of a decision that a comment of ours asks for; 0 of any other comment."""
    initials = _INITIALS.fullmatch(comment.initials)
    return int(initials[1]) if initials and comment.author == AUTHOR else 0


def reviewed_docx(
    path: str | Path, findings: Iterable[Finding], *, fix: bool = False
) -> WordReview:
    """A document with comments on the words of findings, in their order.

    With *fix* the safe fixes among them become tracked changes. Raises FormatError for what is no
    DOCX, or would not come back as it was.
    """
    wanted = list(findings)
    with opened_package(Path(path), str(path)) as package:
        document = _opened(package)
        printed = printed_text(package, document.part.root, document.main)
        ids = _Ids(document)
        fixes = TrackedFixes()
        if fix:
            fixes = tracked_fixes(wanted, printed, document.part, ids.next)
        decisions_kept = document.answered
        fingerprints = {one.record.fingerprint for one in decisions_kept}
        number = max((one.number for one in document.decisions), default=0)
        placed: list[_PlacedComment] = []
        decisions = list(decisions_kept)
        unplaced = []
        for finding in wanted:
            if (
                finding.fingerprint in fingerprints
                or id(finding) in fixes.fixed
            ):
                continue
            words = words_of_finding(finding, printed, fixes.spans)
            if words is None:
                unplaced.append(finding)
                continue
            number += 1
            placed.append(_placed(number, finding, words, document.part))
            decisions.append(asked_of(number, finding))
        parts = _parts(document, placed, decisions, fixes, ids)
        data = repacked(path, parts)
    return WordReview(data, len(placed), len(fixes.fixed), tuple(unplaced))


def _opened(package: Package) -> _OpenDocument:
    main = package.related("officeDocument") or "word/document.xml"
    part = raw_part(package, main)
    comments_name = package.related("comments", main) or ""
    comments_part = None
    comments: list[WordComment] = []
    if comments_name in package.names:
        comments_part = raw_part(package, comments_name)
        comments = word_comments(package, main, comments_part.root)
    decisions_name = asked_part(package)
    decisions = (
        load_asked(package.root(decisions_name)) if decisions_name else []
    )
    return _OpenDocument(
        package,
        main,
        part,
        comments_name,
        comments_part,
        comments,
        decisions_name,
        decisions,
    )


class _Ids:
    """Numbers that no comment and no tracked change of a document has yet."""

    def __init__(self, document: _OpenDocument) -> None:
        roots = [document.part.root]
        if document.comments_part:
            roots.append(document.comments_part.root)
        self.last = 0
        for root in roots:
            for element in root.iter():
                number = attribute(element, "id") or ""
                if number.isdecimal() and len(number) < 9:
                    self.last = max(self.last, int(number))

    def next(self) -> int:
        """A new one."""
        self.last += 1
        return self.last


def _placed(
    number: int, finding: Finding, words: PrintedWords, part: RawPart
) -> _PlacedComment:
    text = f"{note_text(finding)} {ANSWERS}"
    if words.note:
        quote = f" “{words.text}”" if words.text else ""
        text = f"In note {words.note},{quote or ' as a whole'}: {text}"
    start = cut_before(part, words.first.element, words.first.start)
    last = words.last
    end = cut_behind(part, last.element, last.end, last.length)
    return _PlacedComment(number, text, start, end)


def _parts(
    document: _OpenDocument,
    placed: Sequence[_PlacedComment],
    decisions: list[AskedDecision],
    fixes: TrackedFixes,
    ids: _Ids,
) -> dict[str, bytes]:
    """The parts of the copy that differ from the document's."""
    part = document.part
    prefix = part.prefix
    starts: list[tuple[WordCut, str]] = []
    ends: list[tuple[WordCut, str]] = []
    comments = ""
    comments_prefix = (
        document.comments_part.prefix if document.comments_part else "w:"
    )
    for one in placed:
        comment_id = ids.next()
        name = f'{prefix}id="{comment_id}"'
        reference = f"<{prefix}r><{prefix}commentReference {name}/></{prefix}r>"
        starts.append((one.start, f"<{prefix}commentRangeStart {name}/>"))
        ends.append((one.end, f"<{prefix}commentRangeEnd {name}/>{reference}"))
        comments += _comment(comment_id, one, comments_prefix)
    dropped = {comment.id for comment in document.dropped}
    marks = [*fixes.ends, *ends, *starts, *fixes.begins]
    changes = [
        *marked(marks),
        *fixes.renamed,
        *marks_of_comments(part, dropped),
    ]
    parts = {document.main: edited(part, changes)}
    relations: list[tuple[str, str]] = []
    types: list[tuple[str, str]] = []
    is_strict = str(part.root.tag).startswith("{" + _STRICT)
    relation = _STRICT_RELATION if is_strict else _RELATION
    if document.comments_part is not None:
        own = document.comments_part
        out = [
            RawChange(*_range_of(own, comment), "")
            for comment in document.dropped
        ]
        parts[document.comments_name] = edited(
            own, [*out, at_end(own, comments)]
        )
    elif placed:
        name = _free_name(document, "comments")
        parts[name] = _new_comments(part, comments)
        types.append((name, _COMMENTS_TYPE))
        relations.append((f"{relation}/comments", name))
    if document.decisions_name:
        parts[document.decisions_name] = asked_xml(decisions)
    elif decisions:
        name, properties = _free_custom_names(document)
        parts |= {name: asked_xml(decisions), properties: PROPERTIES_XML}
        relations.append((f"{relation}/customXml", name))
        types.append((properties, PROPERTIES_TYPE))
        tied = [(f"{relation}/customXmlProps", properties)]
        parts |= with_relationships(document.package, name, tied)
    return parts | _told_of(document, types, relations)


def _told_of(
    document: _OpenDocument,
    types: list[tuple[str, str]],
    relations: list[tuple[str, str]],
) -> dict[str, bytes]:
    """The parts of a package that name new ones: their types, and what refers to them."""
    parts: dict[str, bytes] = {}
    if types:
        parts |= with_content_types(document.package, types)
    if relations:
        parts |= with_relationships(document.package, document.main, relations)
    return parts


def _comment(comment_id: int, one: _PlacedComment, p: str) -> str:
    """A comment as XML; *p* is the prefix of its elements."""
    head = f'{p}id="{comment_id}" {p}author="{AUTHOR}" {p}initials="nqp{one.number}"'
    text = f"<{p}r><{p}t{PRESERVE}>{element_text(one.text)}</{p}t></{p}r>"
    mark = f"<{p}r><{p}annotationRef/></{p}r>"
    return f"<{p}comment {head}><{p}p>{mark}{text}</{p}p></{p}comment>"


def _range_of(part: RawPart, comment: WordComment) -> tuple[int, int]:
    place = part.places[comment.element]
    return place.start, place.end


def _new_comments(part: RawPart, comments: str) -> bytes:
    """A part of comments in the namespace of the document."""
    namespace = str(part.root.tag).partition("}")[0].lstrip("{")
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{head}<w:comments xmlns:w="{namespace}">{comments}</w:comments>'.encode()


def _free_name(document: _OpenDocument, stem: str) -> str:
    """The name of a new part beside the main one."""
    folder = document.main.rpartition("/")[0]
    names = _candidates(f"{folder}/{stem}" if folder else stem)
    return next(name for name in names if name not in document.package.names)


def _free_custom_names(document: _OpenDocument) -> tuple[str, str]:
    """The names of a new part with data of our own, and of the part that describes it."""
    number = 1
    while f"customXml/item{number}.xml" in document.package.names:
        number += 1
    return f"customXml/item{number}.xml", f"customXml/itemProps{number}.xml"


def _candidates(stem: str) -> Iterator[str]:
    """Names of parts to choose from."""
    yield f"{stem}.xml"
    for number in range(1, 1000):
        yield f"{stem}{number}.xml"
