"""``nqpterms convert``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from nqpterms.cli.options import PATH
from nqpterms.cli.output import tell
from nqpterms.errors import NqptermsError
from nqpterms.files.opening import bare_suffix, numbered_lines
from nqpterms.formats.registry import (
    BITEXTS,
    TERM_BASES,
    bitext_options,
    dump_segments,
    dump_terms,
    format_names,
    is_bitext,
    load_segments,
    load_terms,
)
from nqpterms.formats.terms.tables import parse_columns
from nqpterms.model.termbase import STATUSES
from nqpterms.terms.tidying import normalised

_TERM_TABLES = {"tsv", "csv", "xlsx"}  # what may also hold a term base


_HELP = f"""Convert term bases and bitexts between formats.

    Term bases: {format_names(TERM_BASES, "load")} to read;
    {format_names(TERM_BASES, "dump")} to write.
    sqlite is for large ones, used without loading. Bitexts: {format_names(BITEXTS, "load")};
    a tsv with a header of zh and en is one. What OUT cannot hold is refused.

    \b
    nqpterms convert terms.tsv terms.tbx --tbx-version 2 --language zh-Hans=zh-CN
    nqpterms convert list.xlsx terms.tsv --columns zh=2,en=3 --sheet 术语
    nqpterms convert terms.tsv deepl.csv --to deepl --direction zh-en
    nqpterms convert memory.tmx memory.tsv
    nqpterms convert memory.tmx memory.xlf --xliff-version 2.0
    nqpterms convert terms.tsv terms.tsv --normalise
    """


@click.command("convert", help=_HELP)
@click.argument("source", type=PATH, metavar="IN")
@click.argument("target", type=PATH, metavar="OUT")
@click.option(
    "--from", "from_", metavar="TYPE", default="", help="What IN is, whatever its suffix."
)
@click.option("--to", metavar="TYPE", default="", help="What OUT is: tbx, deepl, google, omegat …")
@click.option("--columns", metavar="zh=1,en=2", help="Which columns of a table hold what.")
@click.option("--sheet", metavar="NAME", help="The sheet of a workbook, if not the first.")
@click.option("--tbx-version", type=click.Choice(["2", "3"]), help="TBX version (default 3).")
@click.option(
    "--xliff-version", type=click.Choice(["1.2", "2.0"]), help="XLIFF version (default 1.2)."
)
@click.option("--style", type=click.Choice(["dca", "dct", "tig", "ntig"]), help="TBX style.")
@click.option("--dialect", metavar="NAME", help="TBX dialect (default TBX-Basic).")
@click.option(
    "--status",
    "statuses",
    multiple=True,
    type=click.Choice(STATUSES),
    help="Keep only terms of this status; repeatable.",
)
@click.option(
    "--language",
    "languages",
    multiple=True,
    metavar="FROM=TO",
    help="Rename a language tag (zh-Hans=zh-CN); repeatable.",
)
@click.option("--direction", type=click.Choice(["zh-en", "en-zh"]), help="Of a term dictionary.")
@click.option("--numeric-ids", is_flag=True, help="Number the entries, as MultiTerm wants them.")
@click.option(
    "--normalise",
    is_flag=True,
    help="Sort a term base and tidy its blanks, so that changes show small in git.",
)
@click.option("--lossy", is_flag=True, help="Leave out what OUT cannot hold instead of refusing.")
def convert_command(source: Path, target: Path, from_: str, to: str, **given: Any) -> None:
    """As its help says."""
    if _holds_pairs(source, from_) and is_bitext(target, type=to):
        options = _for_pairs(given, kind=to or bare_suffix(target))
        dump_segments(load_segments(source, type=from_), target, type=to, **options)
        return
    if given.pop("xliff_version"):
        raise NqptermsError("--xliff-version is for bitexts, not for term bases")
    base = load_terms(source, type=from_, **_table_options(given))
    if given.pop("normalise"):
        base = normalised(base)
    losses: Any = dump_terms(base, target, type=to, **_options(given))
    for loss in losses or ():
        tell(f"left out: {loss}")


def _table_options(given: dict[str, Any]) -> dict[str, Any]:
    """The options with which a table is read, taken out of those of the command."""
    columns, sheet = given.pop("columns"), given.pop("sheet")
    options: dict[str, Any] = {}
    if columns:
        options["columns"] = parse_columns(columns)
    if sheet:
        options["sheet"] = sheet
    return options


def _for_pairs(given: dict[str, Any], *, kind: str) -> dict[str, Any]:
    """The options that a bitext takes; NqptermsError for one that it does not know."""
    options = {key: value for key, value in given.items() if value}
    languages = _pairs(",".join(options.pop("languages", ())), ",") if given["languages"] else {}
    found: dict[str, Any] = {key.partition("-")[0]: tag for key, tag in languages.items()}
    if options.pop("lossy", False):
        found["lossy"] = True
    if version := options.pop("xliff_version", ""):
        if "version" not in bitext_options(kind):
            raise NqptermsError(f"--xliff-version is for XLIFF, not for {kind or 'this file'}")
        found["version"] = version
    for name in options:
        raise NqptermsError(f"--{name.replace('_', '-')} is for term bases, not for bitexts")
    return found


def _options(given: dict[str, Any]) -> dict[str, Any]:
    """The options that were given, as the formats name them."""
    names = {"tbx_version": "version"}
    options = {names.get(key, key): value for key, value in given.items() if value}
    if "version" in options:
        options["version"] = int(options["version"])
    if "languages" in options:
        options["languages"] = _pairs(",".join(options["languages"]), ",")
    return options


def _pairs(text: str, between: str) -> dict[str, str]:
    """ "zh=2,en=3" as a mapping."""
    pairs = [part.partition("=") for part in text.split(between)]
    if not all(key.strip() and value.strip() for key, _, value in pairs):
        raise NqptermsError(f"expected NAME=VALUE parted by commas, found {text!r}")
    return {key.strip(): value.strip() for key, _, value in pairs}


def _holds_pairs(path: Path, type_: str) -> bool:
    """Whether a file is a bitext rather than a term base: by its suffix, or by a table's header."""
    kind = type_ or bare_suffix(path)
    if kind not in _TERM_TABLES:
        return is_bitext(path, type=type_)
    if kind != "tsv":
        return False
    header = next(numbered_lines(path), (1, ""))[1].split("\t")
    return {"zh", "en"} <= {cell.strip().lower() for cell in header}
