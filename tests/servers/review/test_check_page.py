"""Decisions by page: each is written at once, by the rules of `decide`, and can be taken back."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from notes.word_packages import W, commented_words, package, part_of
from servers.review.conftest import DRAFT, GLOSSARY, wait_for_check

from nqpterms.model.findings import Finding
from nqpterms.project.decisions import Decision, decide, load_decisions
from nqpterms.servers.review.causes import (
    causes_of,
    counts,
    neighbour,
    next_number,
)
from nqpterms.servers.review.changed_words import changed_lines

Client = Callable[..., Any]
NAME = "draft.en.md"
WRITE = "write the words that are to stand there"


def decisions(house: Path) -> list[tuple[str, str]]:
    path = house / "nqpterms-decisions.jsonl"
    if not path.is_file():
        return []
    return [(one.decision, one.fix) for one in load_decisions(path).values()]


def answer(client: Any, word: str, at: int = 0, **fields: str) -> Any:
    """What the page's script gets for an answer."""
    sent = {"at": str(at), "answer": word, **fields}
    given = client.post(f"/answer/{NAME}", data=sent, headers={"x-part": "1"})
    return (
        given.json()
        if given.status_code == 200
        else (given.status_code, given.text.strip())
    )


def test_a_text_is_checked_and_its_first_decision_shown(checked: Any) -> None:
    page = checked.get(f"/check/{NAME}").text
    assert "0 of 2 decided" in page
    assert "A <mark>tea yard</mark> is in the village." in page
    assert 'value="fix"' in page and "tea garden" in page
    assert "place 1 of 2" in page


@pytest.mark.parametrize(
    ("word", "fields", "written"),
    [
        ("fix", {}, [("fixed", "")]),
        ("ignore", {}, [("ignore", "")]),
        ("fix own", {"own": "  tea \n hill "}, [("fixed", "tea hill")]),
        ("ignore", {"scope": "cause"}, [("ignore", ""), ("ignore", "")]),
        ("later", {}, []),
        ("later", {"scope": "cause"}, []),
    ],
)
def test_an_answer_is_written_at_once(
    checked: Any,
    house: Path,
    word: str,
    fields: dict[str, str],
    written: list[tuple[str, str]],
) -> None:
    state = answer(checked, word, **fields)
    assert decisions(house) == written
    assert state["count"] == f"{len(written)} of 2 decided"


def test_the_next_decision_comes_by_itself(checked: Any) -> None:
    state = answer(checked, "ignore")
    assert 'data-at="1"' in state["decision"] and state["said"] == "ignored"
    state = answer(checked, "ignore", at=1)
    assert "Nothing is left to decide" in state["decision"]
    assert state["lines"] == {"1": ["ignored", 0, 0]}


def test_what_is_put_off_comes_last(checked: Any) -> None:
    assert 'data-at="1"' in answer(checked, "later")["decision"]
    assert 'data-at="0"' in answer(checked, "ignore", at=1)["decision"]


def test_without_a_script_the_way_goes_on_too(
    checked: Any, house: Path
) -> None:
    sent = checked.post(
        f"/answer/{NAME}",
        data={"at": "0", "answer": "ignore"},
        follow_redirects=False,
    )
    assert sent.headers["location"] == f"/check/{NAME}?at=1"
    assert decisions(house) == [("ignore", "")]


@pytest.mark.parametrize("word", ["fix", "ignore", "admit", "later"])
def test_an_answer_can_be_taken_back(
    checked: Any, house: Path, word: str
) -> None:
    answer(checked, word, scope="cause")
    state = answer(checked, "undo", at=1)
    assert decisions(house) == []
    assert (
        state["count"] == "0 of 2 decided"
        and 'data-at="0"' in state["decision"]
    )
    assert (house / "terms.tsv").read_text(encoding="utf-8") == GLOSSARY
    assert answer(checked, "undo") == (422, "nothing is there to be taken back")


