"""``nqpterms decide``."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from msgspec import Struct

from nqpterms.cli.options import PATH, glossary_option
from nqpterms.cli.output import put
from nqpterms.errors import NqptermsError
from nqpterms.project.decisions import (
    VERBS,
    Decision,
    FindingRecord,
    decided,
    dump_decisions,
    load_decisions,
    load_findings,
)
from nqpterms.project.house_glossary import admit
from nqpterms.project.project import decisions_path
from nqpterms.project.settings import find_settings

_SHORTEST_ID = 4  # characters by which a finding may be named


class _DecideRequest(Struct, frozen=True):
    """What the command is asked for."""

    findings: Path | None
    ignore: tuple[str, ...]
    admit: tuple[str, ...]
    fixed: tuple[str, ...]
    undo: tuple[str, ...]
    rendering: str | None
    why: str
    by: str | None
    glossaries: tuple[str, ...]
    decisions: Path | None


def _ids(verb: str, text: str) -> Callable[[Any], Any]:
    return click.option(f"--{verb}", multiple=True, metavar="ID", help=text)


@click.command("decide")
@click.argument("findings", type=PATH, required=False)
@_ids("ignore", "Never show this finding again; ID is its fingerprint, or the beginning of it.")
@_ids("admit", "The words that stand there are right: put them into the house glossary.")
@_ids("fixed", "It has been put right in the text.")
@_ids("undo", "Take a decision back.")
@click.option("--as", "rendering", metavar="TEXT", help="What --admit admits, if not what stands.")
@click.option("--why", default="", metavar="TEXT", help="The reason, for those who come later.")
@click.option("--by", metavar="NAME", help="Who decides (default: the user's name).")
@glossary_option()
@click.option(
    "--decisions",
    type=PATH,
    metavar="FILE",
    help="The file of decisions (default: nqpterms-decisions.jsonl beside the settings).",
)
def decide_command(**options: Any) -> None:
    """Write down what was decided about findings, so that `check` does not ask again.

    FINDINGS is what `nqpterms check` wrote as JSON Lines, CSV or XLSX. A mark in the column ignore
    of a table, or one of ignore, admit, fixed in a column decision, is a decision too. Without
    FINDINGS the decisions that there are are listed.

    \b
    nqpterms check draft.en.md --format jsonl -o findings.jsonl
    nqpterms decide findings.jsonl --ignore 3fa9 --why "name of a product"
    nqpterms decide findings.jsonl --admit 81c0 -g terms.tsv
    nqpterms decide marked.csv
    nqpterms decide
    """
    request = _DecideRequest(**options)
    settings = find_settings(Path.cwd())
    path = decisions_path(settings, Path.cwd(), request.decisions)
    decisions = load_decisions(path) if path.is_file() else {}
    if request.findings is None and not request.undo:
        if request.ignore or request.admit or request.fixed:
            raise click.UsageError("name the file of FINDINGS that the IDs are from")
        put([_line(one) for one in decisions.values()], None)
        return
    lines = [_take_back(one, decisions) for one in request.undo]
    if request.findings is not None:
        glossaries = request.glossaries or settings.glossaries
        for one in _decide(request, glossaries, path.parent, lines):
            decisions.pop(one.fingerprint, None)
            decisions[one.fingerprint] = one
            lines.append(_line(one))
    dump_decisions(decisions.values(), path)
    put([*lines, f"{path}: {len(decisions)} decisions\n"], None)


def _decide(
    request: _DecideRequest, glossaries: tuple[str, ...], folder: Path, lines: list[str]
) -> list[Decision]:
    """The new decisions; what is admitted goes into its glossary, and *lines* tells of it."""
    records = load_findings(request.findings or "")
    chosen = {verb: [one for one in records if one.decision == verb] for verb in VERBS}
    for verb in VERBS:
        wanted = getattr(request, verb)
        chosen[verb] += [_record_called(name, records) for name in wanted]
    if not any(chosen.values()):
        raise NqptermsError(
            f"{request.findings}: nothing is decided: mark rows, or say --ignore ID, --admit ID"
        )
    for record in chosen["admit"]:
        term = admit(record, request.rendering or record.matched, glossaries)
        lines.append(f"{term.path}:{term.line}: {term.text}\n")
    when = datetime.now(UTC).isoformat(timespec="seconds")
    by = request.by if request.by is not None else _user()
    decisions = []
    for verb, some in chosen.items():
        decisions += decided(some, verb, by=by, when=when, why=request.why, folder=folder)
    return decisions


def _record_called(name: str, records: Iterable[FindingRecord]) -> FindingRecord:
    """The finding whose fingerprint begins with what was given."""
    if len(name) < _SHORTEST_ID:
        raise NqptermsError(f"{name!r}: name a finding by {_SHORTEST_ID} characters or more")
    having = {one.fingerprint: one for one in records if one.fingerprint.startswith(name)}
    if len(having) != 1:
        count = "no finding" if not having else f"{len(having)} findings"
        raise NqptermsError(f"{name!r}: {count} of this fingerprint: give more of it")
    return next(iter(having.values()))


def _take_back(name: str, decisions: dict[str, Decision]) -> str:
    """Remove a decision; a line on it."""
    having = [key for key in decisions if key.startswith(name)]
    if len(having) != 1:
        count = "no decision" if not having else f"{len(having)} decisions"
        raise NqptermsError(f"{name!r}: {count} of this fingerprint (nqpterms decide lists them)")
    return f"taken back: {_line(decisions.pop(having[0]))}"


def _line(one: Decision) -> str:
    """A decision for a reader."""
    about = " ".join(part for part in (one.code, one.source_term, f"“{one.matched}”") if part)
    about = about.replace("“”", "").strip()
    who = " ".join(part for part in (one.by, one.when[:10]) if part)
    why = f": {one.why}" if one.why else ""
    return f"{one.decision:6} {one.fingerprint} {about} ({one.file}; {who}){why}\n"


def _user() -> str:
    """The name of who is logged in, "" where the system does not say it."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
