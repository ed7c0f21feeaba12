"""A concept as the fields of a form, and back.

    Concept ──concept_form──▶ ConceptForm ──a person──▶ fields ──concept_sent──▶ Concept

The form has what people change; what it does not show (contexts, regions, dates) stays as it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from nqpterms.errors import NqptermsError
from nqpterms.formats.terms.fields import (
    LANGUAGE,
    PICKLISTS,
    join_values,
    split_values,
)
from nqpterms.lang.chinese import has_han, script
from nqpterms.model.termbase import Concept, Definition, Term, is_language

_NEW_ROWS = 2  # empty rows at the end of a form
_MOST_ROWS = 200


class FormRow(Struct, frozen=True):
    """A term as the fields of a form; `at` is its place in the concept, "" where it is new."""

    at: str = ""
    text: str = ""
    lang: str = ""
    status: str = ""
    type: str = ""
    note: str = ""
    source: str = ""


class ConceptForm(Struct, frozen=True):
    """A concept as the fields of a form, with some empty rows at its end."""

    name: str
    subject: str
    definition: str
    rows: tuple[FormRow, ...]


def concept_form(concept: Concept, languages: Sequence[str]) -> ConceptForm:
    """The form of a concept; new rows begin with the first of some *languages*.

    >>> form = concept_form(Concept("tea", (Term("茶", "zh", "preferred"),)), ["zh", "en"])
    >>> [(row.text, row.lang) for row in form.rows]
    [('茶', 'zh'), ('', 'zh'), ('', 'en')]
    """
    rows = [_row_of(str(at), term) for at, term in enumerate(concept.terms)]
    rows += [FormRow(lang=lang) for lang in languages[:_NEW_ROWS]]
    definition = concept.definitions[0].text if concept.definitions else ""
    return ConceptForm(concept.id, concept.subject, definition, tuple(rows))


def _row_of(at: str, term: Term) -> FormRow:
    note, source = join_values(term.notes), join_values(term.sources)
    return FormRow(
        at, term.text, term.lang, term.status, term.type, note, source
    )


def concept_sent(old: Concept, fields: Mapping[str, Sequence[str]]) -> Concept:
    """The concept that the fields of a form make of an old one; rows without a term are left out.

    Raises NqptermsError for what no form of ours sends.

    >>> fields = {"term": ["茶", "tea"], "lang": ["zh", "en"], "status": ["", "admitted"]}
    >>> [term.status for term in concept_sent(Concept("tea"), fields).terms]
    ['', 'admitted']
    """
    rows = _rows_sent(fields)
    terms = tuple(_term_sent(old, row) for row in rows if row.text)
    subject = _last(fields, "subject").strip()
    changed = replace(old, terms=terms, subject=subject)
    return _with_definition(
        changed, " ".join(_last(fields, "definition").split())
    )


def form_sent(name: str, fields: Mapping[str, Sequence[str]]) -> ConceptForm:
    """The form as it was sent, to be shown again beside what is wrong with it."""
    subject, definition = _last(fields, "subject"), _last(fields, "definition")
    return ConceptForm(name, subject, definition, tuple(_rows_sent(fields)))


def _rows_sent(fields: Mapping[str, Sequence[str]]) -> list[FormRow]:
    """The rows of a form as they were sent."""
    texts = fields.get("term", ())
    if len(texts) > _MOST_ROWS:
        raise NqptermsError(
            f"{len(texts)} terms: expected no more than {_MOST_ROWS} in a concept"
        )
    rows = []
    for number, text in enumerate(texts):
        values = {
            name: _nth(fields, name, number)
            for name in FormRow.__struct_fields__
        }
        values["text"] = text.strip()
        rows.append(FormRow(**values))
    return rows


def _term_sent(old: Concept, row: FormRow) -> Term:
    """A term as a row of the form has it."""
    if not LANGUAGE.fullmatch(row.lang):
        raise NqptermsError(
            f"language {row.lang!r}: expected a tag as zh-Hans or en"
        )
    for name in ("status", "type"):
        value = getattr(row, name)
        if value and value not in PICKLISTS[name]:
            raise NqptermsError(
                f"{name} {value!r}: expected one of {', '.join(PICKLISTS[name])}"
            )
    standing = Term("", row.lang)
    if row.at.isdecimal() and int(row.at) < len(old.terms):
        standing = old.terms[int(row.at)]
    return replace(
        standing,
        text=row.text,
        lang=row.lang,
        status=row.status,
        type=row.type,
        notes=_values_sent(row.note, "note"),
        sources=_values_sent(row.source, "source"),
    )


def _values_sent(cell: str, name: str) -> tuple[str, ...]:
    try:
        return split_values(cell)
    except ValueError as error:
        raise NqptermsError(f"{name}: {error}") from None


def _with_definition(concept: Concept, text: str) -> Concept:
    """A concept with another first definition, in the language in which it is written."""
    others = concept.definitions[1:]
    if not text:
        return replace(concept, definitions=others)
    if concept.definitions:
        first = replace(concept.definitions[0], text=text)
    else:
        language = "zh" if has_han(text) else "en"
        tags = [
            term.lang
            for term in concept.terms
            if is_language(term.lang, language)
        ]
        first = Definition(
            text, tags[0] if tags else script(text) if has_han(text) else "en"
        )
    return replace(concept, definitions=(first, *others))


def _nth(fields: Mapping[str, Sequence[str]], name: str, number: int) -> str:
    values = fields.get(name, ())
    return values[number].strip() if number < len(values) else ""


def _last(fields: Mapping[str, Sequence[str]], name: str) -> str:
    values = fields.get(name, ())
    return values[-1] if values else ""
