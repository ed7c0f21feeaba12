"""``nqpterms review``."""

from __future__ import annotations

import sys
import webbrowser
from pathlib import Path

import click

from nqpterms.cli.options import PATH
from nqpterms.cli.output import put, tell
from nqpterms.cli.user_names import user_name
from nqpterms.errors import NqptermsError


@click.command("review")
@click.argument("folder", type=PATH, default=Path(), metavar="[FOLDER]")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    help="A fixed port (default: any free one).",
)
@click.option(
    "--host",
    default="127.0.0.1",
    metavar="ADDRESS",
    show_default=True,
    help="Another address of this machine, where others who are told the token can open it too; "
    "what they read and write is not encrypted.",
)
@click.option(
    "--no-browser", is_flag=True, help="Say the address and open nothing."
)
def review_command(
    folder: Path, port: int, host: str, no_browser: bool
) -> None:
    """Decide in a browser what a check has found: pages over the files of FOLDER.

    FOLDER (default: the working folder) holds texts, bitexts, glossaries, nqpterms.toml and
    nqpterms-decisions.jsonl; an empty one is made ready by dropping files on the page. The server
    runs on this machine until Ctrl-C, and no request leaves it. Needs nqpterms[review].

    \b
    nqpterms review
    nqpterms review reports/ --no-browser --port 8765
    """
    from nqpterms.servers.review.review_server import LOCAL, serve

    if not folder.is_dir():
        raise NqptermsError(
            f"{folder}: expected a folder: make it, or name one that is there"
        )

    def ready(address: str) -> None:
        put(f"{address}\n", None)
        sys.stdout.flush()  # whoever started us in the background reads it now
        if host != LOCAL:
            tell(
                "whoever knows this address can read and change the folder; it is not encrypted"
            )
        tell("Ctrl-C ends it; what was decided is written")
        if not no_browser:
            webbrowser.open(address)

    serve(folder, host=host, port=port, by=user_name(), ready=ready)
