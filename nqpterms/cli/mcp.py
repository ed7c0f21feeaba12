"""``nqpterms mcp``."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from nqpterms.cli.options import PATH, glossary_option
from nqpterms.errors import installed_version
from nqpterms.project.project import find_project
from nqpterms.servers.answers import Desk, named_documents
from nqpterms.servers.clerk import Clerk
from nqpterms.servers.mcp import term_server


@click.command("mcp")
@click.argument("documents", nargs=-1, type=PATH, metavar="[DOCUMENT|FOLDER]…")
@glossary_option()
@click.option(
    "--seconds",
    type=click.FloatRange(0.1),
    default=60.0,
    show_default=True,
    help="An answer that takes longer is given up.",
)
def mcp_command(documents: tuple[Path, ...], glossaries: tuple[str, ...], seconds: float) -> None:
    """Offer the term base to an assistant (Model Context Protocol, standard input and output).

    The tools look up, annotate a text, check a draft and list what wavers in a document. They
    only read, and no file but the documents named here. The settings of nqpterms.toml in the
    working folder hold as for `nqpterms check`. Needs nqpterms[mcp].

    \b
    nqpterms mcp
    nqpterms mcp report.zh.md report.en.md -g terms.tsv
    """
    clerk = Clerk(partial(_desk, documents, glossaries), seconds=seconds)
    try:
        term_server(clerk, version=installed_version()).run()
    finally:
        clerk.close()


def _desk(documents: tuple[Path, ...], glossaries: tuple[str, ...]) -> Desk:
    """What the server knows, made in the process that answers."""
    project = find_project(glossaries=glossaries)
    project.finder()  # built before the first question is asked
    return Desk(project, named_documents(documents))