def test_a_changed_mind_goes_back_to_the_answer_before(
    checked: Any, house: Path
) -> None:
    answer(checked, "ignore")
    answer(checked, "fix")
    answer(checked, "undo")
    assert decisions(house) == [("ignore", "")]


def test_what_others_decided_since_is_not_taken_back(
    checked: Any, house: Path
) -> None:
    answer(checked, "ignore")
    finding = checked.desk.checks.of(NAME).checked.findings[0]
    decide([finding], "fixed", house / "nqpterms-decisions.jsonl", by="Bob")
    assert (
        answer(checked, "undo")["said"]
        == "decided anew elsewhere: left as it is"
    )
    assert decisions(house) == [("fixed", "")]


def test_an_admitted_rendering_stands_in_the_glossary_and_settles_its_other_places(
    checked: Any, house: Path
) -> None:
    state = answer(checked, "admit")
    assert "tea\ten\ttea yard\tadmitted\n" in (house / "terms.tsv").read_text(
        encoding="utf-8"
    )
    assert state["count"] == "2 of 2 decided"
    assert decisions(house) == [("admit", "")]


def test_a_glossary_that_was_changed_since_is_not_put_back(
    checked: Any, house: Path
) -> None:
    answer(checked, "admit")
    terms = house / "terms.tsv"
    terms.write_text(
        terms.read_text(encoding="utf-8") + "hall\tzh\t厅\t\n", encoding="utf-8"
    )
    said = answer(checked, "undo")["said"]
    assert said == "taken back; the line stays in terms.tsv, which was changed"
    assert "厅" in terms.read_text(encoding="utf-8")
    assert decisions(house) == []


def test_a_decision_of_another_window_or_command_is_seen(
    checked: Any, house: Path
) -> None:
    finding = checked.desk.checks.of(NAME).checked.findings[1]
    decide([finding], "ignore", house / "nqpterms-decisions.jsonl", by="Bob")
    assert "1 of 2 decided" in checked.get(f"/check/{NAME}").text
    state = answer(checked, "ignore")
    assert (
        decisions(house) == [("ignore", "")] * 2
        and state["count"] == "2 of 2 decided"
    )


def test_a_server_that_was_started_again_knows_what_was_decided(
    checked: Any, visit: Client, house: Path
) -> None:
    answer(checked, "ignore")
    again = visit(house)
    page = wait_for_check(again, NAME)
    assert "1 of 2 decided" in page
    assert answer(again, "undo", at=0)["count"] == "0 of 2 decided"
    assert decisions(house) == []


@pytest.mark.parametrize(
    ("at", "word", "fields", "said"),
    [
        ("7", "ignore", {}, (404, "no such decision in this text")),
        ("-1", "ignore", {}, (404, "no such decision in this text")),
        ("١", "ignore", {}, (404, "no such decision in this text")),
        (
            "0",
            "drop",
            {},
            (422, "'drop': expected fix, ignore, admit, later or undo"),
        ),
        ("0", "fix 7", {}, (422, f"no such form is expected: {WRITE}")),
        ("0", "fix own", {"own": " "}, (422, f"{WRITE}, on one line")),
        ("0", "fix own", {"own": "x" * 501}, (422, f"{WRITE}, on one line")),
    ],
)
def test_what_no_page_sends_is_refused(
    checked: Any,
    house: Path,
    at: str,
    word: str,
    fields: dict[str, str],
    said: tuple[int, str],
) -> None:
    assert answer(checked, word, at, **fields) == said  # type: ignore[arg-type]
    assert decisions(house) == []


def test_an_answer_to_a_server_that_was_started_again_says_so(
    visit: Client, house: Path
) -> None:
    status, said = answer(visit(house), "ignore")
    assert (status, said) == (
        422,
        "the server was started again: open the text once more",
    )


def test_every_place_of_the_term_is_listed(checked: Any) -> None:
    part = checked.get(f"/places/{NAME}?at=0").text
    assert part.count("<mark>tea yard</mark>") == 2


