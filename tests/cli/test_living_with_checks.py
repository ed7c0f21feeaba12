"""The checks as a team lives with them: fixes, baselines, settings, chosen codes."""

from __future__ import annotations

import pytest

DRAFT = "They say new quality production forces，and NPQF too.\n"


@pytest.fixture
def draft(tmp_path, monkeypatch):
    """A draft with three slips, in the working folder."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "draft.md"
    path.write_text(DRAFT, encoding="utf-8")
    return path


def test_diff_shows_what_fix_does(run, draft) -> None:
    ran = run("check", draft, "--diff")
    assert ran.status == 1
    assert "+They say new quality productive forces, and" in ran.out
    assert draft.read_text(encoding="utf-8") == DRAFT
    run("check", draft, "--fix")
    assert "new quality productive forces, and" in draft.read_text(encoding="utf-8")
    assert (run("check", draft, "--diff").status, run("check", draft, "--diff").out) == (0, "")


def test_a_page_is_not_fixed(run, draft) -> None:
    page = draft.with_suffix(".html")
    page.write_text(f"<p>{DRAFT}</p>", encoding="utf-8")
    ran = run("check", page, "--fix")
    assert ran.status == 2
    assert "plain text and Markdown" in ran.err


def test_a_baseline_silences_what_is_known(run, draft) -> None:
    assert run("check", draft, "--write-baseline", "known.jsonl").status == 0
    assert run("check", draft, "--baseline", "known.jsonl").status == 0
    draft.write_text(f"\n\n{DRAFT}\nSocial productivity.\n", encoding="utf-8")
    ran = run("check", draft, "--baseline", "known.jsonl")
    assert ran.status == 1
    assert "1 finding" in ran.out


def test_codes_are_chosen(run, draft) -> None:
    assert "T204" not in run("check", draft, "--ignore", "T2").out
    assert "T101" not in run("check", draft, "--select", "T204,T1", "--ignore", "T101").out
    ran = run("check", draft, "--select", "X9")
    assert ran.status == 2
    assert "no check is called" in ran.err


def test_settings_are_heeded(run, draft) -> None:
    text = '[severity]\nT = "info"\n[per-path]\n"*.md" = ["T204"]\n'
    draft.with_name("nqpterms.toml").write_text(text, encoding="utf-8")
    ran = run("check", draft)
    assert ran.status == 0
    assert "T101 info" in ran.out
    assert "T204" not in ran.out
