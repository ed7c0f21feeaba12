"""The page Terms: search, and a concept changed under its rules."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nqpterms.formats.terms.glossary_tsv import load
from nqpterms.model.termbase import Concept


def fields_of(html: str) -> dict[str, list[str]]:
    """The fields of the form of a concept, as a browser would send them."""
    begin = html.index('id="concept"')
    form = html[begin : html.index("</form>", begin)]
    fields: dict[str, list[str]] = {}
    for name, value in re.findall(
        r'<input[^>]*name="(\w+)"[^>]*?value="([^"]*)"', form
    ):
        fields.setdefault(name, []).append(value)
    for name, body in re.findall(
        r'<select name="(\w+)".*?>(.*?)</select>', form
    ):
        chosen = re.search(r"<option selected>(\w+)", body)
        fields.setdefault(name, []).append(chosen[1] if chosen else "")
    fields["definition"] = re.findall(r"<textarea.*?>(.*?)</textarea>", form)
    return fields


@pytest.fixture
def client(read_visit: Callable[..., Any], harbour: Path) -> Any:
    return read_visit(harbour)


def concept_of(folder: Path, name: str) -> Concept:
    return next(
        one for one in load(folder / "port.tsv").concepts if one.id == name
    )


@pytest.mark.parametrize(
    ("query", "term"),
    [
        ("渡轮", "渡轮"),
        ("Ferries", "ferry"),
        ("dulun", "渡轮"),
        ("dl", "渡轮"),
        ("渡輪", "渡轮"),
        ("quey", "quay"),
    ],
)
def test_search(client: Any, query: str, term: str) -> None:
    html = client.get(
        "/terms", params={"q": query}, headers={"x-part": "1"}
    ).text
    first = html.split("<li>")[1]
    assert f">{term}</bdi>" in first
    assert "<html" not in html


def test_nothing_found_is_said(client: Any) -> None:
    assert (
        "Nothing is known of"
        in client.get("/terms", params={"q": "zzzzzz"}).text
    )


def test_a_form_that_is_sent_as_it_came_changes_nothing(
    client: Any, harbour: Path
) -> None:
    before = (harbour / "port.tsv").read_bytes()
    fields = fields_of(client.get("/terms/concept/ferry").text)
    assert fields["term"] == ["渡轮", "ferry", "ferry boat", "", ""]
    assert (
        client.post("/terms/concept", data={**fields, "do": "save"}).status_code
        == 200
    )
    assert (harbour / "port.tsv").read_bytes() == before


def test_a_term_more_is_a_line_more(client: Any, harbour: Path) -> None:
    before = (harbour / "port.tsv").read_text("utf-8").splitlines()
    fields = fields_of(client.get("/terms/concept/quay").text)
    fields["term"][3], fields["status"][3] = "wharf", "admitted"
    client.post("/terms/concept", data={**fields, "do": "save"})
    after = (harbour / "port.tsv").read_text("utf-8").splitlines()
    assert after == [*before, "quay\ten\twharf\tadmitted\t\t\t"]


def test_rules_are_told_while_one_types(client: Any) -> None:
    fields = fields_of(client.get("/terms/concept/quay").text)
    fine = client.post(
        "/terms/check", data=fields, headers={"x-part": "1"}
    ).text
    assert "G501" not in fine
    fields["term"][3], fields["status"][3] = "wharf", "preferred"
    wrong = client.post(
        "/terms/check", data=fields, headers={"x-part": "1"}
    ).text
    assert "G501" in wrong
    fields["term"][3], fields["status"][3] = "ferry", "deprecated"
    doubtful = client.post(
        "/terms/check", data=fields, headers={"x-part": "1"}
    ).text
    assert "G502" in doubtful
    assert "G501" not in doubtful


def test_what_a_rule_forbids_stays_in_the_form(
    client: Any, harbour: Path
) -> None:
    before = (harbour / "port.tsv").read_bytes()
    fields = fields_of(client.get("/terms/concept/quay").text)
    fields["term"][3], fields["status"][3] = "wharf", "preferred"
    refused = client.post("/terms/concept", data={**fields, "do": "save"})
    assert refused.status_code == 409
    assert "is preferred beside" in refused.text
    assert fields_of(refused.text)["term"][3] == "wharf"
    assert (harbour / "port.tsv").read_bytes() == before


def test_who_comes_second_is_told(client: Any, harbour: Path) -> None:
    fields = fields_of(client.get("/terms/concept/quay").text)
    text = (harbour / "port.tsv").read_text("utf-8")
    (harbour / "port.tsv").write_text(
        text.replace("\tquay\tp", "\tpier\tp"), encoding="utf-8"
    )
    fields["term"][3] = "wharf"
    refused = client.post("/terms/concept", data={**fields, "do": "save"})
    assert refused.status_code == 409
    assert "meanwhile" in refused.text
    assert [term.text for term in concept_of(harbour, "quay").terms] == [
        "码头",
        "pier",
    ]


def test_a_new_concept(client: Any, harbour: Path) -> None:
    fields = fields_of(
        client.get("/terms/new", params={"zh": "起重机", "en": "crane"}).text
    )
    client.post("/terms/concept", data={**fields, "do": "save"})
    assert [term.text for term in concept_of(harbour, "crane").terms] == [
        "起重机",
        "crane",
    ]


def test_a_concept_is_removed(client: Any, harbour: Path) -> None:
    fields = fields_of(client.get("/terms/concept/quay").text)
    client.post("/terms/concept", data={**fields, "do": "remove"})
    assert [one.id for one in load(harbour / "port.tsv").concepts] == ["ferry"]


def test_where_it_stands(client: Any) -> None:
    html = client.get("/terms/concept/ferry").text
    assert "3 places" in html
    assert "ferry boat" in html[html.index("In the texts") :]


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("lang", "no tag", "expected a tag"),
        ("status", "best", "expected one of preferred"),
    ],
)
def test_what_no_form_sends_is_refused(
    client: Any, name: str, value: str, why: str
) -> None:
    fields = fields_of(client.get("/terms/concept/quay").text)
    fields[name][0] = value
    assert (
        why
        in client.post(
            "/terms/check", data=fields, headers={"x-part": "1"}
        ).text
    )
    assert (
        client.post("/terms/concept", data={**fields, "do": "save"}).status_code
        >= 400
    )


def test_a_bundled_concept_has_no_form(
    read_visit: Callable[..., Any], tmp_path: Path
) -> None:
    client = read_visit(tmp_path)
    html = client.get("/terms/concept/rural-revitalization").text
    assert "<form" not in html
    assert "not this folder" in html


def test_a_first_glossary_begins(
    read_visit: Callable[..., Any], tmp_path: Path
) -> None:
    client = read_visit(tmp_path)
    assert "Begin a glossary" in client.get("/terms").text
    client.post("/terms/glossary")
    fields = fields_of(
        client.get("/terms/new", params={"zh": "渡轮", "en": "ferry"}).text
    )
    client.post("/terms/concept", data={**fields, "do": "save"})
    assert [one.id for one in load(tmp_path / "terms.tsv").concepts] == [
        "ferry"
    ]
    settings = (tmp_path / "nqpterms.toml").read_text("utf-8")
    assert settings.startswith('glossaries = ["terms.tsv", ')
    assert (
        client.get("/terms", params={"q": "新质生产力"}).text.count("<li>") > 1
    )


def test_names_that_are_none(client: Any) -> None:
    assert client.get("/terms/concept/none-such").status_code == 404
    fields = {
        "glossary": "../../etc/passwd",
        "concept": "quay",
        "term": "x",
        "lang": "en",
    }
    assert client.post("/terms/concept", data=fields).status_code == 404


def test_changes_are_taken_back_one_after_another(
    client: Any, harbour: Path
) -> None:
    before = (harbour / "port.tsv").read_bytes()
    assert "Take back" not in client.get("/terms").text
    fields = fields_of(client.get("/terms/concept/quay").text)
    fields["term"][3], fields["status"][3] = "wharf", "admitted"
    client.post("/terms/concept", data={**fields, "do": "save"})
    between = (harbour / "port.tsv").read_bytes()
    ferry = fields_of(client.get("/terms/concept/ferry").text)
    client.post("/terms/concept", data={**ferry, "do": "remove"})
    assert "the removal of 渡轮 in port.tsv" in client.get("/terms").text
    taken = client.post("/terms/undo").text
    assert "Taken back: <bdi>the removal of 渡轮 in port.tsv</bdi>" in taken
    assert (harbour / "port.tsv").read_bytes() == between
    client.post("/terms/undo")
    assert (harbour / "port.tsv").read_bytes() == before
    refused = client.post("/terms/undo")
    assert refused.status_code >= 400
    assert "nothing is left to take back" in refused.text


def test_what_an_editor_wrote_since_is_not_taken_back(
    client: Any, harbour: Path
) -> None:
    fields = fields_of(client.get("/terms/concept/quay").text)
    fields["term"][3], fields["status"][3] = "wharf", "admitted"
    client.post("/terms/concept", data={**fields, "do": "save"})
    by_hand = (
        (harbour / "port.tsv")
        .read_text("utf-8")
        .replace("ferry boat", "ferryboat")
    )
    (harbour / "port.tsv").write_text(by_hand, encoding="utf-8")
    refused = client.post("/terms/undo")
    assert refused.status_code >= 400
    assert "somebody has changed it since" in refused.text
    assert (harbour / "port.tsv").read_text("utf-8") == by_hand


def test_what_changes_nothing_is_nothing_to_take_back(client: Any) -> None:
    fields = fields_of(client.get("/terms/concept/quay").text)
    client.post("/terms/concept", data={**fields, "do": "save"})
    assert "Take back" not in client.get("/terms").text