def test_the_decided_words_come_into_the_file_and_nothing_else_changes(
    checked: Any, house: Path
) -> None:
    answer(checked, "fix own", own="tea hill")
    page = checked.get(f"/finish/{NAME}").text
    assert "A tea <del>yard</del><ins>hill</ins> is in the village." in page
    checked.post(f"/finish/{NAME}")
    text = (house / NAME).read_text(encoding="utf-8")
    assert text == DRAFT.replace("A tea yard", "A tea hill")
    page = wait_for_check(checked, NAME)
    assert "0 of 1 decided" in page


def test_what_is_shown_is_what_is_written(checked: Any, house: Path) -> None:
    answer(checked, "fix 2", at=1)
    page = checked.get(f"/finish/{NAME}").text
    assert page.count("<ins>") == 1 and "<ins>plantation</ins>" in page
    checked.post(f"/finish/{NAME}")
    text = (house / NAME).read_text(encoding="utf-8")
    assert text == DRAFT.replace("That tea yard", "That tea plantation")


def test_a_file_that_has_changed_meanwhile_is_left_alone(
    checked: Any, house: Path
) -> None:
    answer(checked, "fix")
    (house / NAME).write_text(DRAFT + "\nMore.\n", encoding="utf-8")
    assert (
        "The file has changed since it was checked"
        in checked.get(f"/check/{NAME}").text
    )
    refused = checked.post(f"/finish/{NAME}")
    assert refused.status_code == 422 and "check it again first" in refused.text
    assert (house / NAME).read_text(encoding="utf-8") == DRAFT + "\nMore.\n"


@pytest.mark.parametrize(
    ("kind", "beginning"),
    [("html", b"<!doctype html>"), ("xlsx", b"PK"), ("jsonl", b'{"code"')],
)
def test_the_files_that_findings_become(
    checked: Any, kind: str, beginning: bytes
) -> None:
    answer(checked, "ignore")
    saved = checked.get(f"/result/{kind}/{NAME}?save=1")
    assert saved.content.startswith(beginning)
    assert "attachment" in saved.headers["content-disposition"]
    if kind == "jsonl":
        assert (
            len(saved.text.splitlines()) == 1
        )  # what is ignored is not said again


PARAGRAPH = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
JOB = (
    '<?xml version="1.0"?>\n<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">'
    '<file original="a" source-language="zh" target-language="en" datatype="plaintext"><body>\n'
    '<trans-unit id="u1"><source>村里有茶园。</source><target>A tea yard is in the village.'
    "</target></trans-unit>\n"
    '<trans-unit id="u2"><source>茶园很老。</source><target>The tea yard is old.</target>'
    "</trans-unit>\n</body></file></xliff>\n"
)


def test_a_word_file_comes_back_with_tracked_changes(
    visit: Client, house: Path
) -> None:
    sentences = ("A tea yard is here.", "That tea yard is old.")
    body = "".join(PARAGRAPH.format(sentence) for sentence in sentences)
    (house / "b.docx").write_bytes(package(body))
    client = visit(house)
    wait_for_check(client, "b.docx")
    sent = {"at": "0", "answer": "fix 2"}
    client.post("/answer/b.docx", data=sent)
    assert "Put them into the file" not in client.get("/finish/b.docx").text
    data = client.get("/result/docx/b.docx?save=1").content
    document = part_of(data, "word/document.xml")
    words = ["".join(ins.itertext()) for ins in document.iter(f"{{{W}}}ins")]
    assert words == ["tea plantation"]
    assert [about for about, _ in commented_words(data)] == ["tea yard"]


def test_a_file_of_a_tool_is_put_right_in_place(
    visit: Client, house: Path
) -> None:
    (house / "job.xlf").write_text(JOB, encoding="utf-8")
    client = visit(house)
    wait_for_check(client, "job.xlf")
    client.post("/answer/job.xlf", data={"at": "0", "answer": "fix"})
    noted = client.get("/result/notes/job.xlf?save=1")
    assert "job-noted.xlf" in noted.headers["content-disposition"]
    assert "nqpterms" in noted.text
    client.post("/finish/job.xlf")
    text = (house / "job.xlf").read_text(encoding="utf-8")
    assert text == JOB.replace("A tea yard", "A tea garden")


