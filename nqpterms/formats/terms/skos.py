"""SKOS and SKOS-XL in Turtle ↔ a term base.

    path ──load──▶ TermBase ──dump──▶ path

A concept is a skos:Concept with plain labels (preferred, alternative, and hidden for what is
deprecated or superseded), which every SKOS tool shows; and, where `xl` says so, with a skosxl:Label
a term, which holds its status, part of speech, contexts and so on. A graph has no order: what
comes back is `projection` of what went in, without `xl` only labels, definitions and relations.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from msgspec.structs import replace

from nqpterms.errors import FormatError, MissingExtraError
from nqpterms.files.opening import opened, read_whole
from nqpterms.files.writing import atomic
from nqpterms.formats.terms.fields import (
    LANGUAGE,
    NCNAME,
    PICKLISTS,
    SINGLE,
    losses,
)
from nqpterms.formats.terms.word_lists import concept_id
from nqpterms.model.termbase import (
    Concept,
    Context,
    Definition,
    Status,
    Term,
    TermBase,
)

if TYPE_CHECKING:
    from rdflib import Graph, URIRef


NAMESPACE = "urn:nqpterms:concept:"
"""Before a concept's id, where the caller names no address of their own."""
VOCABULARY = "urn:nqpterms:vocabulary#"
"""For what neither SKOS nor Dublin Core has a word: the fields of a term, by their names."""

_SHARED = {"sources", "notes"}
FIELDS: dict[type, frozenset[str]] = {
    TermBase: frozenset({"concepts", "name", "description"}),
    Concept: frozenset(
        {
            "id",
            "terms",
            "subject",
            "definitions",
            "broader",
            "related",
            *_SHARED,
        }
    ),
    Definition: frozenset({"text", "lang"}),
    Context: frozenset({"text", "source"}),
    Term: frozenset({"text", "lang", "contexts", *SINGLE, *_SHARED}),
}
_LABELS: dict[Status, str] = {
    "preferred": "prefLabel",
    "admitted": "altLabel",
    "": "altLabel",
    "deprecated": "hiddenLabel",
    "superseded": "hiddenLabel",
}
_STATUS: dict[str, Status] = {
    "prefLabel": "preferred",
    "altLabel": "admitted",
    "hiddenLabel": "deprecated",
}


def load(path: str | Path) -> TermBase:
    """The term base in a Turtle file: its skos:Concepts by id, with the labels that say most.

    Raises FormatError for what is no Turtle, with the line, or holds no concept;
    MissingExtraError without rdflib.
    """
    rdf = _rdflib(path)
    graph = _parsed(rdf, Path(path))
    concepts = sorted(graph.subjects(rdf.RDF.type, rdf.SKOS.Concept), key=str)
    if not concepts:
        raise FormatError(
            "holds no skos:Concept: expected a SKOS vocabulary in Turtle", path
        )
    names = _names([*concepts, *sorted(_related(rdf, graph), key=str)])
    read_concepts = (_concept(rdf, graph, node, names) for node in concepts)
    scheme = next(
        iter(graph.subjects(rdf.RDF.type, rdf.SKOS.ConceptScheme)), None
    )
    return TermBase(
        tuple(sorted(read_concepts, key=lambda concept: concept.id)),
        Path(path).stem,
        str(graph.value(scheme, rdf.DCTERMS.description) or "")
        if scheme
        else "",
    )


def dump(
    base: TermBase,
    path: str | Path,
    *,
    namespace: str = NAMESPACE,
    xl: bool = True,
    lossy: bool = False,
) -> tuple[str, ...]:
    """Write a term base as SKOS, with SKOS-XL labels unless `xl` is False.

    `namespace` is what concepts' addresses begin with. Raises FormatError, naming the concept, for
    what has no place; `lossy` leaves it out instead, and gives what that was.
    """
    rdf = _rdflib(path)
    lost = losses(base, FIELDS, path, lossy=lossy)
    graph = rdf.Graph()
    for prefix, uri in (("", namespace), ("skosxl", _XL), ("nqp", VOCABULARY)):
        graph.bind(prefix, uri)
    scheme = rdf.URIRef(namespace.rstrip("#/:"))
    graph.add((scheme, rdf.RDF.type, rdf.SKOS.ConceptScheme))
    if base.description:
        graph.add(
            (scheme, rdf.DCTERMS.description, rdf.Literal(base.description))
        )
    for concept in base.concepts:
        node = rdf.URIRef(namespace + concept.id)
        graph.add((node, rdf.RDF.type, rdf.SKOS.Concept))
        graph.add((node, rdf.SKOS.inScheme, scheme))
        for predicate, value in _statements(rdf, concept, namespace):
            graph.add((node, predicate, value))
        if xl:
            _add_labels(rdf, graph, node, concept)
    text = graph.serialize(format="turtle")
    with atomic(path) as file:
        file.write(text)
    return lost


def projection(base: TermBase) -> TermBase:
    """What a graph keeps of a term base: everything but the order of what is not a term.

    Concepts stand by id; notes, sources, definitions and relations in alphabetical order, none
    twice; contexts keep their order.
    """
    return replace(
        base,
        concepts=tuple(
            sorted(map(_projected, base.concepts), key=lambda c: c.id)
        ),
    )


