"""``nqpterms convert``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import click

from nqpterms.cli.options import PATH
from nqpterms.cli.output import tell
from nqpterms.errors import FormatError, NqptermsError
from nqpterms.files.opening import advice_on, bare_suffix
from nqpterms.files.text_lines import numbered_lines
from nqpterms.formats.bitext_formats import (
    BITEXTS,
    bitext_options,
    dump_segments,
    edit_segments,
    is_bitext,
    is_edited_in_place,
    load_segments,
)
from nqpterms.formats.format_rows import format_names
from nqpterms.formats.term_bases import convert_terms, dump_terms, load_terms
from nqpterms.formats.term_formats import TERM_BASES
from nqpterms.formats.terms.glossary_columns import parse_columns
from nqpterms.formats.terms.glossary_tsv import is_glossary
from nqpterms.model.html_tables import counted
from nqpterms.model.termbase import STATUSES
from nqpterms.terms.tidying import normalised

_TERM_TABLES = {"tsv", "tab", "csv", "xlsx"}  # what may also hold a term base


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
    "--from",
    "from_",
    metavar="TYPE",
    default="",
    help="What IN is, whatever its suffix.",
)
@click.option(
    "--to",
    metavar="TYPE",
    default="",
    help="What OUT is: tbx, deepl, google, omegat …",
)
@click.option(
    "--columns", metavar="zh=1,en=2", help="Which columns of a table hold what."
)
@click.option(
    "--sheet", metavar="NAME", help="The sheet of a workbook, if not the first."
)
@click.option(
    "--tbx-version",
    type=click.Choice(["2", "3"]),
    help="TBX version (default 3).",
)
@click.option(
    "--xliff-version",
    type=click.Choice(["1.2", "2.0"]),
    help="XLIFF version (default 1.2).",
)
@click.option(
    "--style",
    type=click.Choice(["dca", "dct", "tig", "ntig"]),
    help="TBX style.",
)
@click.option(
    "--dialect", metavar="NAME", help="TBX dialect (default TBX-Basic)."
)
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
    help="Rename a language tag (zh-Hans=zh-CN), or take this variant (zh-TW) from a TMX; "
    "repeatable.",
)
@click.option(
    "--direction",
    type=click.Choice(["zh-en", "en-zh"]),
    help="Of a term dictionary.",
)
@click.option(
    "--numeric-ids",
    is_flag=True,
    help="Number the entries, as MultiTerm wants them.",
)
@click.option(
    "--normalise",
    is_flag=True,
    help="Sort a term base and tidy its blanks, so that changes show small in git.",
)
@click.option(
    "--lossy",
    is_flag=True,
    help="Leave out what OUT cannot hold instead of refusing.",
)
def convert_command(
    source: Path, target: Path, from_: str, to: str, **options: Any
) -> None:
    """As its help says."""
    _check_kinds(source, target, from_, to)
    if _is_kept(source, target, from_, to, options):
        count = sum(1 for _ in load_segments(source, type=from_))
        edit_segments(source, {}, target, type=from_)
        tell(
            f"{target} is {source} as it was, with {counted(count, 'pair')}: both are of one kind"
        )
        return
    if is_bitext(target, type=to) and _holds_pairs(
        source, from_, to or bare_suffix(target)
    ):
        of_source = _source_options(options)
        of_bitext = _bitext_options(options, kind=to or bare_suffix(target))
        segments = load_segments(source, type=from_, **of_source)
        dump_segments(segments, target, type=to, **of_bitext)
        return
    if options.pop("xliff_version"):
        raise NqptermsError(
            "--xliff-version is for bitexts, not for term bases"
        )
    of_table = _table_options(options)
    losses: tuple[Any, ...]
    if options.pop("normalise"):
        base = normalised(load_terms(source, type=from_, **of_table))
        losses = dump_terms(base, target, type=to, **_term_options(options))
    else:
        losses = convert_terms(
            source,
            target,
            to=to,
            reading={"type": from_, **of_table},
            writing=_term_options(options),
        )
    for loss in losses:
        tell(f"left out: {loss}")


def _check_kinds(source: Path, target: Path, from_: str, to: str) -> None:
    """Raise FormatError where a side is of no kind that we know, or the two are of two kinds."""
    if not source.exists():
        return  # a bundled glossary, standard input, or an error that the reader words
    kind = (from_ or bare_suffix(source)).lower()
    target_kind = (to or bare_suffix(target)).lower()
    read = _kinds_of(kind, "load")
    if kind == "tsv" and source.is_file() and is_glossary(source):
        read = {"term base"}
    writable = _kinds_of(target_kind, "dump")
    if not read and (advice := advice_on(kind)):
        raise FormatError(f".{kind} is not read: {advice}", source)
    if not read:
        message = f"cannot be read as {kind!r}: {_choices('load')}; say it with --from"
        raise FormatError(message, source)
    if not writable:
        message = f"cannot be written as {target_kind!r}: {_choices('dump')}; say it with --to"
        raise FormatError(message, target)
    if not read & writable:
        raise FormatError(_two_kinds(read, target), source)


def _two_kinds(kinds: set[str], target: Path) -> str:
    """What to do where a file of one kind would become one of the other."""
    if kinds == {"bitext"}:
        return (
            f"is a bitext, and {target} would be a term base: take its terms out with "
            f"`nqpterms extract`, or write it as {format_names(BITEXTS, 'dump')}"
        )
    names = format_names(TERM_BASES, "dump")
    return (
        f"is a term base, and {target} would be a bitext: write it as {names}"
    )


def _kinds_of(name: str, verb: Literal["load", "dump"]) -> set[str]:
    """What files of a format can hold: term bases, bitexts, both or nothing.

    A .docx is a document; only docx-table says that its tables are meant.
    """
    kinds = set()
    if any(name in row.names and row.can(verb) for row in TERM_BASES):
        kinds.add("term base")
    if name != "docx" and any(
        name in row.names and row.can(verb) for row in BITEXTS
    ):
        kinds.add("bitext")
    return kinds


def _choices(verb: Literal["load", "dump"]) -> str:
    """The names of all formats that can be read, or written."""
    terms, pairs = format_names(TERM_BASES, verb), format_names(BITEXTS, verb)
    return f"a term base is one of {terms}; a bitext one of {pairs}"


def _is_kept(
    source: Path, target: Path, from_: str, to: str, options: dict[str, Any]
) -> bool:
    """Whether a bitext goes to a file of its own kind, and nothing is asked of it: it stays as it
    is, with all that a tool keeps in it beside the pairs."""
    kind = from_ or bare_suffix(source)
    is_asked = any(value for value in options.values())
    if (
        is_asked
        or kind != (to or bare_suffix(target))
        or not is_bitext(source, type=from_)
    ):
        return False
    return is_edited_in_place(source, type=from_) and kind not in _TERM_TABLES


def _table_options(options: dict[str, Any]) -> dict[str, Any]:
    """The options with which a table is read, taken out of those of the command."""
    columns, sheet = options.pop("columns"), options.pop("sheet")
    of_table: dict[str, Any] = {}
    if columns:
        of_table["columns"] = parse_columns(columns)
    if sheet:
        of_table["sheet"] = sheet
    return of_table


def _source_options(options: dict[str, Any]) -> dict[str, Any]:
    """The options with which a bitext is read, taken out of those of the command.

    A language without another name for it is the variant to take.
    """
    of_source: dict[str, Any] = {}
    variants = [tag for tag in options["languages"] if "=" not in tag]
    options["languages"] = tuple(
        tag for tag in options["languages"] if "=" in tag
    )
    if variants:
        of_source["variants"] = tuple(variants)
    if sheet := options.pop("sheet"):
        of_source["sheet"] = sheet
    return of_source


def _bitext_options(options: dict[str, Any], *, kind: str) -> dict[str, Any]:
    """The options of a bitext, as its format names them; NqptermsError for any other."""
    values = {name: value for name, value in options.items() if value}
    by_format: dict[str, Any] = {}
    for language, tag in _pairs(values.pop("languages", ())).items():
        by_format[language.partition("-")[0]] = tag
    if values.pop("lossy", False):
        by_format["lossy"] = True
    version = values.pop("xliff_version", "")
    if version and "version" not in bitext_options(kind):
        raise NqptermsError(
            f"--xliff-version is for XLIFF, not for {kind or 'this file'}"
        )
    if version:
        by_format["version"] = version
    for name in values:
        raise NqptermsError(
            f"--{name.replace('_', '-')} is for term bases, not for bitexts"
        )
    return by_format


def _term_options(options: dict[str, Any]) -> dict[str, Any]:
    """The options of a term base, as its format names them."""
    values = {name: value for name, value in options.items() if value}
    if "tbx_version" in values:
        values["version"] = int(values.pop("tbx_version"))
    if "languages" in values:
        values["languages"] = _pairs(values["languages"])
    return values


def _pairs(texts: Sequence[str]) -> dict[str, str]:
    """ "zh=zh-CN" and the like, several with commas between them, as a mapping."""
    pairs = {}
    for text in ",".join(texts).split(",") if texts else []:
        name, _, value = text.partition("=")
        if not name.strip() or not value.strip():
            raise NqptermsError(
                f"expected NAME=VALUE with commas between, found {text!r}"
            )
        pairs[name.strip()] = value.strip()
    return pairs


def _holds_pairs(path: Path, type_: str, to: str) -> bool:
    """Whether a file is a bitext rather than a term base: by its suffix, or by a table's header.

    A table is one where it goes *to* a format that holds nothing else.
    """
    kind = type_ or bare_suffix(path)
    if kind not in _TERM_TABLES:
        return is_bitext(path, type=type_)
    if not any(to in row.names and row.can("dump") for row in TERM_BASES):
        return True  # _check_kinds has refused a glossary
    if kind != "tsv":
        return False
    header = next(numbered_lines(path), (1, ""))[1].split("\t")
    return {"zh", "en"} <= {cell.strip().lower() for cell in header}
