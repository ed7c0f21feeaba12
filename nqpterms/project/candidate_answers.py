"""What people decided about proposed terms of a project, so that no term is proposed twice.

    nqpterms-candidates.tsv   the candidates that somebody has accepted or rejected, beside the
                              settings; `nqpterms extract` and the review page read it

It is a table as `extract` writes them. Its accepted rows are a glossary: `nqpterms merge` takes
them.
"""

from __future__ import annotations

from pathlib import Path

from nqpterms.files.file_locks import alone_with
from nqpterms.formats.results.candidate_tables import (
    dump_candidates,
    load_candidates,
)
from nqpterms.lang.normal_form import fold
from nqpterms.model.candidates import Candidate
from nqpterms.project.project import beside_settings
from nqpterms.project.settings import Settings

CANDIDATES_FILE = "nqpterms-candidates.tsv"
"""The name of a project's answers to candidates, beside its settings."""


def candidates_path(settings: Settings, folder: Path) -> Path:
    """The file of a project's answers; without settings it stands in *folder*."""
    return beside_settings(settings, folder) / CANDIDATES_FILE


def load_answers(path: str | Path) -> list[Candidate]:
    """The candidates that have been decided, in order; none where there is no such file."""
    if not Path(path).is_file():
        return []
    return [
        candidate for candidate in load_candidates(path) if candidate.decision
    ]


def write_answer(candidate: Candidate, path: str | Path) -> None:
    """Write what was decided about a candidate; one without a decision is taken back.

    There is one answer to a Chinese term: the last one. Whoever else writes into the file
    meanwhile loses nothing. Raises FormatError for a file that holds no candidates.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, CANDIDATES_FILE)
    ...     write_answer(Candidate("去年", "last year", decision="reject"), path)
    ...     write_answer(Candidate("茶", "tea", decision="accept"), path)
    ...     write_answer(Candidate("去年", "last year"), path)
    ...     [(one.zh, one.decision) for one in load_answers(path)]
    [('茶', 'accept')]
    """
    with alone_with(path):
        about = fold(candidate.zh)
        answers = [one for one in load_answers(path) if fold(one.zh) != about]
        if candidate.decision:
            answers.append(candidate)
        dump_candidates(answers, path)
