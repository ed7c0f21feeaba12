"""What comes of the work is written as lines: findings, alignments, candidates, places."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from nqpterms.formats.format_rows import DumpLines, Format, row_named


def _finding_lines(name: str) -> DumpLines:
    from nqpterms.formats.results import decision_tables
    from nqpterms.formats.results import finding_formats as findings

    dumps: dict[str, DumpLines] = {
        "text": findings.dumps_text,
        "jsonl": findings.jsonl_lines,
        "csv": decision_tables.dumps_csv,
        "sarif": findings.dumps_sarif,
        "github": findings.dumps_github,
    }
    return dumps[name]


def _annotation_lines(name: str) -> DumpLines:
    from nqpterms.formats.results import annotated_rows

    dumps: dict[str, DumpLines] = {
        "jsonl": annotated_rows.annotation_lines,
        "block": annotated_rows.block_lines,
    }
    return dumps[name]


def _alignment_lines(name: str) -> DumpLines:
    from nqpterms.formats.results import alignments

    dumps: dict[str, DumpLines] = {
        "text": alignments.dump_text,
        "jsonl": alignments.dump_jsonl,
        "tsv": alignments.dump_tsv,
        "beads": alignments.dump_beads,
    }
    return dumps[name]


def _candidate_lines(name: str) -> DumpLines:
    from nqpterms.formats.results import candidate_tables as candidates

    dumps: dict[str, DumpLines] = {
        "tsv": candidates.dump_tsv,
        "jsonl": candidates.dump_jsonl,
    }
    return dumps[name]


def _concordance_lines(name: str) -> DumpLines:
    from nqpterms.formats.results import concordances

    dumps: dict[str, DumpLines] = {
        "text": concordances.dump_text,
        "tsv": concordances.dump_tsv,
        "jsonl": concordances.dump_jsonl,
    }
    return dumps[name]


def _history_lines(name: str) -> DumpLines:
    from nqpterms.formats.results import history_tables as histories

    dumps: dict[str, DumpLines] = {
        "text": histories.dump_text,
        "list": histories.dump_list,
        "jsonl": histories.dump_jsonl,
        "csv": histories.dump_csv,
        "html": histories.dump_html,
    }
    return dumps[name]


def _result(
    name: str, holds: str, lines: Callable[[str], DumpLines]
) -> Format[DumpLines]:
    return Format(
        name=name, holds=holds, codec=partial(lines, name), dump_options=()
    )


RESULTS: Mapping[str, tuple[Format[DumpLines], ...]] = {
    "findings": (
        _result(
            "text", "by group, with the text round each place", _finding_lines
        ),
        _result("jsonl", "one finding a line", _finding_lines),
        _result(
            "csv",
            "a spreadsheet with a column to say what to ignore",
            _finding_lines,
        ),
        _result("sarif", "SARIF 2.1.0", _finding_lines),
        _result("github", "annotations of GitHub Actions", _finding_lines),
    ),
    "alignment": (
        _result("text", "every row for a reader", _alignment_lines),
        _result(
            "jsonl",
            "every row; `load_alignment` reads it back",
            _alignment_lines,
        ),
        _result("tsv", "the finest level, as a bitext", _alignment_lines),
        _result(
            "beads", "the finest level, by numbers alone", _alignment_lines
        ),
    ),
    "annotations": (
        _result(
            "jsonl",
            "one segment a line with its terms, as a bitext",
            _annotation_lines,
        ),
        _result("block", "a line a term, for a prompt", _annotation_lines),
    ),
    "candidates": (
        _result("tsv", "a table to decide on", _candidate_lines),
        _result("jsonl", "one candidate a line", _candidate_lines),
    ),
    "concordance": (
        _result(
            "text", "the term with its context, lined up", _concordance_lines
        ),
        _result("tsv", "one place a row", _concordance_lines),
        _result("jsonl", "one place a line", _concordance_lines),
    ),
    "history": (
        _result(
            "text", "a paragraph a concept, with a sign a year", _history_lines
        ),
        _result("list", "a line a concept", _history_lines),
        _result("jsonl", "one concept a line, with all counts", _history_lines),
        _result("csv", "one form and year a row", _history_lines),
        _result("html", "one page, the years drawn", _history_lines),
    ),
}
"""What can be written as lines of each result; a sink may add formats that are files."""


def result_formats(result: str) -> tuple[str, ...]:
    """The names of the formats of a result.

    >>> result_formats("candidates")
    ('tsv', 'jsonl')
    """
    return tuple(row.name for row in RESULTS[result])


def result_lines(result: str, name: str) -> DumpLines:
    """The function that gives the lines of a result in a format."""
    return row_named(RESULTS[result], name).codec()
