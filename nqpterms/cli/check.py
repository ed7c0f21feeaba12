"""``nqpterms check``."""

from __future__ import annotations

import gc
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click
from msgspec import Struct, field
from msgspec.structs import replace

from nqpterms.checks.registry import explanations
from nqpterms.cli.next_steps import tell_glossaries, what_next
from nqpterms.cli.options import (
    PATH,
    Work,
    codes_options,
    format_option,
    glossary_option,
    state_options,
    type_option,
    work_options,
)
from nqpterms.cli.output import chosen_format, complain, put, tell
from nqpterms.cli.reviewed_files import (
    NOTES,
    WORD,
    copy_kind,
    decisions_taken,
    write_review,
)
from nqpterms.cli.targets import (
    BROKEN,
    format_in_folder,
    goes_into_a_folder,
    run_into_folder,
    units_of,
)
from nqpterms.errors import NqptermsError
from nqpterms.formats.result_formats import result_formats, result_lines
from nqpterms.formats.results.decision_tables import dump_xlsx
from nqpterms.formats.results.finding_formats import (
    add_step_summary,
    jsonl_lines,
)
from nqpterms.model.findings import SEVERITIES, Finding, Severity
from nqpterms.model.html_tables import counted
from nqpterms.notes.answered_files import is_answered_file
from nqpterms.project.decisions import (
    Decision,
    dump_baseline,
    relative_name,
    stale,
)
from nqpterms.project.fixing import is_fixable
from nqpterms.project.project import Project, decisions_path, find_project
from nqpterms.run.inputs import StateChoice, Unit, is_many
from nqpterms.run.many import check_units, fix_units
from nqpterms.run.one import Result, codes_of, in_memory, page_of, shares_a_page

if TYPE_CHECKING:
    from nqpterms.run.corpus import CorpusResult

FORMATS = (*result_formats("findings"), "xlsx", "html", "docx")
_OBJECTS = 200_000  # made before Python looks for cycles: there are none in rows of matches
_STALE_SHOWN = 5  # decisions that are named; of more a reader takes the number
_FINDINGS = 1  # the exit status that says: there are findings


class _CheckRequest(Struct, frozen=True):
    """What the command is asked for."""

    targets: tuple[Path, ...]
    source: Path | None
    glossaries: tuple[str, ...]
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    format_: str | None
    fail_on: Severity | None
    min_confidence: float | None
    everything: bool
    fix: bool
    diff: bool
    baseline: Path | None
    decisions: tuple[Path, ...]
    since: str | None
    write_baseline: Path | None
    type_: str | None
    work: Work
    outputs: tuple[Path, ...]
    states: tuple[str, ...]
    other_states: tuple[str, ...]

    @property
    def output(self) -> Path | None:
        """Where the findings go, or go first; None for standard output."""
        return self.outputs[0] if self.outputs else None

    @property
    def shows_all(self) -> bool:
        """Whether remarks are shown: who asks for codes or fails on remarks wants to see them."""
        return self.everything or bool(self.select) or self.fail_on == "info"


class _Outcome(Struct):
    """What came by: findings by severity, and what failed; it grows with the results."""

    severities: Counter[Severity] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)


