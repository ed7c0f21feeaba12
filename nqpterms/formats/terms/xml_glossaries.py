"""Glossaries in the XML of other programs, to read only: MultiTerm's, TBX-Min, those inside XLIFF.

    entry of a file ──┬─ its texts, each with the label that the file gives it
                      └─ its terms, each with a language, a text and labelled texts
                              │ _concept_of
                              ▼
                           Concept

The labels of MultiTerm are free, so they are read as the heads of a table are (`column_heads`); a
text under a label that is not known stays as a note under it. A term without a text or a language
is left out, and said, where somebody listens (`nqpterms.files.remarks`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Literal, cast

from msgspec import Struct

from nqpterms.errors import FormatError
from nqpterms.files.remarks import broken_parts, remark
from nqpterms.files.xml import (
    XML_LANG,
    Element,
    ElementPlaces,
    iterate,
    local_name,
    root_of,
)
from nqpterms.formats.column_heads import heading
from nqpterms.formats.terms.aliases import pos_of, status_of, tag_of
from nqpterms.formats.terms.fields import NCNAME, PICKLISTS
from nqpterms.model.termbase import (
    Concept,
    Context,
    Definition,
    LanguagePart,
    Term,
    TermBase,
    Transaction,
)

_ROLES = {
    "source": "origin",
    "term type": "type",
    "termtype": "type",
    "type": "type",
    "pos": "pos",
    "customer": "",
}
"""What labels mean here; of all others, what they mean at the head of a column."""

_TERM_TYPES = {name.lower(): name for name in PICKLISTS["type"]}


class LabelledText(Struct, frozen=True):
    """A text of an entry under the label that its file gives it, and where it comes from."""

    label: str
    text: str
    source: str = ""


class ForeignTerm(Struct, frozen=True):
    """A term as the file has it, with the element that holds it."""

    text: str
    lang: str
    texts: tuple[LabelledText, ...]
    history: tuple[Transaction, ...]
    element: Element


class ForeignEntry(Struct, frozen=True):
    """An entry as the file has it; `by_language` are texts that stand at a language."""

    id: str
    texts: tuple[LabelledText, ...] = ()
    terms: tuple[ForeignTerm, ...] = ()
    by_language: tuple[tuple[str, LabelledText], ...] = ()
    history: tuple[Transaction, ...] = ()


def load_multiterm(path: str | Path) -> TermBase:
    """The term base of a MultiTerm XML file (mtf)."""
    return TermBase(tuple(_concepts(path, ("conceptGrp",), _multiterm_entry)))


def load_tbx_min(path: str | Path) -> TermBase:
    """The term base of a TBX-Min file, the small format of 2013: ``<TBX dialect="TBX-Min">``."""
    name = description = ""
    for header in iterate(path, ("{*}header", "header")):
        name = _text_in(header, "id")
        description = _text_in(header, "description")
        break
    tags = ("{*}entry", "{*}conceptEntry", "{*}termEntry")
    return TermBase(tuple(_concepts(path, tags, _min_entry)), name, description)


def load_xliff_glossary(path: str | Path) -> TermBase:
    """The terms in an XLIFF file: entries of the glossary module of version 2, and marked terms.

    Terms that several units name in the same way are one concept. Raises FormatError where the file
    has none.
    """
    tags = ("{*}unit", "{*}trans-unit")
    root = root_of(path)
    leave_out = _leaving_out(path, lambda term: int(term.sourceline or 1))
    seen: dict[tuple[tuple[str, str], ...], Concept] = {}
    for unit in iterate(path, tags):
        for entry in _unit_entries(unit, root):
            concept = _concept_of(entry, f"c{len(seen) + 1}", leave_out)
            key = tuple((term.lang, term.text) for term in concept.terms)
            if key:
                seen.setdefault(key, concept)
    if not seen:
        message = (
            "holds no glossary: neither entries of the glossary module nor marked terms; "
            "its segments are a bitext, which convert writes as tmx or tsv"
        )
        raise FormatError(message, path)
    return TermBase(tuple(seen.values()))


def _concepts(
    path: str | Path,
    tags: Iterable[str],
    entry_of: Callable[[Element], ForeignEntry],
) -> Iterator[Concept]:
    """The concepts of a file, one for each element with one of the tags."""
    tags = tuple(tags)
    places = ElementPlaces(path, tags)
    ids: set[str] = set()
    for number, element in enumerate(iterate(path, tags)):
        entry = entry_of(element)
        name = _id_of(entry.id, number + 1)
        while name in ids:
            name += "-2"
        ids.add(name)

        def line_of(
            term: Element, at: int = number, part: Element = element
        ) -> int | None:
            return places.of(term, part, at).line

        concept = _concept_of(entry, name, _leaving_out(path, line_of))
        if concept.terms:
            yield concept


def _leaving_out(
    path: str | Path, line_of: Callable[[Element], int | None]
) -> Callable[[Element, str], None]:
    """What is given the broken terms of a file, and says on which line each stands."""

    def leave_out(term: Element, message: str) -> None:
        broken_parts()(FormatError(message, path, line_of(term)))

    return leave_out


def _id_of(own: str, number: int) -> str:
    """The id of an entry as XML has it: its own, with a letter before a number."""
    name = own if NCNAME.fullmatch(own) else f"c{own}"
    return name if own and NCNAME.fullmatch(name) else f"c{number}"


def _concept_of(
    entry: ForeignEntry, name: str, leave_out: Callable[[Element, str], None]
) -> Concept:
    """The concept of an entry; its broken terms are given to *leave_out*."""
    fields = _Fields()
    for text in entry.texts:
        fields.add(text, "", is_of_term=False)
    terms = []
    for term in entry.terms:
        if not term.text or not term.lang:
            missing = "text" if term.lang else "language"
            leave_out(
                term.element,
                f"a term has no {missing}; write one or take it out",
            )
            continue
        terms.append(_term_of(term, fields))
    languages: dict[str, list[str]] = {}
    for lang, text in entry.by_language:
        if _role(text.label) == "definition":
            fields.definitions.append(Definition(text.text, lang, text.source))
        else:
            languages.setdefault(lang, []).append(_note_of(text))
    parts = [
        LanguagePart(lang, notes=tuple(notes))
        for lang, notes in languages.items()
    ]
    return Concept(
        name,
        tuple(terms),
        subject=fields.subject,
        definitions=tuple(fields.definitions),
        sources=tuple(fields.sources),
        notes=tuple(fields.notes),
        history=entry.history,
        languages=tuple(parts),
    )


def _term_of(term: ForeignTerm, of_entry: _Fields) -> Term:
    """A term; its definitions go to the entry."""
    fields = _Fields()
    for text in term.texts:
        fields.add(text, term.lang, is_of_term=True)
    of_entry.definitions += fields.definitions
    values = {name: value for name, value in fields.values.items() if value}
    return Term(
        term.text,
        term.lang,
        sources=tuple(fields.sources),
        notes=tuple(fields.notes),
        contexts=tuple(fields.contexts),
        history=term.history,
        **cast(dict[str, Any], values),
    )


class _Fields:
    """The fields of an entry or of a term, while its texts are read."""

    def __init__(self) -> None:
        self.subject = ""
        self.values: dict[str, str] = {}
        self.definitions: list[Definition] = []
        self.contexts: list[Context] = []
        self.sources: list[str] = []
        self.notes: list[str] = []

    def add(self, text: LabelledText, lang: str, *, is_of_term: bool) -> None:
        """A text into its field, or into a note under its label."""
        role = _role(text.label)
        if role == "definition":
            self.definitions.append(Definition(text.text, lang, text.source))
        elif role == "origin":
            self.sources.append(text.text)
        elif role == "subject" and not is_of_term and not self.subject:
            self.subject = text.text
        elif role == "context" and is_of_term:
            self.contexts.append(Context(text.text, text.source))
        elif not (is_of_term and self._is_value(role, text)):
            self.notes.append(_note_of(text))

    def _is_value(self, role: str, text: LabelledText) -> bool:
        """Whether a text was a value of the term that is known."""
        if (
            role not in ("status", "pos", "type", "reading")
            or role in self.values
        ):
            return False
        value = {
            "status": status_of(text.text),
            "pos": pos_of(text.text) or text.text,
            "type": _TERM_TYPES.get(text.text.replace(" ", "").lower(), ""),
            "reading": text.text,
        }[role]
        if role == "status" and not value:
            remark(
                f"the status {text.text!r} is none of ours: kept as a note of its terms"
            )
        self.values[role] = value
        return bool(value)


def _role(label: str) -> str:
    """What a label says of its text; "" where that is not known."""
    own = _ROLES.get(label.strip().lower())
    if own is not None:
        return own
    head = heading(label)
    return head.role if head else ""


def _note_of(text: LabelledText) -> str:
    """A text that has no field, under its label unless that is only "note"."""
    is_note = not text.label or _role(text.label) == "note"
    return text.text if is_note else f"{text.label}: {text.text}"


def _texts(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _children(element: Element, *names: str) -> Iterator[Element]:
    for child in element:
        if local_name(child) in names:
            yield child


def _text_in(element: Element, *names: str) -> str:
    """The text of the first child with one of the names."""
    for child in _children(element, *names):
        return _texts(child)
    return ""


def _multiterm_entry(group: Element) -> ForeignEntry:
    """A conceptGrp, whose languageGrps hold termGrps; each of them may hold descripGrps."""
    terms: list[ForeignTerm] = []
    by_language: list[tuple[str, LabelledText]] = []
    for part in _children(group, "languageGrp"):
        lang = _multiterm_language(part)
        by_language += [(lang, text) for text in _descriptions(part)]
        for term in _children(part, "termGrp"):
            texts = tuple(_descriptions(term))
            history = tuple(_transactions(term))
            terms.append(
                ForeignTerm(_text_in(term, "term"), lang, texts, history, term)
            )
    return ForeignEntry(
        _text_in(group, "concept"),
        tuple(_descriptions(group)),
        tuple(terms),
        tuple(by_language),
        tuple(_transactions(group)),
    )


def _multiterm_language(part: Element) -> str:
    """The tag of a languageGrp: of the language that it names, or of its locale if that says more.

    MultiTerm has both: ``<language type="Chinese (Simplified)" lang="ZH"/>``.
    """
    for language in _children(part, "language"):
        locale = tag_of(language.get("lang") or language.get("locale") or "")
        name = language.get("type") or language.get("name") or ""
        if "-" in locale:
            return locale
        return _tag_of_heading(name) or locale or tag_of(name)
    return ""


def _tag_of_heading(name: str) -> str:
    """The tag of a language by a name as heads of columns have it, or ""."""
    head = heading(name)
    if head is None:
        return ""
    return head.tag or head.side or ""


def _descriptions(group: Element) -> Iterator[LabelledText]:
    """The descrips of a group; a source inside the group of one belongs to it."""
    for part in _children(group, "descripGrp"):
        inner = list(_descriptions(part))
        source = "; ".join(
            text.text for text in inner if _role(text.label) == "origin"
        )
        for descrip in _children(part, "descrip"):
            text = _texts(descrip)
            if text:
                yield LabelledText(descrip.get("type") or "", text, source)
        yield from (text for text in inner if _role(text.label) != "origin")


def _transactions(group: Element) -> Iterator[Transaction]:
    for part in _children(group, "transacGrp"):
        for transac in _children(part, "transac"):
            kind = transac.get("type") or ""
            if kind in ("origination", "modification"):
                type_ = cast(Literal["origination", "modification"], kind)
                yield Transaction(
                    type_, _text_in(part, "date"), _texts(transac)
                )


_MIN_LABELS = {
    "termStatus": "status",
    "partOfSpeech": "pos",
    "customer": "customer",
}


def _min_entry(element: Element) -> ForeignEntry:
    """An entry of TBX-Min, in the names of its drafts too."""
    terms: list[ForeignTerm] = []
    for part in _children(element, "langGroup", "langSet"):
        lang = tag_of(part.get(XML_LANG) or part.get("lang") or "")
        for group in _children(part, "termGroup", "tig"):
            texts = tuple(_min_texts(group))
            terms.append(
                ForeignTerm(_text_in(group, "term"), lang, texts, (), group)
            )
    subject = _text_in(element, "subjectField")
    texts = (LabelledText("subject", subject),) if subject else ()
    return ForeignEntry(element.get("id") or "", texts, tuple(terms))


def _min_texts(group: Element) -> Iterator[LabelledText]:
    for child in group:
        name = local_name(child)
        if name in _MIN_LABELS and _texts(child):
            yield LabelledText(_MIN_LABELS[name], _texts(child))
        if name not in ("note", "noteGrp"):
            continue
        for note in (child,) if name == "note" else _children(child, "note"):
            label, value = (
                _text_in(note, "noteKey"),
                _text_in(note, "noteValue"),
            )
            if value or _texts(note):
                yield LabelledText(label, value or _texts(note))


def _unit_entries(unit: Element, root: Element) -> Iterator[ForeignEntry]:
    """The entries of the glossary of a unit, then its marked terms that both sides have."""
    source, target = _unit_languages(unit, root)
    for entry in unit.iter("{*}glossEntry"):
        terms: list[ForeignTerm] = []
        texts: list[LabelledText] = []
        for child in entry:
            name, text = local_name(child), _texts(child)
            origin = child.get("source") or ""
            notes = (LabelledText("source", origin),) if origin else ()
            if name in ("term", "translation"):
                lang = source if name == "term" else target
                terms.append(ForeignTerm(text, lang, notes, (), child))
            elif name == "definition" and text:
                texts.append(LabelledText("definition", text, origin))
        yield ForeignEntry("", tuple(texts), tuple(terms))
    yield from _marked_entries(unit, source, target)


def _marked_entries(
    unit: Element, source: str, target: str
) -> Iterator[ForeignEntry]:
    """The terms that are marked in the source and in the target, by their languages."""
    translated = _marked_terms(unit, "target")
    for name, mark in _marked_terms(unit, "source").items():
        if name in translated:
            other = translated[name]
            terms = (
                ForeignTerm(_texts(mark), source, (), (), mark),
                ForeignTerm(_texts(other), target, (), (), other),
            )
            yield ForeignEntry("", (), terms)


def _unit_languages(unit: Element, root: Element) -> tuple[str, str]:
    """The languages of a unit: of its file in version 1.2, of the document in version 2."""
    holders = [*unit.iterancestors("{*}file"), root]
    languages = []
    for names in (
        ("source-language", "srcLang"),
        ("target-language", "trgLang"),
    ):
        codes = [
            holder.get(name)
            for holder in holders
            for name in names
            if holder.get(name)
        ]
        languages.append(tag_of(codes[0]) if codes else "")
    return languages[0], languages[1]


def _marked_terms(unit: Element, side: str) -> dict[str, Element]:
    """The marked terms of the source or the target of a unit, by the id of their mark."""
    marks: dict[str, Element] = {}
    for text in unit.iter(f"{{*}}{side}"):
        for mark in text.iter("{*}mrk"):
            if "term" in (mark.get("type"), mark.get("mtype")):
                name = mark.get("id") or mark.get("mid") or str(len(marks))
                marks.setdefault(name, mark)
    return marks
