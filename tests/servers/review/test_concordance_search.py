"""The page Concordance: all places of a term, counted, sorted, one rendering at a time."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


def places(html: str) -> list[str]:
    """The places that a page lists, by their labels."""
    return re.findall(r'<p class="at"><bdi>(.*?)</bdi>', html)


def test_every_place_with_its_rendering_marked(
    read_visit: Callable[..., Any], harbour: Path
) -> None:
    html = read_visit(harbour).get("/concordance", params={"term": "渡轮"}).text
    assert "3 places in 2 texts" in html
    assert places(html) == [
        "1999.tsv:row 1",
        "1999.tsv:row 3",
        "2004.tsv:row 1",
    ]
    assert "<mark>渡轮</mark>很慢。" in html
    assert "The <mark>ferry boat</mark> is slow." in html


def test_a_term_that_no_glossary_has_is_told_by_words(
    read_visit: Callable[..., Any], harbour: Path
) -> None:
    html = (
        read_visit(harbour).get("/concordance", params={"term": "起重机"}).text
    )
    assert "<mark>cranes</mark>" in html
    assert "still to be found" not in html


def test_an_english_term(read_visit: Callable[..., Any], harbour: Path) -> None:
    html = (
        read_visit(harbour).get("/concordance", params={"term": "Quays"}).text
    )
    assert "2 places in 1 text" in html
    assert "<mark>码头</mark>" in html


def test_one_rendering_alone(
    read_visit: Callable[..., Any], harbour: Path
) -> None:
    query = {"term": "渡轮", "rendering": "ferry boat"}
    html = read_visit(harbour).get("/concordance", params=query).text
    assert places(html) == ["1999.tsv:row 3"]
    assert "3 places" in html


def test_by_rendering_the_commonest_stands_first(
    read_visit: Callable[..., Any], harbour: Path
) -> None:
    query = {"term": "渡轮", "sort": "rendering"}
    html = read_visit(harbour).get("/concordance", params=query).text
    assert places(html) == [
        "1999.tsv:row 1",
        "2004.tsv:row 1",
        "1999.tsv:row 3",
    ]


def test_strips_over_documents_and_years(
    read_visit: Callable[..., Any], harbour: Path
) -> None:
    html = read_visit(harbour).get("/concordance", params={"term": "渡轮"}).text
    assert 'aria-label="Renderings by document"' in html
    assert 'aria-label="Renderings by year"' in html


def test_a_term_that_stands_nowhere(
    read_visit: Callable[..., Any], harbour: Path
) -> None:
    html = read_visit(harbour).get("/concordance", params={"term": "飞机"}).text
    assert "stands nowhere in these texts" in html


def test_without_a_term_the_commonest_are_offered(
    read_visit: Callable[..., Any], harbour: Path
) -> None:
    html = read_visit(harbour).get("/concordance").text
    assert html.index("渡轮") < html.index("码头")


def test_an_empty_folder_says_what_to_do(
    read_visit: Callable[..., Any], tmp_path: Path
) -> None:
    html = (
        read_visit(tmp_path).get("/concordance", params={"term": "渡轮"}).text
    )
    assert "drop a text and its translation" in html


@pytest.mark.parametrize(
    "query",
    [
        {"sort": "x"},
        {"page": "-1"},
        {"page": "9" * 30},
        {"rendering": "none such"},
    ],
)
def test_what_makes_no_sense_breaks_nothing(
    read_visit: Callable[..., Any], harbour: Path, query: dict[str, str]
) -> None:
    answer = read_visit(harbour).get(
        "/concordance", params={"term": "渡轮", **query}
    )
    assert answer.status_code == 200


def test_what_stands_in_texts_and_questions_stays_text(
    read_visit: Callable[..., Any], harbour: Path
) -> None:
    (harbour / "bad.tsv").write_text(
        "zh\ten\n渡轮<script>x</script>\tferry <b>y\n", encoding="utf-8"
    )
    client = read_visit(harbour)
    html = client.get("/concordance", params={"term": "渡轮"}).text
    assert "<script>x" not in html
    assert "<b>y" not in html
    html = client.get(
        "/concordance", params={"term": '"><script>x</script>'}
    ).text
    assert "<script>x" not in html


def test_a_text_that_has_changed_is_read_again(
    read_visit: Callable[..., Any], harbour: Path
) -> None:
    client = read_visit(harbour)
    (harbour / "2005.tsv").write_text(
        "zh\ten\n渡轮旧了。\tThe ferry is old.\n", encoding="utf-8"
    )
    client.desk.shelf.whole()
    assert (
        "4 places in 3 texts"
        in client.get("/concordance", params={"term": "渡轮"}).text
    )


def test_a_text_that_cannot_be_read_is_named(
    read_visit: Callable[..., Any], harbour: Path
) -> None:
    (harbour / "note.md").write_text(
        "Only English stands here.\n", encoding="utf-8"
    )
    html = read_visit(harbour).get("/concordance", params={"term": "渡轮"}).text
    assert "1 of 3 texts left out" in html
    assert "note.md" in html


def test_many_places_are_told_in_two_steps(
    read_visit: Callable[..., Any], tmp_path: Path
) -> None:
    rows = "".join(f"起重机{n}号。\tCrane number {n}.\n" for n in range(60))
    (tmp_path / "many.tsv").write_text(f"zh\ten\n{rows}", encoding="utf-8")
    client = read_visit(tmp_path)
    first = client.get("/concordance", params={"term": "起重机"}).text
    assert "the renderings of 60 have still to be found" in first
    assert len(places(first)) == 50
    whole = client.get(
        "/concordance",
        params={"term": "起重机", "words": "1"},
        headers={"x-part": "1"},
    ).text
    assert "still to be found" not in whole
    assert "<html" not in whole
    assert "<mark>Crane</mark>" in whole
    assert (
        len(places(client.get("/concordance?term=起重机&page=2&words=1").text))
        == 10
    )