@click.command("check")
@click.argument(
    "targets", nargs=-1, type=PATH, required=True, metavar="TARGET…"
)
@click.option(
    "--source", type=PATH, help="The text of which TARGET is the translation."
)
@glossary_option()
@codes_options()
@format_option(*FORMATS, default="text")
@click.option(
    "--fail-on",
    type=click.Choice(SEVERITIES),
    help="Exit with 1 for findings from this severity up (default: warning).",
)
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    metavar="P",
    help="Leave out what a reader is less likely to act on than P (0–1).",
)
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help="Show remarks too, which ask for no decision (files for machines have all).",
)
@click.option(
    "--fix", is_flag=True, help="Put right in TARGET what is safe to put right."
)
@click.option(
    "--diff",
    is_flag=True,
    help="Show what --fix would change, and change nothing.",
)
@click.option(
    "--baseline",
    type=PATH,
    metavar="FILE",
    help="Say nothing of what stands in FILE, or is ignored in a workbook or CSV.",
)
@click.option(
    "--decisions",
    type=PATH,
    multiple=True,
    metavar="FILE",
    help="The decisions there are (default: nqpterms-decisions.jsonl beside the settings), or a "
    "workbook, a Word file or a CAT file with answers, which are written into them.",
)
@click.option(
    "--since",
    metavar="REV",
    help="Findings on lines that have changed since this git revision, and no others.",
)
@click.option(
    "--write-baseline",
    type=PATH,
    metavar="FILE",
    help="Write all findings to FILE as known.",
)
@type_option()
@state_options()
@work_options()
@click.option(
    "-o",
    "--output",
    "outputs",
    type=PATH,
    multiple=True,
    metavar="FILE",
    help="Write to FILE instead of standard output; its suffix sets the format; repeatable.",
)
def check_command(**options: Any) -> None:
    """Check a translation for consistent terminology.

    TARGET is a translation alone, or with --source; a Chinese and an English file, of which the
    English one is the translation; a page that holds both languages; a bitext (TSV, JSON Lines,
    TMX, XLIFF or PO); or a folder, a pattern or a list of such. Exit status 0: nothing from
    --fail-on up; 1: findings; 2: something could not be read.

    \b
    nqpterms check draft.en.md
    nqpterms check draft.en.md --source original.zh.md
    nqpterms check original.zh.md draft.en.md -o report.html -o decisions.xlsx
    nqpterms check draft.docx --source original.docx -o reviewed.docx
    nqpterms check draft.docx --source original.docx --decisions reviewed.docx
    nqpterms check job.sdlxliff -o noted.sdlxliff
    nqpterms check a.en.txt b.en.txt c.en.txt -o comparison.html
    nqpterms check draft.en.md --diff
    nqpterms check draft.en.md --since main
    nqpterms check memory.tmx -g terms.tsv --format sarif -o findings.sarif
    nqpterms check reports/ --format github --jobs 4
    nqpterms check reports/ -o findings/ --jobs 4
    """
    sys.exit(_status_of(_CheckRequest(**options)))


def _project_of(request: _CheckRequest, decisions: Path | None) -> Project:
    """The project of the folder, with what the command line says instead."""
    project = find_project(
        glossaries=request.glossaries,
        select=request.select,
        ignore=request.ignore,
        baseline=request.baseline,
        decisions=decisions,
        since=request.since,
    )
    if request.min_confidence is None:
        return project
    return project.with_confidence(request.min_confidence)


def _status_of(request: _CheckRequest) -> int:
    """Do what is asked for; the exit status."""
    targets, output, work = request.targets, request.output, request.work
    in_folder = goes_into_a_folder(
        targets, output, work, FORMATS
    ) and not copy_kind(output)
    kind = _format(request, in_folder=in_folder)
    _check_outputs(request, in_folder=in_folder)
    decisions = decisions_taken(request.decisions, request.glossaries)
    project = _project_of(request, decisions)
    states = StateChoice(request.states, request.other_states)
    units = units_of(
        targets,
        request.type_,
        source=request.source,
        output=output,
        states=states,
    )
    project.compare(units[0].path)
    if request.diff or (request.fix and kind != WORD):
        changes = _fix(units, project, request)
        if request.diff:
            put("".join(changes), output)
            return _FINDINGS if any(changes) else 0
    needs_pages = (
        kind == "html" and output is not None and not shares_a_page(units)
    )
    if in_folder or needs_pages:
        return _status_of_many(
            units, project, request, kind, in_folder=in_folder
        )
    return _status_of_one_output(units, project, request, kind)


def _status_of_many(
    units: Sequence[Unit],
    project: Project,
    request: _CheckRequest,
    kind: str,
    *,
    in_folder: bool,
) -> int:
    """Write a file a unit; the exit status."""
    result = _write_many(units, project, request, kind, in_folder=in_folder)
    if not result.failures:
        _tell_stale(units, project, request, result.met)
    return _status(
        _least(request, project), result.findings, failed=result.failures > 0
    )


def _status_of_one_output(
    units: Sequence[Unit], project: Project, request: _CheckRequest, kind: str
) -> int:
    """Write all that is found to one place; the exit status."""
    outcome = _Outcome()
    _write(units, project, request, kind, outcome)
    if not outcome.failures:
        _tell_stale(units, project, request, project.met)
    for line in outcome.failures:
        complain(line)
    return _status(
        _least(request, project),
        outcome.severities,
        failed=bool(outcome.failures),
    )


def _least(request: _CheckRequest, project: Project) -> Severity:
    """The severity from which a finding fails the command."""
    return cast(
        Severity, request.fail_on or project.settings.fail_on or "warning"
    )


