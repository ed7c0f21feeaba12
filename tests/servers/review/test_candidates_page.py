"""The page Candidates: what is decided is written at once, and stays decided."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nqpterms.formats.terms.glossary_tsv import load
from nqpterms.project.candidate_answers import CANDIDATES_FILE, load_answers


@pytest.fixture
def client(read_visit: Callable[..., Any], harbour: Path) -> Any:
    """A client for whom the candidates have been found."""
    made = read_visit(harbour)
    while "data-again" in made.get("/candidates").text:
        time.sleep(0.02)
    return made


def shown(html: str) -> list[str]:
    """The Chinese terms that a page lists."""
    return re.findall(r'data-zh="(.*?)"', html)


def answer(client: Any, zh: str, decision: str, en: str = "") -> Any:
    fields = {"zh": zh, "decision": decision, "en": en}
    return client.post(
        "/candidates/answer", data=fields, headers={"x-part": "1"}
    )


def test_what_the_texts_propose_and_the_glossaries_lack(client: Any) -> None:
    terms = shown(client.get("/candidates").text)
    assert "起重机" in terms
    assert "渡轮" not in terms
    assert "渡轮" in shown(client.get("/candidates?show=known").text)


def test_a_rejected_one_stays_rejected(client: Any, harbour: Path) -> None:
    html = answer(client, "起重机", "reject").text
    assert "rejected" in html
    assert [one.zh for one in load_answers(harbour / CANDIDATES_FILE)] == [
        "起重机"
    ]
    assert "起重机" not in shown(client.get("/candidates").text)
    assert shown(client.get("/candidates?show=reject").text) == ["起重机"]


def test_an_edited_one_is_accepted_as_it_was_edited(
    client: Any, harbour: Path
) -> None:
    answer(client, "起重机", "accept", "quay crane")
    [one] = load_answers(harbour / CANDIDATES_FILE)
    assert (one.en, one.decision) == ("quay crane", "accept")
    assert 'value="quay crane"' in client.get("/candidates?show=accept").text


def test_an_answer_is_taken_back(client: Any, harbour: Path) -> None:
    answer(client, "起重机", "accept")
    answer(client, "起重机", "")
    assert load_answers(harbour / CANDIDATES_FILE) == []
    assert "起重机" in shown(client.get("/candidates").text)


def test_what_is_accepted_goes_into_the_glossary(
    client: Any, harbour: Path
) -> None:
    before = (harbour / "port.tsv").read_text("utf-8")
    answer(client, "起重机", "accept", "crane")
    html = client.post("/candidates/merge", data={"glossary": "port.tsv"}).text
    assert "1 concept written into port.tsv" in html
    after = (harbour / "port.tsv").read_text("utf-8")
    assert after.startswith(before)
    assert [
        term.text for term in load(harbour / "port.tsv").concepts[-1].terms
    ] == [
        "起重机",
        "crane",
    ]


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        (
            {"zh": "起重机", "decision": "perhaps"},
            "expected accept, reject or nothing",
        ),
        ({"zh": "飞机", "decision": "accept"}, "do not propose this term"),
    ],
)
def test_what_is_no_answer_is_refused(
    client: Any, fields: dict[str, str], why: str
) -> None:
    refused = client.post(
        "/candidates/answer", data=fields, headers={"x-part": "1"}
    )
    assert refused.status_code >= 400
    assert why in refused.text


def test_no_other_file_is_a_glossary(client: Any) -> None:
    assert (
        client.post(
            "/candidates/merge", data={"glossary": "../x.tsv"}
        ).status_code
        == 404
    )


def test_an_empty_folder_says_what_to_do(
    read_visit: Callable[..., Any], tmp_path: Path
) -> None:
    assert (
        "drop a text and its translation"
        in read_visit(tmp_path).get("/candidates").text
    )
