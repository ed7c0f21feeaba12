"""Merging another glossary with its conflicts side by side, and export to every format."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nqpterms.formats.term_bases import load_terms
from nqpterms.formats.term_formats import TERM_BASES
from nqpterms.formats.terms.glossary_tsv import load
from nqpterms.model.termbase import TermBase

THEIRS = (
    "concept\tlang\tterm\tstatus\n"
    "ferry\tzh\t渡轮\tpreferred\n"
    "ferry\ten\tferry boat\tpreferred\n"
    "crane\tzh\t起重机\tpreferred\n"
    "crane\ten\tcrane\tpreferred\n"
)


@pytest.fixture
def client(read_visit: Callable[..., Any], harbour: Path) -> Any:
    return read_visit(harbour)


def send(
    client: Any, name: str = "theirs.tsv", data: str | bytes = THEIRS
) -> Any:
    files = {"file": (name, data)}
    return client.post(
        "/terms/merge", data={"glossary": "port.tsv"}, files=files
    )


def statuses(base: TermBase) -> dict[str, str]:
    return {term.text: term.status for _, term in base.terms()}


def radios(page: str) -> list[str]:
    names = re.findall(r'type="radio" name="(.*?)" value="theirs"', page)
    return [html.unescape(name) for name in names]


def test_nothing_is_written_before_it_has_been_seen(
    client: Any, harbour: Path
) -> None:
    before = (harbour / "port.tsv").read_bytes()
    page = send(client).text
    assert "1 new concept, 0 that get something, 1 conflict" in " ".join(
        page.split()
    )
    assert (harbour / "port.tsv").read_bytes() == before
    assert not (harbour / "theirs.tsv").exists()


def test_where_nothing_is_chosen_ours_stands(
    client: Any, harbour: Path
) -> None:
    compared = send(client)
    client.post(compared.url.path)
    base = load(harbour / "port.tsv")
    assert statuses(base)["ferry"] == "preferred"
    assert statuses(base)["ferry boat"] == "deprecated"
    assert statuses(base)["crane"] == "preferred"


def test_their_side_is_taken_where_it_is_chosen(
    client: Any, harbour: Path
) -> None:
    compared = send(client)
    [conflict] = radios(compared.text)
    client.post(compared.url.path, data={conflict: "theirs"})
    assert statuses(load(harbour / "port.tsv"))["ferry boat"] == "preferred"


def test_a_merge_is_taken_back_whole(client: Any, harbour: Path) -> None:
    before = (harbour / "port.tsv").read_bytes()
    merged = client.post(send(client).url.path).text
    assert (harbour / "port.tsv").read_bytes() != before
    assert "the merge of " in merged
    client.post("/terms/undo")
    assert (harbour / "port.tsv").read_bytes() == before


def test_lines_without_a_change_stay(client: Any, harbour: Path) -> None:
    before = (harbour / "port.tsv").read_text("utf-8")
    client.post(send(client).url.path)
    assert (harbour / "port.tsv").read_text("utf-8").startswith(before)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.tbx", b"<!DOCTYPE x [<!ENTITY a 'b'>]><tbx/>"),
        ("a.xlsx", b"PK no"),
        ("a.tsv", b"\xff"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_line(
    client: Any, name: str, data: bytes
) -> None:
    refused = send(client, name, data)
    assert refused.status_code == 422
    assert (
        "nqpterms-" not in refused.text
    )  # where it lay meanwhile is nobody's business


def test_one_that_is_not_held_any_more(client: Any) -> None:
    assert client.get("/terms/merge/none-such").status_code == 404
    assert client.post("/terms/merge/none-such").status_code == 404


@pytest.mark.parametrize(
    "kind",
    [
        row.name
        for row in TERM_BASES
        if row.dump_options is not None and row.name != "ttl"
    ],
)
def test_every_format_can_be_had(client: Any, kind: str) -> None:
    answer = client.post(
        "/terms/export", data={"glossary": "port.tsv", "format": kind}
    )
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.content


def test_what_is_exported_is_read_again(
    client: Any, harbour: Path, tmp_path: Path
) -> None:
    answer = client.post(
        "/terms/export", data={"glossary": "port.tsv", "format": "tbx"}
    )
    (tmp_path / "out.tbx").write_bytes(answer.content)
    assert statuses(load_terms(tmp_path / "out.tbx")) == statuses(
        load(harbour / "port.tsv")
    )


def test_no_other_format_and_no_other_file(client: Any) -> None:
    wrong = client.post(
        "/terms/export", data={"glossary": "port.tsv", "format": "exe"}
    )
    assert wrong.status_code == 422
    away = client.post(
        "/terms/export", data={"glossary": "../a.tsv", "format": "tsv"}
    )
    assert away.status_code == 404