_XL = "http://www.w3.org/2008/05/skos-xl#"


def _projected(concept: Concept) -> Concept:
    terms = (
        replace(
            t,
            sources=tuple(sorted(set(t.sources))),
            notes=tuple(sorted(set(t.notes))),
        )
        for t in concept.terms
    )
    return replace(
        concept,
        terms=tuple(terms),
        definitions=tuple(
            sorted(set(concept.definitions), key=lambda d: (d.lang, d.text))
        ),
        broader=tuple(sorted(set(concept.broader))),
        related=tuple(sorted(set(concept.related))),
        sources=tuple(sorted(set(concept.sources))),
        notes=tuple(sorted(set(concept.notes))),
    )


def _statements(
    rdf: Any, concept: Concept, namespace: str
) -> Iterator[tuple[URIRef, Any]]:
    """What a plain SKOS tool sees of a concept; SKOS wants no text under two kinds of label."""
    for label, term in _plain_labels(concept):
        yield rdf.SKOS[label], rdf.Literal(term.text, lang=term.lang)
    for definition in concept.definitions:
        yield (
            rdf.SKOS.definition,
            rdf.Literal(definition.text, lang=definition.lang or None),
        )
    for name in ("broader", "related"):
        for other in getattr(concept, name):
            yield rdf.SKOS[name], rdf.URIRef(namespace + other)
    if concept.subject:
        yield rdf.DCTERMS.subject, rdf.Literal(concept.subject)
    yield from _notes(rdf, concept)


def _plain_labels(concept: Concept) -> Iterator[tuple[str, Term]]:
    """Each form with its one kind of label: a language has one prefLabel, the first one."""
    forms: set[tuple[str, str]] = set()
    preferred: set[str] = set()
    order: tuple[Status, ...] = (
        "preferred",
        "admitted",
        "",
        "superseded",
        "deprecated",
    )
    for term in sorted(
        concept.terms, key=lambda term: order.index(term.status)
    ):
        form = term.lang, term.text
        if form in forms:
            continue
        forms.add(form)
        label = _LABELS[term.status]
        if term.status == "preferred":
            label = "altLabel" if term.lang in preferred else label
            preferred.add(term.lang)
        yield label, term


def _notes(rdf: Any, value: Concept | Term) -> Iterator[tuple[URIRef, Any]]:
    for note in value.notes:
        yield rdf.SKOS.note, rdf.Literal(note)
    for source in value.sources:
        yield rdf.DCTERMS.source, rdf.Literal(source)


def _add_labels(rdf: Any, graph: Graph, node: URIRef, concept: Concept) -> None:
    """A skosxl:Label for each term; the number in its address is its place in the concept."""
    for at, term in enumerate(concept.terms, 1):
        label = rdf.URIRef(f"{node}/term-{at}")
        graph.add((node, rdf.URIRef(_XL + _LABELS[term.status]), label))
        graph.add((label, rdf.RDF.type, rdf.URIRef(_XL + "Label")))
        text = rdf.Literal(term.text, lang=term.lang)
        graph.add((label, rdf.URIRef(_XL + "literalForm"), text))
        for name in SINGLE:
            if value := getattr(term, name):
                graph.add(
                    (label, rdf.URIRef(VOCABULARY + name), rdf.Literal(value))
                )
        for predicate, note in _notes(rdf, term):
            graph.add((label, predicate, note))
        for number, context in enumerate(term.contexts, 1):
            example = rdf.URIRef(f"{label}/context-{number}")
            graph.add((label, rdf.SKOS.example, example))
            graph.add((example, rdf.RDF.value, rdf.Literal(context.text)))
            if context.source:
                graph.add(
                    (example, rdf.DCTERMS.source, rdf.Literal(context.source))
                )


def _names(nodes: list[Any]) -> dict[Any, str]:
    """An id for each concept: the end of its address where that is a name, else one made of it."""
    names: dict[Any, str] = {}
    ids: set[str] = set()
    for node in dict.fromkeys(nodes):
        address = str(node)
        ours = address.removeprefix(NAMESPACE)
        end = (
            ours
            if ours != address
            else unquote(address.replace("#", "/").split("/")[-1])
        )
        name = (
            end
            if NCNAME.fullmatch(end) and end not in ids
            else concept_id(end, ids)
        )
        ids.add(name)
        names[node] = name
    return names


def _related(rdf: Any, graph: Graph) -> set[Any]:
    """What concepts point to, whether it is described here or not."""
    kinds = (rdf.SKOS.broader, rdf.SKOS.narrower, rdf.SKOS.related)
    return {node for kind in kinds for node in graph.objects(None, kind)}


