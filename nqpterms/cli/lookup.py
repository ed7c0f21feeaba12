"""``nqpterms lookup``."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator

import click

from nqpterms.cli.options import format_option, glossary_option
from nqpterms.cli.output import put
from nqpterms.formats.results.concordances import lookup_record
from nqpterms.matching.matcher import Matcher
from nqpterms.matching.term_lookup import LookupResult, TermFile, lookup
from nqpterms.model.termbase import Concept, Term, TermBase
from nqpterms.project.project import (
    Project,
    find_project,
    is_term_file,
    load_glossaries,
)

_FEW = 4  # queries up to which each looks for its own terms; more share a Matcher of all
_SOURCES = 2  # shown of a concept; the glossary's own file has all
_SCOPES = {"": "", "pair": "only beside its Chinese", "word": "everyday word"}
_HEADLINES = {
    "reading": "terms that are read so:",
    "part": "terms that contain it:",
    "near": "not found; similar terms:",
}


@click.command("lookup")
@click.argument("texts", nargs=-1, metavar="TEXT…")
@glossary_option()
@format_option("text", "jsonl", default="text")
def lookup_command(
    texts: tuple[str, ...], glossaries: tuple[str, ...], format_: str | None
) -> None:
    """Say what the term base knows about a word, a phrase or a sentence.

    Either language, either script, any case or number, pinyin with or without tones, initials, a
    part of a term, or a slip: what the query is comes first, what it is only like comes last. Of a
    discouraged or short form it says what to use.
    With `-` every line of standard input is looked up and answered at once. Exit status 1 where
    nothing is found at all.

    \b
    nqpterms lookup 新质生产力
    nqpterms lookup "social productivity" 因地制宜
    nqpterms lookup --format jsonl - < sentences.txt
    nqpterms lookup -g large.sqlite xinzhi
    """
    if not texts:
        raise click.UsageError(
            "expected a word, a phrase or a sentence, or - for standard input"
        )
    any_results = False
    many = len(texts) > _FEW or "-" in texts
    terms = _terms_to_ask(find_project(glossaries=glossaries), many=many)
    for text in _queries(texts):
        results = lookup(terms, text)
        any_results = any_results or bool(results)
        if format_ == "jsonl":
            put((f"{line}\n" for line in _as_json(text, results)), None)
        else:
            put(
                (f"{line}\n" for line in _as_text(text, results)),
                None,
                styled=True,
            )
        sys.stdout.flush()  # another program may wait for the answer before it asks again
    sys.exit(0 if any_results else 1)


def _terms_to_ask(
    project: Project, *, many: bool
) -> TermBase | Matcher | TermFile:
    """The terms in the form that answers soonest: a term base for one query, a Matcher for many."""
    names = project.rules().glossaries
    if many or is_term_file(names):
        return project.finder()
    return load_glossaries(names)


def _queries(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        if text == "-":
            yield from (line.strip() for line in sys.stdin if line.strip())
        else:
            yield text


def _as_text(query: str, results: list[LookupResult]) -> Iterator[str]:
    if not results:
        yield f"{query}: nothing found"
    elif results[0].kind in _HEADLINES:
        yield f"{query}: {_HEADLINES[results[0].kind]}"
    for result in results:
        yield f"{result.term.text}{_facts(result.term)}"
        if result.use:
            yield f"    use: {result.use.text}"
        yield from (
            f"    {term.text}{_facts(term)}" for term in result.renderings
        )
        yield from (f"    {line}" for line in _about(result.concept))


def _facts(term: Term) -> str:
    """Status and kind of a term, in brackets."""
    scope = _SCOPES[term.scope]
    facts = [
        fact for fact in (term.status, term.type, term.region, scope) if fact
    ]
    return f"  [{', '.join(facts)}]" if facts else ""


def _about(concept: Concept) -> Iterator[str]:
    for definition in concept.definitions:
        yield f"= {definition.text}"
    every = list(concept.sources)
    for term in concept.terms:
        every += term.sources
    sources = list(dict.fromkeys(every))
    if sources:
        more = len(sources) - _SOURCES
        rest = f" and {more} more" if more > 0 else ""
        yield f"source: {'; '.join(sources[:_SOURCES])}{rest}"
    subject = f" ({concept.subject})" if concept.subject else ""
    yield f"concept: {concept.id}{subject}"


def _as_json(query: str, results: list[LookupResult]) -> Iterator[str]:
    """One object a query, its results best first; spans in code points of the query."""
    records = [lookup_record(result) for result in results]
    yield json.dumps({"query": query, "results": records}, ensure_ascii=False)