def _check_outputs(request: _CheckRequest, *, in_folder: bool) -> None:
    """Raise UsageError where several outputs are named and cannot be several files."""
    if len(request.outputs) < 2:
        return
    if request.format_ or request.diff or request.write_baseline or in_folder:
        raise click.UsageError(
            "several -o are several files, each by its suffix: leave out --format, --diff, "
            "--write-baseline and folders"
        )


def _format(request: _CheckRequest, *, in_folder: bool) -> str:
    """The format of the output, or of the outputs in a folder."""
    if request.diff:
        return "text"
    if in_folder and request.write_baseline:
        raise click.UsageError(
            "--write-baseline writes one file: leave out -o and --corpus"
        )
    if in_folder:
        return format_in_folder(request.format_, "check")
    if request.format_ is None and copy_kind(request.output) == NOTES:
        return NOTES
    kind = chosen_format(request.format_, request.output, FORMATS, "text")
    if kind in ("xlsx", "docx") and request.output is None:
        raise click.UsageError(f"--format {kind} needs -o FILE")
    return kind


def _write_many(
    units: Sequence[Unit],
    project: Project,
    request: _CheckRequest,
    kind: str,
    *,
    in_folder: bool,
) -> CorpusResult:
    """Write an output for each of several texts into a folder: that of -o, or one beside the page
    of -o, which then leads to the reports in it."""
    from nqpterms.run.corpus import write_index
    from nqpterms.run.tasks import Task

    output, task = request.output, Task("check", project, kind)
    if in_folder or output is None:
        return run_into_folder(units, task, output, request.work)
    if len(request.outputs) > 1:
        raise click.UsageError(
            f"{output} leads to a report for each text: name it alone"
        )
    folder = output.with_suffix("")
    result = run_into_folder(units, task, folder, request.work)
    write_index(units, folder, output)
    tell(f"{output} leads to the reports in {folder}")
    return result


def _status(
    fail_on: Severity, severities: Iterable[str], *, failed: bool
) -> int:
    """The exit status: what failed counts before findings from *fail_on* up."""
    if failed:
        return BROKEN
    limit = SEVERITIES.index(fail_on)
    return _FINDINGS if set(SEVERITIES[limit:]).intersection(severities) else 0


def _fix(
    units: Sequence[Unit], project: Project, request: _CheckRequest
) -> list[str]:
    """Put right what is safe, or only show it: what changes in each file, as a diff."""
    chosen = list(units)
    if any(map(is_many, request.targets)):
        chosen = [unit for unit in units if is_fixable(unit.path)]
        if len(chosen) < len(units):
            tell(
                f"{len(units) - len(chosen)} files cannot be changed in place: left alone"
            )
    return list(
        fix_units(chosen, project, write=request.fix, **request.work.spread)
    )


def _write(
    units: Sequence[Unit],
    project: Project,
    request: _CheckRequest,
    kind: str,
    outcome: _Outcome,
) -> None:
    """Check the units and write what was found to where it belongs."""
    gc.set_threshold(_OBJECTS)
    kinds = [kind, *(_kind_of_file(output) for output in request.outputs[1:])]
    if kind == "text":
        tell_glossaries(request.glossaries, project, units[0])
    results: Iterable[Result] = check_units(
        units, project, **request.work.spread, with_texts="html" in kinds
    )
    if request.write_baseline:
        dump_baseline(
            _findings(results, outcome, whole=True), request.write_baseline
        )
        count = outcome.severities.total()
        outcome.severities.clear()  # what is known from now on is no reason to fail
        tell(
            f"known from now on: {counted(count, 'finding')} (--baseline {request.write_baseline})"
        )
        return
    if len(kinds) > 1:
        results = [
            replace(result, parts=tuple(result.parts)) for result in results
        ]
    _write_one(units, results, project, request, kind, request.output, outcome)
    for output, further_kind in zip(
        request.outputs[1:], kinds[1:], strict=True
    ):
        _write_one(
            units, results, project, request, further_kind, output, _Outcome()
        )
    if kind == "text" and request.output is None and not outcome.failures:
        _tell_what_next(units, project, outcome)


def _kind_of_file(output: Path) -> str:
    """The format of a further output, which its suffix says."""
    if copy_kind(output) == NOTES:
        return NOTES
    return chosen_format(None, output, FORMATS, "text")


