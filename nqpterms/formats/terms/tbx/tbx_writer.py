"""Values to TBX: v3 in either style, v2 with tig or ntig, as a stream."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Literal

from msgspec.structs import replace

from nqpterms.errors import FormatError
from nqpterms.files.writing import atomic
from nqpterms.files.xml import escape
from nqpterms.formats.terms.tbx.categories import (
    ABBREVIATION,
    CORE,
    namespace,
    unmarked_note,
)
from nqpterms.formats.terms.tbx.dialects import (
    DIALECTS,
    MODULES,
    Level,
    constraints_of,
)
from nqpterms.formats.terms.tbx.elements import xml_of
from nqpterms.formats.terms.tbx.entry_parts import (
    LangPart,
    Loss,
    Target,
    TbxEntry,
    TermPart,
    entry_of,
)
from nqpterms.formats.terms.tbx.tbx_reader import UNSAID
from nqpterms.model.termbase import (
    Category,
    Concept,
    RefObject,
    Status,
    TermBase,
)

_NCNAME = re.compile(r"[^\W\d][\w.\-·]*")
_TERM_TAGS = {
    "dca": ("termSec", ""),
    "dct": ("termSec", ""),
    "tig": ("tig", ""),
    "ntig": ("ntig", "termGrp"),
}
_LANGUAGE = re.compile(
    r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*|x(-[A-Za-z0-9]{1,8})+"
)
# Header parts behind fileDesc, in this order.
_HEADER_END = ("encodingDesc", "revisionDesc")


def dump(  # noqa: PLR0913  # an option each; the row of its format names them
    base: TermBase | Iterable[Concept],
    path: str | Path,
    *,
    version: Literal[2, 3] = 3,
    dialect: str = "",
    style: Literal["", "dca", "dct", "tig", "ntig"] = "",
    lossy: bool = False,
    languages: Mapping[str, str] | None = None,
    statuses: Collection[Status] | None = None,
    numeric_ids: bool = False,
    definitions: Literal["language", "concept"] = "language",
    marks: bool = True,
    about: TermBase | None = None,
) -> tuple[Loss, ...]:
    """Write a term base, or a stream of concepts, as TBX; gives what was lost, if `lossy`.

    What the file cannot hold raises FormatError, which names the concept, and leaves no file; with
    `lossy` it is left out and reported. `version` 3 has the styles dca (the default) and dct,
    2 has tig (the default) and ntig. `dialect` is that of the base, else TBX-Basic; a name of
    your own makes a private dialect, which may hold any category. `languages` renames language
    tags (zh-Hans to zh-CN), and `statuses` keeps only the terms that have one of them.
    `numeric_ids` numbers the entries, for MultiTerm; `definitions` "concept" puts them at the
    concept, where importers that drop the language level still see them. What TBX has no category
    for (`since`, `match`, `scope` …) travels in marked notes; `marks` False leaves them
    out, for tools whose users would wonder. `about` gives name, description and referenced objects
    for a stream. The same values give the same bytes.

    >>> import tempfile
    >>> from nqpterms.formats.terms.tbx import load
    >>> base = TermBase((Concept("c1", subject="economy"),))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     dump(base, Path(folder, "a.tbx"), lossy=True)
    (Loss(concept='c1', level='conceptEntry', category='conceptEntry', why='has no term'),)
    """
    if about is None:  # an empty TermBase is false, and may still have a name
        about = base if isinstance(base, TermBase) else TermBase()
    target = Target.of(
        version,
        dialect or about.dialect or "TBX-Basic",
        style,
        languages=dict(languages or {}),
        statuses=statuses,
        numeric_ids=numeric_ids,
        definitions=definitions,
        marks=marks,
    )
    try:
        writer = _Writer(
            target,
            lossy=lossy,
            references={reference.id for reference in about.references},
        )
        concepts = _concepts_to_write(base, writer, numeric_ids=numeric_ids)
        with atomic(path) as file:
            file.write(_opening(about, target))
            for concept in concepts:
                file.write(writer.entry(concept))
            writer.check_pointers()
            file.write(_closing(about, target))
    except FormatError as error:
        raise FormatError(
            error.message, error.path or path, error.line
        ) from error
    return tuple(writer.losses)


def _concepts_to_write(
    base: TermBase | Iterable[Concept], writer: _Writer, *, numeric_ids: bool
) -> Iterable[Concept]:
    """The concepts of a term base, whose ids the writer is told, or those of a stream."""
    if isinstance(base, TermBase):
        writer.know(base)
        return base.concepts
    if numeric_ids:
        raise FormatError("numeric ids need the whole term base, not a stream")
    return base


class _Writer:
    """The state of a file while it is written: its ids, its open references, its losses."""

    def __init__(
        self, target: Target, *, lossy: bool, references: set[str]
    ) -> None:
        self.target, self.lossy = target, lossy
        self.losses: list[Loss] = []
        self.fitting: set[tuple[str, ...]] = (
            set()
        )  # what the target is sure to hold
        self.ids = set(references)
        self.open: dict[
            str, str
        ] = {}  # an id not seen yet -> the concept that points to it
        self.numbers: dict[str, str] | None = None
        self.all_ids: set[str] | None = None

    def know(self, base: TermBase) -> None:
        """Learn all ids of the file, where the whole base is at hand."""
        self.numbers = {}
        self.all_ids = set(self.ids)
        for concept in base.concepts:
            if not self._is_wanted(concept):
                continue
            number = str(len(self.numbers) + 1)
            self.numbers[concept.id] = (
                number if self.target.numeric_ids else concept.id
            )
            self.all_ids.update(term.id for term in concept.terms if term.id)
        self.all_ids.update(self.numbers.values())

    def entry(self, concept: Concept) -> str:
        """The conceptEntry of a concept, or "" if nothing of it is to be written."""
        if not concept.terms:
            self._lose(
                Loss(concept.id, "conceptEntry", "conceptEntry", "has no term")
            )
        if not self._is_wanted(concept):
            return ""
        try:
            return self._entry(
                entry_of(concept, self.target, self.numbers), concept.id
            )
        except FormatError as error:
            if error.message.startswith("concept "):
                raise
            raise FormatError(
                f"concept {concept.id}: {error.message}"
            ) from error

    def check_pointers(self) -> None:
        """Raise FormatError where something points to an id that the file does not have."""
        for target, concept in self.open.items():
            if target not in self.ids:
                raise FormatError(
                    f"concept {concept}: points to {target!r}, which is not there"
                )

    def _is_wanted(self, concept: Concept) -> bool:
        statuses = self.target.statuses
        return any(
            statuses is None or term.status in statuses
            for term in concept.terms
        )

    def _entry(self, entry: TbxEntry, concept: str) -> str:
        if not (self.target.numeric_ids or _NCNAME.fullmatch(entry.id)):
            raise FormatError(
                f"{entry.id!r} is no XML id: a letter first, no colon, no space"
            )
        self._claim(entry.id)
        section, part = (
            ("langSet", "termEntry")
            if self.target.version == 2
            else ("langSec", "conceptEntry")
        )
        lines = [f'<{part} id="{entry.id}">']
        style = self.target.style
        lines += [
            f" {xml_of(item, style)}"
            for item in self._fitting(entry.others, "C", concept)
        ]
        for language in entry.languages:
            if not language.terms:
                self._lose_language(language, concept)
                continue
            lines.append(f' <{section} xml:lang="{_language(language.lang)}">')
            others = self._fitting(language.others, "L", concept)
            lines += [f"  {xml_of(item, style)}" for item in others]
            for term in language.terms:
                self._term(lines, term, concept)
            lines.append(f" </{section}>")
        lines.append(f"</{part}>\n")
        return "\n".join(lines)

    def _term(self, lines: list[str], part: TermPart, concept: str) -> None:
        if not part.term.value.strip():
            raise FormatError("has an empty term")
        notes = list(self._fitting(part.notes, "T", concept))
        others = list(self._fitting(part.others, "T", concept))
        parts_of_terms = [
            item for item in others if item.element == "termCompList"
        ]
        rest = [item for item in others if item.element != "termCompList"]
        style = self._style_of_term(notes, parts_of_terms)
        section, group = _TERM_TAGS[style]
        opening, closing = (
            (f"<{group}>", [f"   </{group}>"]) if group else ("", [])
        )
        lines.append(f"  <{section}{self._id(part)}>{opening}")
        lines.append(f"   {xml_of(part.term, self.target.style)}")
        lines += [
            f"   {xml_of(note, style)}" for note in (*notes, *parts_of_terms)
        ]
        lines += closing
        lines += [f"   {xml_of(item, style)}" for item in rest]
        lines.append(f"  </{section}>")

    def _id(self, part: TermPart) -> str:
        """The attribute of a term's id, which no other element may have; "" where it has none."""
        if not part.id:
            return ""
        self._claim(part.id)
        return f' id="{escape(part.id)}"'

    def _fitting(
        self, categories: Iterable[Category], level: Level, concept: str
    ) -> Iterator[Category]:
        """What the target can hold; the rest is lost."""
        for item in categories:
            fit = self._fit(item, level, concept)
            if fit is not None:
                yield fit

    def _style_of_term(
        self, notes: Iterable[Category], parts_of_terms: Sequence[Category]
    ) -> str:
        """The style of the file, but an ntig for what a tig cannot hold: parts, groups of notes."""
        style = self.target.style
        needs_ntig = bool(parts_of_terms) or any(note.inner for note in notes)
        return "ntig" if style == "tig" and needs_ntig else style

    def _fit(
        self, item: Category, level: Level, concept: str, group: str = ""
    ) -> Category | None:
        """The category as the target holds it, or None; what is left out is a loss."""
        if not self.target.marks and _is_marked(item):
            return None
        item = self.target.spelt(item)
        objection = self._objection(item, level, group)
        if objection:
            self._lose_category(item, level, concept, objection)
            return None
        pointing = (
            self._pointing(item, level, concept) if item.attributes else item
        )
        if pointing is None or not pointing.inner:
            return pointing
        inner = [
            self._fit(each, level, concept, item.element)
            for each in pointing.inner
        ]
        fitting = tuple(each for each in inner if each is not None)
        return (
            pointing
            if fitting == pointing.inner
            else replace(pointing, inner=fitting)
        )

    def _objection(self, item: Category, level: Level, group: str) -> str:
        """As the target's own, asked once for what does not depend on the value."""
        key = (item.type, item.element, level, group)
        is_fitting = key in self.fitting or (*key, item.value) in self.fitting
        if is_fitting and not item.inner:
            return ""
        objection = self.target.objection(item, level, group)
        depends = "" if objection else self.target.depends(item)
        if depends:
            self.fitting.add(
                key if depends == "category" else (*key, item.value)
            )
        return objection

    def _may_come(self, name: str) -> bool:
        """Whether a concept of this id may still be written: in a stream any may."""
        return self.all_ids is None or name in self.all_ids

    def _pointing(
        self, item: Category, level: Level, concept: str
    ) -> Category | None:
        """The category with its ids claimed and no pointer to what is not in the file.

        None for a ref that would then point nowhere.
        """
        for name, value in item.attributes:
            if name == "id":
                self._claim(value)
            if name != "target" or item.element == "xref" or value in self.ids:
                continue
            if self._may_come(value) or item.value == ABBREVIATION:
                self.open.setdefault(value, concept)
                continue
            why = f"points to {value!r}, which is not in the file"
            self._lose_category(item, level, concept, why)
            if item.element == "ref":
                return None
            rest = tuple(
                pair for pair in item.attributes if pair[0] != "target"
            )
            item = replace(item, attributes=rest)
        return item

    def _claim(self, name: str) -> None:
        if name in self.ids:
            raise FormatError(
                f"the id {name!r} is there twice; ids are unique in a file"
            )
        self.ids.add(name)

    def _lose_language(self, language: LangPart, concept: str) -> None:
        why = f"stands at {language.lang!r}, which has no term"
        for item in language.others:
            self._lose_category(item, "L", concept, why)

    def _lose_category(
        self, item: Category, level: Level, concept: str, why: str
    ) -> None:
        where = self.target.structure.level_name(level)
        self._lose(Loss(concept, where, item.type or item.element, why))

    def _lose(self, loss: Loss) -> None:
        if not self.lossy:
            raise FormatError(
                f"{loss}; write another dialect or version, or allow losses"
            )
        self.losses.append(loss)


