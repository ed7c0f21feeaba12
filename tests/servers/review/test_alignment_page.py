"""The page Alignment: a wrong bead put right, written at once, and saved in every format."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nqpterms.formats.bitext_formats import load_segments
from nqpterms.formats.results.corrections import load_known_beads
from nqpterms.model.alignment import KnownBead

ZH = "渡轮停在码头。\n\n工人修理起重机。\n\n码头很长。\n"
EN = "The ferry lies at the quay.\n\nWorkers repair the cranes.\n\nThe quay is long.\n"
PAIR = "/alignment/pair/port"


@pytest.fixture
def client(read_visit: Callable[..., Any], tmp_path: Path) -> Any:
    (tmp_path / "port.zh.txt").write_text(ZH, encoding="utf-8")
    (tmp_path / "port.en.txt").write_text(EN, encoding="utf-8")
    return read_visit(tmp_path)


def rows(client: Any) -> list[tuple[str, str]]:
    """The rows when the pair has been aligned, each by its lines."""
    html = client.get(PAIR, headers={"x-part": "1"}).text
    while "data-again" in html:
        html = client.get(PAIR, headers={"x-part": "1"}).text
    return lines_of(html)


def lines_of(html: str) -> list[tuple[str, str]]:
    return re.findall(r'data-zh="(.*?)" data-en="(.*?)"', html)


def step(client: Any, name: str, zh: str, en: str) -> Any:
    return client.post(
        PAIR, data={"step": name, "zh": zh, "en": en}, headers={"x-part": "1"}
    )


def test_a_pair_with_its_rows(client: Any) -> None:
    assert "port" in client.get("/alignment").text
    assert rows(client) == [("1", "1"), ("3", "3"), ("5", "5")]


def test_a_step_is_shown_and_written_at_once(
    client: Any, tmp_path: Path
) -> None:
    rows(client)
    html = step(client, "join", "1", "1").text
    assert lines_of(html) == [("1+3", "1+3"), ("5", "5")]
    assert load_known_beads(tmp_path / "port.anchors") == [
        KnownBead((1, 3), (1, 3))
    ]
    assert rows(client) == [("1+3", "1+3"), ("5", "5")]
    assert "1 put right" in client.get(PAIR).text


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("alone", [("1", "1"), ("3", ""), ("", "3"), ("5", "5")]),
        ("en-down", [("1", "1"), ("3", ""), ("5", "3+5")]),
        ("zh-up", [("1+3", "1"), ("", "3"), ("5", "5")]),
        ("right", [("1", "1"), ("3", "3"), ("5", "5")]),
    ],
)
def test_what_is_shown_at_once_is_what_comes_of_it(
    client: Any, name: str, expected: list[tuple[str, str]]
) -> None:
    rows(client)
    assert lines_of(step(client, name, "3", "3").text) == expected
    assert sorted(rows(client)) == sorted(expected)


def test_what_is_joined_is_split_again(client: Any) -> None:
    rows(client)
    step(client, "join", "1", "1")
    assert lines_of(step(client, "split", "1+3", "1+3").text)[:2] == [
        ("1", "1"),
        ("3", "3"),
    ]


def test_a_step_is_taken_back(client: Any, tmp_path: Path) -> None:
    before = rows(client)
    step(client, "join", "1", "1")
    step(client, "forget", "1+3", "1+3")
    assert load_known_beads(tmp_path / "port.anchors") == []
    assert rows(client) == before


@pytest.mark.parametrize(
    ("name", "zh", "en", "why"),
    [
        ("turn", "1", "1", "expected one of those"),
        ("join", "5", "5", "there is no paragraph there"),
        ("join", "7", "1", "stands elsewhere by now"),
        ("join", "one", "1", "expected numbers"),
    ],
)
def test_what_is_no_step_is_refused(
    client: Any, name: str, zh: str, en: str, why: str
) -> None:
    rows(client)
    refused = step(client, name, zh, en)
    assert refused.status_code in (404, 422)
    assert why in refused.text


@pytest.mark.parametrize("kind", ["tmx", "xlf", "tsv", "xlsx", "jsonl"])
def test_it_is_saved_as_it_is_known(
    client: Any, tmp_path: Path, kind: str
) -> None:
    rows(client)
    step(client, "alone", "3", "3")
    answer = client.get("/alignment/save/port", params={"as": kind})
    assert answer.status_code == 200
    (tmp_path / f"out.{kind}").write_bytes(answer.content)
    english = {
        segment.en for segment in load_segments(tmp_path / f"out.{kind}")
    }
    assert {"The ferry lies at the quay.", "The quay is long."} <= english
    assert "Workers repair the cranes." not in english


def test_the_anchors_alone(client: Any) -> None:
    rows(client)
    step(client, "join", "1", "1")
    assert (
        client.get("/alignment/save/port", params={"as": "anchors"}).text
        == "1+3 = 1+3\n"
    )


def test_no_other_format_and_no_other_text(client: Any, tmp_path: Path) -> None:
    (tmp_path / "memo.tsv").write_text("zh\ten\n茶\ttea\n", encoding="utf-8")
    assert (
        client.get("/alignment/save/port", params={"as": "exe"}).status_code
        == 422
    )
    assert client.get("/alignment/pair/memo.tsv").status_code == 404
    assert client.get("/alignment/pair/../port").status_code == 404


def test_what_stands_in_a_text_stays_text(
    read_visit: Callable[..., Any], tmp_path: Path
) -> None:
    (tmp_path / "port.zh.txt").write_text(
        "渡轮<script>x</script>来了。\n", encoding="utf-8"
    )
    (tmp_path / "port.en.txt").write_text(
        "The ferry <b>came</b>.\n", encoding="utf-8"
    )
    client = read_visit(tmp_path)
    rows(client)
    html = client.get(PAIR).text
    assert "<script>x" not in html
    assert "<b>came" not in html
