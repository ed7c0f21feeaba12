"""``nqpterms lsp``."""

from __future__ import annotations

import os
import sys
from contextlib import redirect_stdout

import click

from nqpterms.cli.options import glossary_option
from nqpterms.cli.user_names import user_name
from nqpterms.servers.editor.language_server import editor_server


@click.command("lsp")
@glossary_option()
@click.option(
    "--stdio",
    is_flag=True,
    help="Talk over standard input and output (always so).",
)
def lsp_command(glossaries: tuple[str, ...], stdio: bool) -> None:  # noqa: ARG001
    """Check texts while they are written in an editor (Language Server Protocol).

    The editor starts it and talks to it over standard input and output. It marks what `nqpterms
    check` would say of the file as it stands, alone or beside its source, shows terms, offers
    fixes and completes renderings: Markdown, text, HTML, XLIFF, TSV. The settings of nqpterms.toml
    in the nearest folder above a file hold. docs/editors.md has the settings of editors. Needs
    nqpterms[lsp].

    \b
    nqpterms lsp
    nqpterms lsp -g terms.tsv
    """
    server = editor_server(glossaries=glossaries, by=user_name())
    with (
        os.fdopen(os.dup(sys.stdin.fileno()), "rb") as questions,
        os.fdopen(os.dup(sys.stdout.fileno()), "wb") as answers,
        redirect_stdout(
            sys.stderr
        ),  # a stray line would be no message of the protocol
    ):
        server.start_io(questions, answers)
