"""``nqpterms mcp``."""

from __future__ import annotations

from pathlib import Path

import click

from nqpterms.cli.options import PATH, glossary_option
from nqpterms.errors import installed_version
from nqpterms.servers.clerk import Clerk, collect_rarely
from nqpterms.servers.term_server import term_server


@click.command("mcp")
@click.argument("documents", nargs=-1, type=PATH, metavar="[DOCUMENT|FOLDER]…")
@glossary_option()
@click.option(
    "--proposals",
    type=PATH,
    metavar="FILE",
    help="Offer a tool that writes proposed terms into this table of candidates, on which a person "
    "decides.",
)
@click.option(
    "--seconds",
    type=click.FloatRange(0.1),
    default=60.0,
    show_default=True,
    help="An answer that takes longer is given up.",
)
def mcp_command(
    documents: tuple[Path, ...],
    glossaries: tuple[str, ...],
    proposals: Path | None,
    seconds: float,
) -> None:
    """Offer the term base to an assistant (Model Context Protocol, standard input and output).

    The tools look up, annotate a text, check a draft or many rows, list what wavers in a document
    and say what people have decided. They only read, and no file but the documents named here;
    with --proposals one writes into that file. The settings of nqpterms.toml in the working folder
    hold as for `nqpterms check`. Needs nqpterms[mcp].

    \b
    nqpterms mcp
    nqpterms mcp report.zh.md report.en.md -g terms.tsv --proposals proposed.tsv
    """
    collect_rarely()
    options = {
        "documents": documents,
        "glossaries": glossaries,
        "proposals": proposals,
    }
    clerk = Clerk(
        "nqpterms.servers.answers:desk_for", seconds=seconds, arguments=options
    )
    try:
        offer = clerk.ask("nqpterms.servers.answers:offered")
        server = term_server(
            clerk,
            version=installed_version(),
            glossaries=offer["glossaries"],
            documents=offer["documents"],
            takes_proposals=proposals is not None,
        )
        server.run()
    finally:
        clerk.close()
