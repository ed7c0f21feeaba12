"""``nqpterms decide``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import click
from msgspec import Struct

from nqpterms.cli.options import PATH, glossary_option
from nqpterms.cli.output import put, tell
from nqpterms.cli.user_names import user_name
from nqpterms.errors import NqptermsError
from nqpterms.model.html_tables import counted
from nqpterms.project.decisions import (
    Decision,
    changing_decisions,
    decide,
    load_decisions,
)
from nqpterms.project.finding_records import VERBS, FindingRecord, load_findings
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
@_ids(
    "ignore",
    "Never show this finding again; ID is its fingerprint, or the beginning of it.",
)
@_ids(
    "admit",
    "The words that stand there are right: put them into the house glossary.",
)
@_ids("fixed", "It has been put right in the text.")
@_ids("undo", "Take a decision back.")
@click.option(
    "--as",
    "rendering",
    metavar="TEXT",
    help="What --admit admits, if not what stands.",
)
@click.option(
    "--why",
    default="",
    metavar="TEXT",
    help="The reason, for those who come later.",
)
@click.option(
    "--by", metavar="NAME", help="Who decides (default: the user's name)."
)
@glossary_option()
@click.option(
    "--decisions",
    type=PATH,
    metavar="FILE",
    help="The file of decisions (default: nqpterms-decisions.jsonl beside the settings).",
)
def decide_command(**options: Any) -> None:
    """Write down what was decided about findings, so that `check` does not ask again.

    FINDINGS is what `nqpterms check` wrote as JSON Lines, CSV or XLSX. One of fix, ignore, admit,
    later in the column decision of a table is a decision too, and a mark in the column ignore of a
    CSV. Without FINDINGS the decisions that there are are listed.

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
    if request.findings is None and (
        request.ignore or request.admit or request.fixed
    ):
        raise click.UsageError(
            "name the file of FINDINGS that the IDs are from"
        )
    if request.findings is None and not request.undo:
        _list_decisions(path)
        return
    if request.undo:
        put(_take_back(request.undo, path), None)
    if request.findings is not None:
        _decide(
            request,
            request.findings,
            request.glossaries or settings.glossaries,
            path,
        )
    tell(f"{path}: {counted(len(load_decisions(path)), 'decision')}")


def _records_for(
    verb: str, records: Sequence[FindingRecord], names: Iterable[str]
) -> list[FindingRecord]:
    """The findings that a verb is said of: in the file, then on the command line."""
    marked = [one for one in records if one.decision == verb]
    return marked + [_record_called(name, records) for name in names]


def _list_decisions(path: Path) -> None:
    """A line for each decision in a file, none where there is no file."""
    decisions = load_decisions(path) if path.is_file() else {}
    put([_line(one) for one in decisions.values()], None)


def _decide(
    request: _DecideRequest,
    findings: Path,
    glossaries: tuple[str, ...],
    path: Path,
) -> None:
    """Write down the decisions, and say for each term that was admitted in which line it stands."""
    records = load_findings(findings)
    by = request.by if request.by is not None else user_name()
    chosen = {
        verb: _records_for(verb, records, getattr(request, verb))
        for verb in VERBS
    }
    if not any(chosen.values()):
        raise NqptermsError(
            f"{findings}: nothing is decided: mark rows, or say --ignore ID"
        )
    for verb in ("admit", "ignore", "fixed"):  # what can fail comes first
        some = chosen[verb]
        admitted = decide(
            some,
            verb,
            path,
            by=by,
            why=request.why,
            glossaries=glossaries,
            rendering=request.rendering or "",
        )
        put(
            [f"{term.path}:{term.line}: {term.text}\n" for term in admitted],
            None,
        )


def _record_called(
    name: str, records: Iterable[FindingRecord]
) -> FindingRecord:
    """The finding whose fingerprint begins with what was given."""
    by_fingerprint = {one.fingerprint: one for one in records}
    return by_fingerprint[_fingerprint_called(name, by_fingerprint, "finding")]


def _fingerprint_called(
    name: str, fingerprints: Iterable[str], what: str
) -> str:
    """The one fingerprint that begins with what was given; *what* the fingerprints are of."""
    if len(name) < _SHORTEST_ID:
        raise NqptermsError(
            f"{name!r}: name a {what} by {_SHORTEST_ID} characters or more"
        )
    beginning = [one for one in fingerprints if one.startswith(name)]
    if len(beginning) == 1:
        return beginning[0]
    count = f"{len(beginning)} {what}s" if beginning else f"no {what}"
    raise NqptermsError(
        f"{name!r}: {count} of this fingerprint: give more, or another one"
    )


def _take_back(names: Iterable[str], path: Path) -> list[str]:
    """Remove decisions from their file; a line on each."""
    lines = []
    with changing_decisions(path) as decisions:
        for name in names:
            decision = decisions.pop(
                _fingerprint_called(name, decisions, "decision")
            )
            lines.append(f"taken back: {_line(decision)}")
    return lines


def _line(one: Decision) -> str:
    """A decision for a reader."""
    about = " ".join(
        part for part in (one.code, one.source_term, f"“{one.matched}”") if part
    )
    about = about.replace("“”", "").strip()
    who = " ".join(part for part in (one.by, one.when[:10]) if part)
    why = f": {one.why}" if one.why else ""
    return (
        f"{one.decision:6} {one.fingerprint} {about} ({one.file}; {who}){why}\n"
    )