def _is_marked(item: Category) -> bool:
    """Whether a note carries what TBX has no category for."""
    if item.element != "note":
        return False
    mark = unmarked_note(item.value)
    return mark is not None and mark[0] != "note"


@lru_cache(maxsize=256)
def _language(tag: str) -> str:
    if not _LANGUAGE.fullmatch(tag):
        raise FormatError(
            f"{tag!r} is no language tag (BCP 47: zh-Hans, zh-TW, en)"
        )
    return tag


def _opening(about: TermBase, target: Target) -> str:
    """Everything before the first concept."""
    if target.version == 2:
        root, header = '<martif type="TBX" xml:lang="en">', "martifHeader"
    else:
        root, header = _root(target), "tbxHeader"
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        root,
        f"<{header}>",
        " <fileDesc>",
    ]
    lines += _file_description(about, target)
    lines.append(" </fileDesc>")
    lines += _header_end(about.header, target)
    lines += [f"</{header}>", "<text>", "<body>", ""]
    return "\n".join(lines)


def _root(target: Target) -> str:
    spaces = f'xmlns="{CORE}"'
    if target.style == "dct":
        for module in DIALECTS.get(target.dialect, MODULES):
            spaces += f' xmlns:{module}="{namespace(module)}"'
    dialect = escape(target.dialect)
    return (
        f'<tbx type="{dialect}" style="{target.style}" xml:lang="en" {spaces}>'
    )


