"""``nqpterms extract``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click
from msgspec import Struct

from nqpterms.cli.options import (
    PATH,
    Work,
    format_option,
    glossary_option,
    output_option,
    state_options,
    type_option,
    work_options,
)
from nqpterms.cli.output import chosen_format, put, tell
from nqpterms.cli.targets import (
    BROKEN,
    format_in_folder,
    goes_into_a_folder,
    refuse_in_folder,
    run_into_folder,
    segments_of_all,
    units_of,
)
from nqpterms.cli.terminal import on_screen, show_table
from nqpterms.errors import NqptermsError
from nqpterms.extraction.extracting import ROWS, extract
from nqpterms.extraction.suggesting import suggest
from nqpterms.formats.result_formats import result_formats, result_lines
from nqpterms.formats.results.alignments import load_links
from nqpterms.formats.results.candidate_tables import (
    is_candidates,
    load_candidates,
)
from nqpterms.formats.term_bases import dump_terms
from nqpterms.model.alignment import Segment, lone_segments
from nqpterms.model.candidates import Candidate
from nqpterms.model.html_tables import counted
from nqpterms.model.termbase import TermBase, is_language
from nqpterms.project.candidate_answers import candidates_path, load_answers
from nqpterms.project.project import find_project
from nqpterms.run.inputs import StateChoice, Unit
from nqpterms.run.one import documents_of, segments_of
from nqpterms.terms.candidate_merging import answered, as_term_base, decided

FORMATS = (*result_formats("candidates"), "tbx")
# On a terminal.
_COLUMNS = ("zh", "en", "or", "concept", "count", "p_term", "p_pair")


class _ExtractRequest(Struct, frozen=True):
    """What the command is asked for."""

    paths: tuple[Path, ...]
    limit: int
    decisions: Path | None
    variants: bool
    links: tuple[Path, Path] | None
    glossaries: tuple[str, ...]
    format_: str | None
    type_: str | None
    work: Work
    output: Path | None
    states: tuple[str, ...]
    other_states: tuple[str, ...]


@click.command("extract")
@click.argument("paths", nargs=-1, type=PATH, metavar="ZH EN | PAGE | BITEXT…")
@click.option(
    "--limit",
    type=click.IntRange(1),
    default=ROWS,
    show_default=True,
    help="Rows.",
)
@click.option(
    "--decisions",
    type=PATH,
    metavar="FILE",
    help="Candidates decided on before (default: what stands in the FILE of -o, and in the "
    "nqpterms-candidates.tsv of the project).",
)
@click.option(
    "--variants",
    is_flag=True,
    help="Read English texts alone: unknown forms of the glossary's concepts.",
)
@click.option(
    "--links",
    nargs=2,
    type=PATH,
    metavar="LINKS TOKENS",
    help="Another aligner's word links for the rows of bitexts (Pharaoh's 0-0 1-2), and the "
    "tokenised pairs (zh ||| en) that it has read; instead of our own links.",
)
@glossary_option()
@format_option(*FORMATS, default="tsv")
@type_option()
@state_options()
@work_options()
@output_option()
def extract_command(**options: Any) -> None:
    """Propose terms with their renderings, the likeliest first, each with its evidence.

    Edit the table: write accept or reject in its first column, correct the English. Another run
    into the same file keeps what was decided, and what `nqpterms review` has written into the
    project's nqpterms-candidates.tsv. `nqpterms merge` takes the accepted rows.

    \b
    nqpterms extract report.zh.md report.en.md -o candidates.tsv
    nqpterms extract pairs.tsv --links pairs.links pairs.tokens -o candidates.tsv
    nqpterms extract --variants article.en.txt -g terms.tsv
    nqpterms merge terms.tsv candidates.tsv -o terms.tsv
    nqpterms extract reports/ -o found/ --jobs 4
    """
    request = _ExtractRequest(**options)
    paths, output, work = request.paths, request.output, request.work
    states = StateChoice(request.states, request.other_states)
    project = find_project(glossaries=request.glossaries)
    if goes_into_a_folder(paths, output, work, FORMATS):
        refuse_in_folder("decisions", "variants", "links")
        from nqpterms.run.tasks import Task

        kind = format_in_folder(request.format_, "extract")
        task = Task("extract", project, kind, limit=request.limit)
        units = units_of(
            paths, request.type_, output=output, in_pairs=True, states=states
        )
        result = run_into_folder(units, task, output, work)
        sys.exit(BROKEN if result.failures else 0)
    kind = chosen_format(request.format_, output, FORMATS, "tsv")
    if kind == "tbx" and output is None:
        raise NqptermsError("TBX goes to a file: name it with -o")
    units = units_of(
        paths, request.type_, in_pairs=not request.variants, states=states
    )
    before = _decided_before(
        request.decisions, output if kind == "tsv" else None
    )
    proposals = _proposals(units, request, project.matcher().base)
    if request.decisions is None:
        answers = load_answers(candidates_path(project.settings, Path.cwd()))
        proposals = answered(proposals, answers)
    _write(decided(proposals, before), kind, request)
    if output is not None:
        likely = sum(candidate.is_proposed() for candidate in proposals)
        every = counted(len(proposals), "candidate")
        tell(f"{every}, {likely} of them with a likely rendering")


def _proposals(
    units: Sequence[Unit], request: _ExtractRequest, terms: TermBase
) -> list[Candidate]:
    """What the texts propose."""
    if request.links and (
        request.variants or not all(unit.is_bitext for unit in units)
    ):
        raise click.UsageError(
            "--links needs bitexts: write one first with nqpterms align -o FILE"
        )
    if request.variants:
        return suggest(_english_segments(units), terms)[: request.limit]
    segments = list(segments_of_all(units))
    links = load_links(*request.links, segments) if request.links else None
    return extract(segments, terms=terms, limit=request.limit, links=links)


def _english_segments(units: Iterable[Unit]) -> Iterator[Segment]:
    """The English of documents or bitexts; of documents their Chinese is left out."""
    for unit in units:
        if unit.is_bitext:
            yield from segments_of(unit)
            continue
        for document in documents_of(unit):
            if is_language(document.lang, "en"):
                yield from lone_segments(document)


def _is_wanted(candidate: Candidate) -> bool:
    """Whether a candidate goes into a term base: it is accepted, or proposed and not rejected."""
    if candidate.decision == "accept":
        return True
    return candidate.is_proposed() and candidate.decision != "reject"


def _write(
    candidates: Sequence[Candidate], kind: str, request: _ExtractRequest
) -> None:
    """Write the candidates: as a term base, as a table on a terminal, or as they are."""
    output = request.output
    if kind == "tbx" and output is not None:
        terms = [candidate for candidate in candidates if _is_wanted(candidate)]
        dump_terms(as_term_base(terms), output, type="tbx")
    elif output is None and request.format_ is None and on_screen():
        rows = [
            _row(candidate)
            for candidate in candidates
            if candidate.decision != "reject"
        ]
        show_table(_COLUMNS, rows, numbers=3)
    else:
        put(result_lines("candidates", kind)(candidates), output)


def _row(candidate: Candidate) -> tuple[str, ...]:
    """A candidate as a terminal shows it: the columns that tell most."""
    others = ", ".join(rival.text for rival in candidate.rivals[:2])
    figures = (
        str(candidate.count),
        f"{candidate.p_term:.2f}",
        f"{candidate.p_pair:.2f}",
    )
    return (candidate.zh, candidate.en, others, candidate.concept, *figures)


def _decided_before(
    decisions: Path | None, output: Path | None
) -> list[Candidate]:
    """What was decided in an earlier run."""
    if decisions is not None:
        return load_candidates(decisions)
    if output is not None and output.is_file() and is_candidates(output):
        return load_candidates(output)
    return []