def _concept(
    rdf: Any, graph: Graph, node: Any, names: dict[Any, str]
) -> Concept:
    broader = {
        *graph.objects(node, rdf.SKOS.broader),
        *graph.subjects(rdf.SKOS.narrower, node),
    }
    related = set(graph.objects(node, rdf.SKOS.related))
    definitions = (
        Definition(str(text), getattr(text, "language", None) or "")
        for text in graph.objects(node, rdf.SKOS.definition)
    )
    terms = tuple(_terms(rdf, graph, node)) or tuple(
        _plain_terms(rdf, graph, node)
    )
    return Concept(
        names[node],
        terms,
        subject="; ".join(
            sorted(map(str, graph.objects(node, rdf.DCTERMS.subject)))
        ),
        definitions=tuple(sorted(definitions, key=lambda d: (d.lang, d.text))),
        broader=tuple(sorted(names[other] for other in broader)),
        related=tuple(sorted(names[other] for other in related)),
        notes=_texts(graph, node, rdf.SKOS.note),
        sources=_texts(graph, node, rdf.DCTERMS.source),
    )


def _labels_of(
    rdf: Any, graph: Graph, node: Any
) -> tuple[list[tuple[Any, str]], bool]:
    """The SKOS-XL labels of a concept with their kinds, and whether their addresses number them."""
    labels = []
    for kind in _STATUS:
        for label in graph.objects(node, rdf.URIRef(_XL + kind)):
            labels.append((label, kind))
    numbers = {str(label).rpartition("/term-")[2] for label, _ in labels}
    numbered = all(number.isdecimal() for number in numbers)

    def place(row: tuple[Any, str]) -> tuple[Any, ...]:
        number = str(row[0]).rpartition("-")[2]
        return (int(number) if numbered else 0, *row)

    return sorted(labels, key=place), numbered


def _terms(rdf: Any, graph: Graph, node: Any) -> Iterator[Term]:
    """The terms of the SKOS-XL labels, in the order of the numbers in their addresses."""
    labels, numbered = _labels_of(rdf, graph, node)
    for label, kind in labels:
        form = graph.value(label, rdf.URIRef(_XL + "literalForm"))
        if form is None:
            continue
        values = {
            name: graph.value(label, rdf.URIRef(VOCABULARY + name))
            for name in SINGLE
        }
        plain = {
            name: str(value)
            for name, value in values.items()
            if value is not None
        }
        examples = sorted(graph.objects(label, rdf.SKOS.example), key=_number)
        contexts = (_context(rdf, graph, example) for example in examples)
        if not numbered:  # somebody else's label has no status but its kind
            plain.setdefault("status", _STATUS[kind])
        yield replace(
            Term(str(form), _tag(form)),
            sources=_texts(graph, label, rdf.DCTERMS.source),
            notes=_texts(graph, label, rdf.SKOS.note),
            contexts=tuple(contexts),
            **_field_values(plain),
        )


def _plain_terms(rdf: Any, graph: Graph, node: Any) -> Iterator[Term]:
    """The terms of the plain labels: preferred, admitted and, of the hidden ones, deprecated."""
    for kind, status in _STATUS.items():
        labels = graph.objects(node, rdf.SKOS[kind])
        for label in sorted(
            labels, key=lambda label: (_tag(label), str(label))
        ):
            yield Term(str(label), _tag(label), status)


def _context(rdf: Any, graph: Graph, example: Any) -> Context:
    text = graph.value(example, rdf.RDF.value)
    source = graph.value(example, rdf.DCTERMS.source)
    return Context(str(example if text is None else text), str(source or ""))


def _field_values(values: dict[str, str]) -> dict[str, Any]:
    """The fields whose value is one that a term takes."""
    fields = set(Term.__struct_fields__)
    accepted = {}
    for name, value in values.items():
        if name in fields and value in PICKLISTS.get(name, (value,)):
            accepted[name] = value
    return accepted


def _number(node: Any) -> tuple[int, str]:
    digits = str(node).rpartition("-")[2]
    return (int(digits) if digits.isdecimal() else 0, str(node))


def _tag(literal: Any) -> str:
    """The language of a label; "und" (undetermined, ISO 639-2) where it has none."""
    tag = getattr(literal, "language", None) or ""
    return tag if LANGUAGE.fullmatch(tag) else "und"


def _texts(graph: Graph, node: Any, predicate: Any) -> tuple[str, ...]:
    return tuple(sorted({str(text) for text in graph.objects(node, predicate)}))


def _parsed(rdf: Any, path: Path) -> Graph:
    with opened(path) as file:
        data = read_whole(file, path, limit="tree")
    try:
        graph: Graph = rdf.Graph().parse(
            data=data.decode("utf-8-sig"), format="turtle"
        )
    except UnicodeDecodeError as error:
        raise FormatError(
            f"byte {error.start} is not UTF-8: Turtle always is", path
        ) from None
    except (
        Exception
    ) as error:  # its parser meets broken text with many exceptions
        line = getattr(error, "lines", None)
        reason = " ".join(str(getattr(error, "_why", error)).split())[:120]
        number = line + 1 if isinstance(line, int) else None
        raise FormatError(
            f"is no Turtle that can be read: {reason}", path, number
        ) from None
    return graph


def _rdflib(path: str | Path) -> Any:
    try:
        import rdflib
    except ImportError:
        raise MissingExtraError(
            "rdflib", "skos", f"{path}: a SKOS file"
        ) from None
    return rdflib
