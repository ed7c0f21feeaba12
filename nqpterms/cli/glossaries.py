"""``nqpterms glossaries``."""

from __future__ import annotations

import re

import click

from nqpterms.cli.terminal import on_screen, show_table
from nqpterms.model.termbase import TermBase
from nqpterms.project.project import glossaries
from nqpterms.terms.bundled import glossary_folder


@click.command("glossaries")
def glossaries_command() -> None:
    """List the bundled glossaries with their counts, licence and version.

    \b
    nqpterms glossaries
    nqpterms lookup -g nqp 新质生产力
    """
    click.echo(
        f"version {_version()}, licence CC BY 4.0, in {glossary_folder()}"
    )
    rows = [(name, *_counts(base)) for name, base in glossaries().items()]
    if on_screen():
        show_table(
            ("glossary", "concepts", "terms", "with a definition"),
            rows,
            numbers=3,
        )
        return
    for name, concepts, terms, defined in rows:
        counts = f"{concepts:>5} concepts  {terms:>5} terms  {defined:>4} with a definition"
        click.echo(f"{name:12} {counts}")


def _counts(base: TermBase) -> tuple[str, str, str]:
    """How many concepts, terms, and concepts with a definition there are."""
    terms = sum(1 for _ in base.terms())
    defined = sum(1 for concept in base.concepts if concept.definitions)
    return str(len(base)), str(terms), str(defined)


def _version() -> str:
    """The glossaries' own version: the newest heading of their change log.

    A "+" says that changes stand above it which have no version yet.
    """
    changes = (glossary_folder() / "CHANGELOG.md").read_text(encoding="utf-8")
    headings: list[str] = re.findall(r"^## (.*\S)", changes, re.MULTILINE)
    versions = [heading for heading in headings if heading[0].isdigit()]
    if not versions:
        return "unknown"
    return versions[0] if headings[0] == versions[0] else f"{versions[0]}+"
