"""What an assistant may ask, without the protocol."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nqpterms.errors import NqptermsError
from nqpterms.formats.term_bases import load_terms
from nqpterms.project.decisions import DECISIONS_FILE, decide
from nqpterms.project.project import Project, find_project
from nqpterms.run.many import check
from nqpterms.servers import answers
from nqpterms.servers.answers import Desk, named_documents

BRIEF = Path(answers.__file__).parents[1] / "brief"
WAVERS = (
    "解放社会生产力\tunleash productive forces\n发展新质生产力\tdevelop NQPF\n"
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("named")
    (folder / "pairs.tsv").write_text(WAVERS, encoding="utf-8")
    (folder / "draft.md").write_text(
        "# Kilns\n\nNQPF grows.\n\nNew quality productive forces (NQPF) stay.\n",
        encoding="utf-8",
    )
    return Desk(Project(terms=load_terms("nqp")), named_documents([folder]))


def test_look_up_gives_the_best_first(desk: Desk) -> None:
    first = answers.look_up(desk, "新質生產力")["results"][0]
    assert (first["kind"], first["renderings"][0]["text"]) == (
        "exact",
        "new quality productive forces",
    )


def test_a_term_that_stands_twice_is_annotated_once(desk: Desk) -> None:
    answer = answers.annotate(
        desk, "因地制宜发展新质生产力,新质生产力要因地制宜。"
    )
    assert list(answer["terms"]) == ["因地制宜", "新质生产力"]
    assert [len(forms) for forms in answer["terms"].values()] == [2, 2]
    assert "new quality productivity" in answer["avoid"]["新质生产力"]
    assert "notes" not in answer


def test_an_answer_is_short() -> None:
    """Not more than three characters for each of the text that is asked about."""
    source = (BRIEF / "brief.zh.md").read_text(encoding="utf-8")
    answer = answers.annotate(Desk(Project(), {}), source)
    assert len(json.dumps(answer, ensure_ascii=False)) <= 3 * len(source)


def test_a_draft_is_checked_alone_and_beside_its_source(desk: Desk) -> None:
    draft = "The works develop new quality productivity."
    alone = answers.check_draft(desk, draft)
    assert [finding["code"] for finding in alone["findings"]] == ["T101"]
    beside = answers.check_draft(
        desk, "The works grow.", "工厂发展新质生产力。"
    )
    assert "T201" in [finding["code"] for finding in beside["findings"]]
    assert beside["more"] == 0


def test_what_wavers_in_a_named_document(desk: Desk) -> None:
    assert answers.list_documents(desk) == {
        "documents": ["draft.md", "pairs.tsv"]
    }
    found = answers.inconsistencies(desk, "draft.md")["findings"]
    assert {finding["code"] for finding in found} <= {
        "T104",
        "T105",
        "T106",
        "T301",
        "T302",
    }
    assert found


@pytest.mark.parametrize(
    "name",
    ["/etc/passwd", "../draft.md", "draft.md/../draft.md", "", "DRAFT.MD\0"],
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
    draft = "New quality productivity.\n\nNew quality productivity again."
    checked = answers.check_draft(desk, draft)
    assert (len(checked["findings"]), checked["more"]) == (1, 1)


def test_a_finding_says_what_is_there_and_nothing_else(desk: Desk) -> None:
    rows = [{"source": "Grow NQPF.", "target": "发展产业。"}]
    [finding] = answers.check_rows(desk, rows)["findings"]
    assert finding["code"] == "T201"
    assert finding["segment"] == 1
    assert all(finding.values())


def test_settings_and_decisions(tmp_path: Path) -> None:
    (tmp_path / "nqpterms.toml").write_text(
        'ignore = ["T105"]\n', encoding="utf-8"
    )
    (tmp_path / "a.md").write_text(
        "New quality productivity.\n", encoding="utf-8"
    )
    project = find_project(tmp_path)
    decide(
        check(tmp_path / "a.md", project=project),
        "ignore",
        tmp_path / DECISIONS_FILE,
        why="quoted",
    )
    said = answers.settings(Desk(find_project(tmp_path), {}))
    assert said["ignore"] == ["T105"]
    assert said["decisions"][0]["why"] == "quoted"