def _file_description(about: TermBase, target: Target) -> Iterator[str]:
    """The lines of a fileDesc: title, publication, source, and what else a file had there."""
    notes, publications, others = "", [], []
    for part in about.header:
        xml = xml_of(part, target.style)
        if part.element == "note":
            notes += xml
        elif part.element == "publicationStmt":
            publications.append(f"  {xml}")
        elif part.element not in _HEADER_END:
            others.append(f"  {xml}")
    if about.name or notes:
        yield f"  <titleStmt><title>{escape(about.name)}</title>{notes}</titleStmt>"
    yield from publications
    paragraphs = (about.description or UNSAID).split("\n")
    source = "".join(f"<p>{escape(text)}</p>" for text in paragraphs if text)
    yield f"  <sourceDesc>{source}</sourceDesc>"
    yield from others


def _header_end(header: tuple[Category, ...], target: Target) -> list[str]:
    """The lines behind the fileDesc: encodings, with v2's constraints, then revisions."""
    encoding, revisions = "", []
    if target.version == 2:
        encoding = (
            f'<p type="XCSURI">{escape(constraints_of(target.dialect))}</p>'
        )
    for part in header:
        if part.element == "encodingDesc":
            encoding += "".join(
                xml_of(inner, target.style) for inner in part.inner
            )
        elif part.element == "revisionDesc":
            revisions.append(f" {xml_of(part, target.style)}")
    if encoding:
        revisions.insert(0, f" <encodingDesc>{encoding}</encodingDesc>")
    return revisions


def _closing(about: TermBase, target: Target) -> str:
    """Everything after the last concept."""
    lines = ["</body>"]
    if about.references:
        section = "refObjectList" if target.version == 2 else "refObjectSec"
        lines.append("<back>")
        for kind, references in groupby(
            about.references, key=lambda reference: reference.type
        ):
            lines.append(f'<{section} type="{escape(kind)}">')
            lines += [_reference(reference, target) for reference in references]
            lines.append(f"</{section}>")
        lines.append("</back>")
    lines += ["</text>", "</martif>" if target.version == 2 else "</tbx>", ""]
    return "\n".join(lines)


def _reference(reference: RefObject, target: Target) -> str:
    items = [Category(kind, text, "item") for kind, text in reference.items]
    inside = "".join(
        xml_of(item, target.style) for item in (*items, *reference.extra)
    )
    start = (
        f'refObject id="{escape(reference.id)}"'
        if reference.id
        else "refObject"
    )
    return f" <{start}>{inside}</refObject>"
