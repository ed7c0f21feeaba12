"""Answers to candidates: the last one counts, and what another writes meanwhile stays."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from nqpterms.errors import FormatError
from nqpterms.model.candidates import Candidate, Example
from nqpterms.project.candidate_answers import (
    CANDIDATES_FILE,
    candidates_path,
    load_answers,
    write_answer,
)
from nqpterms.project.settings import Settings


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / CANDIDATES_FILE


def test_without_a_file_nothing_is_decided(path: Path) -> None:
    assert load_answers(path) == []


def test_the_last_answer_counts(path: Path) -> None:
    write_answer(Candidate("渡轮", "ferry", decision="reject"), path)
    write_answer(Candidate("渡轮", "ferry boat", decision="accept"), path)
    [answer] = load_answers(path)
    assert (answer.en, answer.decision) == ("ferry boat", "accept")


def test_its_evidence_is_kept(path: Path) -> None:
    example = Example("渡轮来了。", "The ferry came.", "port.tsv")
    write_answer(
        Candidate("渡轮", "ferry", 7, examples=(example,), decision="accept"),
        path,
    )
    [answer] = load_answers(path)
    assert (answer.count, answer.examples[0].en) == (7, "The ferry came.")


def test_what_is_taken_back_is_asked_again(path: Path) -> None:
    write_answer(Candidate("渡轮", "ferry", decision="reject"), path)
    write_answer(Candidate("渡轮", "ferry"), path)
    assert load_answers(path) == []
    assert path.is_file()


def test_a_file_of_something_else_is_left_alone(path: Path) -> None:
    path.write_text("no candidates\n", encoding="utf-8")
    with pytest.raises(FormatError, match="decision, zh and en"):
        write_answer(Candidate("渡轮", "ferry", decision="reject"), path)
    assert path.read_text(encoding="utf-8") == "no candidates\n"


def test_answers_at_once_are_all_kept(path: Path) -> None:
    threads = [
        threading.Thread(
            target=write_answer,
            args=(Candidate(f"词{n}", "w", decision="reject"), path),
        )
        for n in range(12)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(load_answers(path)) == 12


def test_the_file_stands_beside_the_settings(tmp_path: Path) -> None:
    inner = tmp_path / "drafts"
    assert candidates_path(Settings(folder=tmp_path), inner).parent == tmp_path
    assert candidates_path(Settings(), inner).parent == inner
