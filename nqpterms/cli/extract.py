"""``nqpterms extract``."""

from __future__ import annotations

from pathlib import Path

import click

from nqpterms.cli.corpora import (
    Spread,
    alone,
    corpus_format,
    corpus_options,
    is_corpus_run,
    leave,
    work_on,
)
from nqpterms.cli.options import (
    PATH,
    format_option,
    glossary_option,
    output_option,
    type_option,
)
from nqpterms.cli.output import chosen_format, put, tell
from nqpterms.cli.segments import chosen_segments, english_segments
from nqpterms.cli.terminal import on_screen, show_table
from nqpterms.errors import NqptermsError
from nqpterms.extraction.extracting import ROWS, extract
from nqpterms.extraction.suggesting import suggest
from nqpterms.formats.registry import dump_terms, is_bitext, result_formats, result_lines
from nqpterms.formats.results.alignments import load_links
from nqpterms.formats.results.candidates import is_candidates, load_candidates
from nqpterms.model.candidates import Candidate
from nqpterms.project.project import load_glossaries
from nqpterms.terms.candidates import as_term_base, decided

FORMATS = (*result_formats("candidates"), "tbx")
SHOWN = ("zh", "en", "or", "concept", "count", "p_term", "p_pair")  # on a terminal


@click.command("extract")
@click.argument("paths", nargs=-1, type=PATH, metavar="ZH EN | PAGE | BITEXT…")
@click.option("--limit", type=click.IntRange(1), default=ROWS, show_default=True, help="Rows.")
@click.option(
    "--decisions",
    type=PATH,
    metavar="FILE",
    help="Candidates decided on before (default: what stands in the FILE of -o).",
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
@corpus_options()
@output_option()
def extract_command(
    paths: tuple[Path, ...],
    limit: int,
    decisions: Path | None,
    variants: bool,
    links: tuple[Path, Path] | None,
    glossaries: tuple[str, ...],
    format_: str | None,
    type_: str | None,
    spread: Spread,
    output: Path | None,
) -> None:
    """Propose terms with their renderings, the likeliest first, each with its evidence.

    Edit the table: write accept or reject in its first column, correct the English. Another run
    into the same file keeps what was decided. `nqpterms merge` takes the accepted rows.

    \b
    nqpterms extract report.zh.md report.en.md -o candidates.tsv
    nqpterms extract pairs.tsv --links pairs.links pairs.tokens -o candidates.tsv
    nqpterms extract --variants article.en.txt -g terms.tsv
    nqpterms merge terms.tsv candidates.tsv -o terms.tsv
    nqpterms extract reports/ -o found/ --jobs 4
    """
    if is_corpus_run(paths, output, spread):
        alone("decisions", "variants", "links", "type_")
        from nqpterms.run.tasks import Task

        kind = corpus_format(format_, "extract")
        task = Task("extract", load_glossaries(glossaries), kind, limit=limit)
        leave(work_on(paths, task, output=output, spread=spread))
    kind = chosen_format(format_, output, FORMATS, "tsv")
    if kind == "tbx" and output is None:
        raise NqptermsError("TBX goes to a file: name it with -o")
    if links and (variants or not all(is_bitext(path, type=type_ or "") for path in paths)):
        raise click.UsageError("--links needs bitexts: write one first with nqpterms align -o FILE")
    before = _before(decisions, output if kind == "tsv" else None)
    terms = load_glossaries(glossaries)
    if variants:
        found = suggest(english_segments(paths, type_), terms)[:limit]
    else:
        segments = list(chosen_segments(paths, type_))
        given = load_links(*links, segments) if links else None
        found = extract(segments, terms=terms, limit=limit, links=given)
    candidates = decided(found, before)
    if kind == "tbx" and output is not None:
        proposed = [c for c in candidates if c.is_proposed() or c.decision == "accept"]
        proposed = [c for c in proposed if c.decision != "reject"]
        dump_terms(as_term_base(proposed), output, type="tbx")
    elif output is None and format_ is None and on_screen():
        show_table(SHOWN, [_row(candidate) for candidate in candidates], numbers=3)
    else:
        put(result_lines("candidates", kind)(candidates), output)
    if output is not None:
        likely = sum(c.is_proposed() for c in found)
        tell(f"{len(found)} candidates, {likely} of them with a likely rendering")


def _row(candidate: Candidate) -> tuple[str, ...]:
    """A candidate as a terminal shows it: the columns that tell most."""
    others = ", ".join(rival.text for rival in candidate.rivals[:2])
    figures = (str(candidate.count), f"{candidate.p_term:.2f}", f"{candidate.p_pair:.2f}")
    return (candidate.zh, candidate.en, others, candidate.concept, *figures)


def _before(decisions: Path | None, output: Path | None) -> list[Candidate]:
    """What was decided in an earlier run."""
    if decisions is not None:
        return load_candidates(decisions)
    if output is not None and output.is_file() and is_candidates(output):
        return load_candidates(output)
    return []
