"""``nqpterms lookup``."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator

import click

from nqpterms.cli.options import format_option, glossary_option
from nqpterms.cli.terms import chosen_terms
from nqpterms.matching.matcher import Matcher
from nqpterms.matching.queries import LookupResult, lookup
from nqpterms.termbase import Term


@click.command("lookup")
@click.argument("texts", nargs=-1, metavar="TEXT…")
@glossary_option()
@format_option("text", "jsonl", default="text")
def lookup_command(
    texts: tuple[str, ...], glossaries: tuple[str, ...], format_: str | None
) -> None:
    """Say what the term base knows about a word, a phrase or a sentence.

    Either language, either script, any case; the longest term wins. With `-` every line of
    standard input is looked up.

    \b
    nqpterms lookup 新质生产力
    nqpterms lookup "social productivity" 因地制宜
    nqpterms lookup --format jsonl - < sentences.txt
    """
    if not texts:
        raise click.UsageError("expected a word, a phrase or a sentence, or - for standard input")
    matcher = Matcher(chosen_terms(glossaries))
    show = _json_lines if format_ == "jsonl" else _text_lines
    for text in _queries(texts):
        sys.stdout.writelines(show(text, lookup(matcher, text)))


def _queries(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        if text == "-":
            yield from (line.strip() for line in sys.stdin if line.strip())
        else:
            yield text
