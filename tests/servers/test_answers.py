"""What an assistant may ask, without the protocol."""

from __future__ import annotations

from pathlib import Path

import pytest

from nqpterms.errors import NqptermsError
from nqpterms.formats.registry import load_terms
from nqpterms.project.project import Project
from nqpterms.servers import answers
from nqpterms.servers.answers import Desk, named_documents

WAVERS = "解放社会生产力\tunleash productive forces\n发展新质生产力\tdevelop NQPF\n"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("named")
    (folder / "pairs.tsv").write_text(WAVERS, encoding="utf-8")
    (folder / "draft.md").write_text(
        "# Kilns\n\nNQPF grows.\n\nNew quality productive forces (NQPF) stay.\n", encoding="utf-8"
    )
    return Desk(Project(terms=load_terms("nqp")), named_documents([folder]))


def test_look_up_gives_the_best_first(desk: Desk) -> None:
    first = answers.look_up(desk, "新質生產力")["results"][0]
    assert (first["kind"], first["renderings"][0]["text"]) == (
        "exact",
        "new quality productive forces",
    )


def test_a_term_that_stands_twice_is_annotated_once(desk: Desk) -> None:
    found = answers.annotate(desk, "因地制宜发展新质生产力,新质生产力要因地制宜。")["terms"]
    assert [(term["text"], term["spans"]) for term in found] == [
        ("因地制宜", [[0, 4], [18, 22]]),
        ("新质生产力", [[6, 11], [12, 17]]),
    ]


def test_a_draft_is_checked_alone_and_beside_its_source(desk: Desk) -> None:
    draft = "The works develop new quality productivity."
    alone = answers.check_draft(desk, draft)
    assert [finding["code"] for finding in alone["findings"]] == ["T101"]
    beside = answers.check_draft(desk, "The works grow.", "工厂发展新质生产力。")
    assert "T201" in [finding["code"] for finding in beside["findings"]]
    assert beside["more"] == 0


def test_what_wavers_in_a_named_document(desk: Desk) -> None:
    assert answers.list_documents(desk) == {"documents": ["draft.md", "pairs.tsv"]}
    found = answers.inconsistencies(desk, "draft.md")["findings"]
    assert {finding["code"] for finding in found} <= {"T104", "T105", "T106", "T301", "T302"}
    assert found


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "../draft.md", "draft.md/../draft.md", "", "DRAFT.MD\0"]
)
def test_no_name_leads_out_of_what_was_named(desk: Desk, name: str) -> None:
    with pytest.raises(NqptermsError, match="no document"):
        answers.inconsistencies(desk, name)


def test_a_link_out_of_a_folder_is_left_out(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("x", encoding="utf-8")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "link.txt").symlink_to(secret)
    (folder / "own.txt").write_text("x", encoding="utf-8")
    assert list(named_documents([folder])) == ["own.txt"]


def test_two_documents_of_one_name_are_refused(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.txt").write_text(name, encoding="utf-8")
    with pytest.raises(NqptermsError, match=r"two documents are called x\.txt"):
        named_documents([tmp_path / "a", tmp_path / "b"])


def test_a_long_text_is_refused_and_a_long_answer_cut(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NqptermsError, match="send it in parts"):
        answers.annotate(desk, "力" * (answers.MOST_CHARACTERS + 1))
    monkeypatch.setattr(answers, "MOST_ROWS", 1)
    found = answers.annotate(desk, "因地制宜发展新质生产力")
    assert (len(found["terms"]), found["more"]) == (1, 1)
