r"""Candidates as a table to decide on, and as JSON Lines.

    candidates ──dump──▶ candidates.tsv ──a person──▶ candidates.tsv ──load──▶ candidates

In the column `decision` a person writes accept or reject (or a, r, y, n, +, -, x); `en`, `status`,
`note` and `variants` may be edited. Alternatives and variants are parted by `|`, each with what
is known of it in brackets: ``NQPF (25, acronym: acronym)``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import to_builtins

from nqpterms.errors import FormatError
from nqpterms.files.office.spreadsheet import guarded, unguarded
from nqpterms.files.text_lines import numbered_lines
from nqpterms.files.writing import atomic
from nqpterms.formats.terms.fields import PICKLISTS, escape, split_values
from nqpterms.model.candidates import Candidate, Decision, Example, Rival
from nqpterms.model.places import Place
from nqpterms.model.termbase import TermBase
from nqpterms.terms.candidate_merging import accepted

COLUMNS = (
    *(
        "decision",
        "zh",
        "en",
        "status",
        "type",
        "count",
        "documents",
        "sections",
    ),
    *(
        "p_term",
        "p_pair",
        "proposed",
        "alternatives",
        "variants",
        "concept",
        "note",
    ),
    *(
        "zh_context",
        "en_context",
        "place",
        "zh_context_2",
        "en_context_2",
        "place_2",
    ),
)
_DECISIONS: dict[str, Decision] = {
    **dict.fromkeys(("", "?"), ""),
    **dict.fromkeys(
        ("accept", "accepted", "a", "y", "yes", "+", "ok", "是"), "accept"
    ),
    **dict.fromkeys(
        ("reject", "rejected", "r", "n", "no", "-", "x", "否"), "reject"
    ),
}
_BRACKETS = re.compile(r"(.*?)(?: \((\d+)(?:, ([^()]*))?\))?", re.DOTALL)


def is_candidates(path: str | Path) -> bool:
    """Whether a TSV is a table of candidates, by its header."""
    first = next((line for _, line in numbered_lines(path) if line.strip()), "")
    return {"decision", "zh", "en"} <= set(first.split("\t"))


def load_candidates(path: str | Path) -> list[Candidate]:
    """The candidates of a table, as a person left them.

    Raises FormatError with the line of a row that is broken, and for an unknown decision.
    """
    rows = [
        (at, line.split("\t"))
        for at, line in numbered_lines(path)
        if line.strip()
    ]
    if not rows or not {"decision", "zh", "en"} <= set(rows[0][1]):
        raise FormatError(
            "expected a header with the columns decision, zh and en", path, 1
        )
    header = [name.strip() for name in rows[0][1]]
    return [_candidate(header, cells, path, at) for at, cells in rows[1:]]


def load(path: str | Path) -> TermBase:
    """The accepted candidates of a table as a term base."""
    return accepted(load_candidates(path), name=Path(path).stem)


def dump_tsv(candidates: Iterable[Candidate]) -> Iterator[str]:
    """The table, a header first."""
    yield "\t".join(COLUMNS) + "\n"
    for candidate in candidates:
        yield "\t".join(guarded(cell) for cell in _cells(candidate)) + "\n"


def dump_jsonl(candidates: Iterable[Candidate]) -> Iterator[str]:
    """One object a line with everything that is known of a candidate."""
    for candidate in candidates:
        record = to_builtins(candidate) | {"proposed": candidate.is_proposed()}
        yield json.dumps(record, ensure_ascii=False) + "\n"


def dump_candidates(candidates: Iterable[Candidate], path: str | Path) -> None:
    """Write the table to a file; it appears when it is whole."""
    with atomic(path) as file:
        file.writelines(dump_tsv(candidates))


def _cells(candidate: Candidate) -> list[str]:
    examples = [*candidate.examples[:2], Example("", ""), Example("", "")][:2]
    contexts = [(escape(e.zh), escape(e.en), _place(e)) for e in examples]
    return [
        candidate.decision,
        escape(candidate.zh),
        escape(candidate.en),
        candidate.status,
        candidate.type,
        str(candidate.count),
        str(candidate.documents),
        str(candidate.sections),
        f"{candidate.p_term:.3f}",
        f"{candidate.p_pair:.3f}",
        "yes" if candidate.is_proposed() else "choose",
        "|".join(_rival(rival) for rival in candidate.rivals),
        "|".join(_rival(rival) for rival in candidate.variants),
        candidate.concept,
        escape(candidate.note),
        *contexts[0],
        *contexts[1],
    ]


def _rival(rival: Rival) -> str:
    """``form (count, probability)``; of a variant ``form (count, type: change)``."""
    about = (
        f"{rival.type}: {rival.change}"
        if rival.type
        else f"{rival.probability:.2f}"
    )
    return f"{escape(rival.text)} ({rival.count}, {about})"


def _place(example: Example) -> str:
    """``document:row 3``, or ``document:zh line:en line``."""
    if example.row is not None:
        return f"{example.document}:row {example.row}"
    lines = [_line(place) for place in (example.zh_place, example.en_place)]
    return ":".join(part for part in (example.document, *lines) if part)


def _line(place: Place | None) -> str:
    return str(place.line) if place and place.line is not None else ""


def _candidate(
    header: Sequence[str], cells: Sequence[str], path: str | Path, line: int
) -> Candidate:
    if len(cells) > len(header):
        message = f"{len(cells)} cells under {len(header)} columns: one tab between cells"
        raise FormatError(message, path, line)
    row = dict.fromkeys(COLUMNS, "")
    row |= {
        n: unguarded(c).strip() for n, c in zip(header, cells, strict=False)
    }
    decision = row["decision"].lower()
    if decision not in _DECISIONS:
        message = (
            f"decision {row['decision']!r}: expected accept, reject or nothing"
        )
        raise FormatError(message, path, line)
    if row["status"] and row["status"] not in PICKLISTS["status"]:
        expected = ", ".join(PICKLISTS["status"])
        raise FormatError(
            f"status {row['status']!r}: expected one of {expected}", path, line
        )
    return Candidate(
        _plain(row["zh"], path, line),
        _plain(row["en"], path, line),
        count=_number(row["count"]),
        documents=_number(row["documents"]),
        sections=_number(row["sections"]),
        p_term=_share(row["p_term"]),
        p_pair=_share(row["p_pair"]),
        rivals=_rivals(row["alternatives"], path, line),
        variants=_rivals(row["variants"], path, line),
        examples=tuple(_examples(row, path, line)),
        concept=row["concept"],
        type=row["type"],
        decision=_DECISIONS[decision],
        status=row["status"],  # type: ignore[arg-type]  # one of the list
        note=_plain(row["note"], path, line),
    )


def _examples(
    row: dict[str, str], path: str | Path, line: int
) -> Iterator[Example]:
    for end in ("", "_2"):
        zh, en = (
            _plain(row[f"{side}_context{end}"], path, line)
            for side in ("zh", "en")
        )
        if zh or en:
            yield Example(zh, en, row[f"place{end}"])


def _plain(cell: str, path: str | Path, line: int) -> str:
    return "|".join(_values(cell, path, line))


def _values(cell: str, path: str | Path, line: int) -> tuple[str, ...]:
    try:
        return split_values(cell)
    except ValueError as error:
        raise FormatError(str(error), path, line) from None


def _rivals(cell: str, path: str | Path, line: int) -> tuple[Rival, ...]:
    rivals = []
    for value in _values(cell, path, line):
        match = _BRACKETS.fullmatch(value)
        text, count, about = match.groups() if match else (value, None, None)
        kind, _, change = (about or "").partition(": ")
        type_ = kind if kind in PICKLISTS["type"] else ""
        rivals.append(
            Rival(text, _number(count or ""), _share(kind), type_, change)
        )
    return tuple(rivals)


def _number(cell: str) -> int:
    return (
        int(cell)
        if cell.isascii() and cell.isdecimal() and len(cell) < 16
        else 0
    )


def _share(cell: str) -> float:
    return float(cell) if re.fullmatch(r"[01](\.\d{1,9})?", cell) else 0.0
