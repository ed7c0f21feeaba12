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
    assert "new quality productive forces, and" in draft.read_text(
        encoding="utf-8"
    )
    assert (
        run("check", draft, "--diff").status,
        run("check", draft, "--diff").out,
    ) == (0, "")


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
    assert "1 decision" in ran.out


def test_codes_are_chosen(run, draft) -> None:
    assert "T204" not in run("check", draft, "--ignore", "T2").out
    assert (
        "T101"
        not in run(
            "check", draft, "--select", "T204,T1", "--ignore", "T101"
        ).out
    )
    ran = run("check", draft, "--select", "X9")
    assert ran.status == 2
    assert "no check is called" in ran.err


def test_settings_are_heeded(run, draft) -> None:
    text = '[severity]\nT = "info"\n[per-path]\n"*.md" = ["T204"]\n'
    draft.with_name("nqpterms.toml").write_text(text, encoding="utf-8")
    ran = run("check", draft)
    assert ran.status == 0
    assert "T101" not in ran.out
    assert "(--all)" in ran.out
    assert "T101 info" in run("check", draft, "--all").out
    assert "T204" not in ran.out


OWN = """concept\tlang\tterm\tstatus
nqpf\tzh\t新质生产力\tpreferred
nqpf\ten\tnew quality productive forces\tpreferred
nqpf\ten\tnew quality production forces\tdeprecated
"""
PAGE = """一、目标

发展新质生产力，这是现在最重要的工作。

I. Aims

We develop new quality production forces, which is the most important work now.
"""


@pytest.mark.parametrize("kind", ["page", "pair", "bitext", "html"])
def test_settings_and_baseline_hold_for_every_kind_of_input(
    run, draft, kind: str
) -> None:
    zh, en = PAGE.split("\nI. ")
    draft.with_name("own.tsv").write_text(OWN, encoding="utf-8")
    draft.with_name("zh.md").write_text(zh, encoding="utf-8")
    draft.with_name("en.md").write_text(f"I. {en}", encoding="utf-8")
    draft.with_name("page.txt").write_text(PAGE, encoding="utf-8")
    bitext = f"zh\ten\n{zh.split()[1]}\t{en.split(maxsplit=1)[1].strip()}\n"
    draft.with_name("pairs.tsv").write_text(bitext, encoding="utf-8")
    call = {
        "page": ("page.txt",),
        "pair": ("en.md", "--source", "zh.md"),
        "bitext": ("pairs.tsv",),
        "html": ("en.md", "--source", "zh.md", "--format", "html"),
    }[kind]
    own = ("-g", "own.tsv", "--fail-on", "info")
    assert run("check", *call, *own).status == 1
    settings = draft.with_name("nqpterms.toml")
    settings.write_text('[per-path]\n"*" = ["T"]\n', encoding="utf-8")
    assert run("check", *call, *own).status == 0
    settings.write_text(
        '[per-path."*"]\nseverity = {T = "info"}\n', encoding="utf-8"
    )
    assert run("check", *call, *own, "--fail-on", "warning").status == 0
    settings.write_text(
        '[per-path."[ep]*"]\nselect = ["G"]\n', encoding="utf-8"
    )
    assert run("check", *call, *own).status == 0
    settings.unlink()
    assert (
        run("check", *call[:3], *own, "--write-baseline", "known.jsonl").status
        == 0
    )
    assert run("check", *call, *own, "--baseline", "known.jsonl").status == 0


def test_a_path_may_have_a_glossary_of_its_own(run, draft) -> None:
    own = "concept\tlang\tterm\tstatus\nc1\ten\tthey say\tdeprecated\n"
    draft.with_name("own.tsv").write_text(own, encoding="utf-8")
    text = '[per-path."draft.*"]\nglossaries = ["own.tsv"]\n'
    draft.with_name("nqpterms.toml").write_text(text, encoding="utf-8")
    ran = run("check", draft, "--select", "T101")
    assert "“They say” is deprecated" in ran.out
    assert "“new quality" not in ran.out


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('ignore = ["T999"]', "no check is called 'T999'"),
        ('[severity]\nX = "info"', "no check is called 'X'"),
        (
            '[per-path."*"]\nselect = ["T011"]',
            "no check is called 'T011': did you mean",
        ),
    ],
)
def test_a_setting_that_names_no_check_is_told(
    run, draft, text: str, message: str
) -> None:
    draft.with_name("nqpterms.toml").write_text(text, encoding="utf-8")
    ran = run("check", draft)
    assert (ran.status, ran.err.count("\n")) == (2, 1)
    assert message in ran.err