def test_a_report_that_is_shown_has_no_part_in_the_server(checked: Any) -> None:
    policy = checked.get(f"/result/html/{NAME}").headers[
        "content-security-policy"
    ]
    assert policy.startswith("sandbox ") and "allow-same-origin" not in policy


@pytest.mark.parametrize("kind", ["docx", "notes", "exe", ".."])
def test_a_file_that_a_text_cannot_become_is_not_there(
    checked: Any, kind: str
) -> None:
    assert checked.get(f"/result/{kind}/{NAME}").status_code == 404


@pytest.mark.parametrize(
    "name", ["no.en.md", "../draft.en.md", "%2e%2e/x", "nqpterms.toml"]
)
def test_a_text_that_is_not_there(
    visit: Client, house: Path, name: str
) -> None:
    assert visit(house).get(f"/check/{name}").status_code == 404


def test_what_a_text_holds_does_nothing_on_the_page(
    visit: Client, house: Path
) -> None:
    harm = "<img src=x onerror=alert(1)> </script><script>alert(2)</script> {{ 7*7 }} \"' tea yard"
    (house / "<svg onload=alert(3)>.en.md").write_text(
        f"A {harm} is here.\n", encoding="utf-8"
    )
    client = visit(house)
    assert "<svg" not in client.get("/").text
    name = "<svg onload=alert(3)>.en.md"
    page = wait_for_check(client, name)
    state = answer_for(client, name)
    for text in (page, state["decision"]):
        assert (
            "<img" not in text
            and "<svg onload" not in text
            and "49" not in text
        )
        assert "tea yard" in text
    scripts = re.findall(r"<script[^>]*>", page)
    assert all('src="/static/' in one for one in scripts)


def answer_for(client: Any, name: str) -> Any:
    return json.loads(client.get(f"/decision/{name}?at=0").text)


def test_causes_count_and_lead_on() -> None:
    findings = [
        Finding("T101", "warning", "m", matched="a", group="g"),
        Finding("T105", "info", "m", matched="b"),
        Finding("T101", "warning", "m", matched="c", group="g"),
        Finding("N401", "error", "m", matched="d"),
    ]
    done = findings[3].fingerprint
    causes = causes_of(findings, {done: Decision(done, "fixed")}, later={0})
    assert [[place.number for place in cause.places] for cause in causes] == [
        [3],
        [0, 2],
        [1],
    ]
    assert counts(causes) == (1, 3)
    assert [next_number(causes, number) for number in (-1, 3, 0, 2)] == [
        2,
        2,
        2,
        2,
    ]
    assert (
        next_number(
            causes_of(findings, {done: Decision(done)}, later={0, 2}), 3
        )
        == 0
    )
    assert [neighbour(causes, 3, step) for step in (-1, 1)] == [3, 0]
    assert neighbour(causes, 1, 1) == 1


def test_a_remark_leads_to_the_next_remark() -> None:
    findings = [Finding("T105", "info", "m", matched=word) for word in "ab"]
    findings.append(Finding("T101", "warning", "m", matched="c"))
    assert next_number(causes_of(findings, {}), 0) == 1
    decided = {findings[1].fingerprint: Decision(findings[1].fingerprint)}
    assert next_number(causes_of(findings, decided), 0) == 0
    decided[findings[0].fingerprint] = Decision(findings[0].fingerprint)
    assert next_number(causes_of(findings, decided), 0) == 2


def test_a_long_line_is_shown_where_it_changes() -> None:
    line = "word " * 60
    difference = (
        f"--- a\n+++ b\n@@ -7 +7 @@\n-{line}old {line}\n+{line}new {line}\n"
    )
    [changed] = changed_lines(difference)
    assert [piece.kind for piece in changed.pieces] == [
        "same",
        "old",
        "new",
        "same",
    ]
    assert sum(len(piece.text) for piece in changed.pieces) < 160