def _write_one(
    units: Sequence[Unit],
    results: Iterable[Result],
    project: Project,
    request: _CheckRequest,
    kind: str,
    output: Path | None,
    outcome: _Outcome,
) -> None:
    """Write the findings in one format to one place."""
    if kind == "html":
        every = [in_memory(result) for result in results]
        for _ in _findings(every, outcome, whole=True):
            pass
        put(page_of(every, project), output)
        return
    findings = _findings(results, outcome, whole=output is not None)
    if kind in (WORD, NOTES) and output:
        write_review(
            units,
            findings,
            output,
            fix=request.fix,
            everything=request.shows_all,
        )
        return
    if kind == "jsonl":  # written as they come, and never held
        put(jsonl_lines(findings), output)
        return
    _put(
        list(findings),
        kind,
        output,
        request,
        explanations(project.settings.house_rules),
    )


def _tell_what_next(
    units: Sequence[Unit], project: Project, outcome: _Outcome
) -> None:
    """What has been checked where nothing was found, else in which files the list can be had."""
    if not outcome.severities:
        concepts = project.finder(units[0].path).size
        tell(f"nothing to report ({len(units)} checked, {concepts} concepts)")
    elif outcome.severities["warning"] or outcome.severities["error"]:
        sys.stdout.flush()  # the list stands above what is said of it, or could not be written
        tell(what_next(units))


def _wants_a_part(request: _CheckRequest) -> bool:
    """Whether the command line asks for some of the findings alone."""
    filters = (
        request.select,
        request.ignore,
        request.states,
        request.other_states,
        request.since,
    )
    return any(filters)


def _tell_stale(
    units: Sequence[Unit],
    project: Project,
    request: _CheckRequest,
    met: Set[str],
) -> None:
    """Name the decisions about the units that no finding *met*: the text has changed since."""
    if _wants_a_part(request):
        return  # a part of the findings says nothing of the others
    decisions_file = next(
        (path for path in request.decisions if not is_answered_file(path)), None
    )
    folder = decisions_path(project.settings, Path.cwd(), decisions_file).parent
    by_name = {relative_name(unit.path, folder): unit.path for unit in units}
    unmet = stale(project.decisions.values(), met, by_name.values(), folder)
    old = [
        one for one in unmet if one.code in codes_of(by_name[one.file], project)
    ]
    _tell_decisions(old)


def _tell_decisions(old: Sequence[Decision]) -> None:
    """Name the first decisions that are stale, and say how many there are."""
    for one in old[:_STALE_SHOWN]:
        about = " ".join(
            part for part in (one.code, one.source_term, one.matched) if part
        )
        tell(
            f"{one.file}: the decision {one.fingerprint} ({about}) meets no finding any more"
        )
    if old:
        count = f"{len(old)} decision{'s are' if len(old) > 1 else ' is'}"
        tell(f"{count} stale: take back with nqpterms decide --undo ID")


def _findings(
    results: Iterable[Result], outcome: _Outcome, *, whole: bool
) -> Iterator[Finding]:
    """The findings as they come, counted on the way.

    What failed is noted in *outcome*; where only the *whole* is wanted it is raised at the end,
    so that nothing half is written.
    """
    for result in results:
        for finding in result.findings:
            outcome.severities[finding.severity] += 1
            yield finding
        if result.failures:
            outcome.failures.append(_failure_line(result))
    # A glossary that fails does so for every file.
    lines = list(dict.fromkeys(outcome.failures))
    outcome.failures = lines
    if lines and whole:
        for line in lines[:-1]:
            complain(line)
        raise NqptermsError(lines[-1])


def _failure_line(result: Result) -> str:
    """What failed in a unit, in a line."""
    row, reason = result.failures[0]
    if row is None:
        return reason
    line = f"{result.unit.path}:{row}: {reason}"
    more = len(result.failures) - 1
    return f"{line} (so it is with {more} more rows)" if more else line


def _put(
    findings: list[Finding],
    kind: str,
    output: Path | None,
    request: _CheckRequest,
    rules: dict[str, str],
) -> None:
    """Write the findings in a format that needs all of them."""
    if kind == "xlsx" and output:
        wanted = [
            f for f in findings if request.shows_all or f.severity != "info"
        ]
        dump_xlsx(wanted, output)
        return
    options: dict[str, Any] = {"rules": rules} if kind == "sarif" else {}
    if kind == "text":
        options["everything"] = request.shows_all
    put(
        result_lines("findings", kind)(findings, **options),
        output,
        styled=kind == "text",
    )
    summary = (
        os.environ.get("GITHUB_STEP_SUMMARY") if kind == "github" else None
    )
    if summary:
        add_step_summary(findings, summary)
