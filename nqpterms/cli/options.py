"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

PATH = click.Path(path_type=Path)


def output_option() -> Decorator:
    """``-o FILE``: where the output goes; the suffix sets the format."""
    return click.option(
        "-o",
        "--output",
        type=PATH,
        metavar="FILE",
        help="Write to FILE instead of standard output; its suffix sets the format.",
    )


def format_option(*names: str, default: str) -> Decorator:
    """``--format``: one of *names*."""
    return click.option(
        "--format", "format_", type=click.Choice(names), help=f"Output format (default: {default})."
    )


def glossary_option() -> Decorator:
    """``-g NAME_OR_FILE``, repeatable: the term base to use instead of the bundled ones."""
    return click.option(
        "-g",
        "--glossary",
        "glossaries",
        multiple=True,
        metavar="NAME|FILE",
        help="A bundled glossary by name, or a file; repeatable. Default: all bundled ones.",
    )


def type_option() -> Decorator:
    """``--type``: what a file is, where its suffix does not say it."""
    return click.option(
        "--type",
        "type_",
        metavar="SUFFIX",
        help="What the input is (txt, md, html, tsv, tmx …), for standard input (-) say.",
    )


def codes_options() -> Decorator:
    """``--select`` and ``--ignore``: codes of checks, or their beginnings."""
    told = "Run these checks only (T1 means all of T1xx)."
    select = click.option("--select", multiple=True, metavar="CODE,…", help=told)
    ignore = click.option(
        "--ignore", multiple=True, metavar="CODE,…", help="Leave these checks out."
    )
    return lambda command: select(ignore(command))
