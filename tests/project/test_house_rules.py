"""A team's own rules are checks like any other, and none of them can take for ever."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from nqpterms.errors import FormatError
from nqpterms.project.house_rules import HouseRule, house_rules
from nqpterms.run.many import check

RULES = r"""
glossaries = ["terms.tsv"]

[rules.R101]
en = '(?i)\bmu\b'
zh = '亩'
unless = 'hectare'
message = "give hectares beside mu"

[rules.R102]
en = '\b([0-9]+) (?:per cent|pct)\b'
message = "write percent"
severity = "error"
fix = '\1 percent'

[rules.R103]
zh = '以下简称'
message = "is the short form introduced?"
severity = "info"
"""
PAIRS = [
    {"zh": "共30亩。", "en": "In all 30 mu."},
    {"zh": "共30亩。", "en": "In all 30 mu (2 hectares)."},
    {"zh": "共很多。", "en": "In all 30 mu."},
    {"zh": "涨了5%。", "en": "It rose 5 per cent."},
    {"zh": "新方案（以下简称方案）", "en": "The new plan"},
]


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with rules, to work in."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "nqpterms.toml").write_text(RULES, encoding="utf-8")
    terms = "concept\tlang\tterm\nx\tzh\t龘龘龘\nx\ten\tzzzq\n"
    (tmp_path / "terms.tsv").write_text(terms, encoding="utf-8")
    lines = [json.dumps(pair, ensure_ascii=False) + "\n" for pair in PAIRS]
    (tmp_path / "pairs.jsonl").write_text("".join(lines), encoding="utf-8")
    return tmp_path


def test_rules_look_at_either_language_or_both(house: Path) -> None:
    findings = [
        one for one in check(house / "pairs.jsonl") if one.code.startswith("R")
    ]
    assert [
        (one.code, one.segment, one.matched, one.severity) for one in findings
    ] == [
        ("R101", 1, "mu", "warning"),
        ("R102", 4, "5 per cent", "error"),
        ("R103", 5, "", "info"),
    ]
    assert findings[0].source_span == (3, 4)
    assert findings[1].fix == "5 percent"
    assert findings[2].context == "新方案（以下简称方案）"


def test_a_text_alone_is_checked_and_fixed(run: Any, house: Path) -> None:
    draft = house / "draft.en.md"
    draft.write_text(
        "It rose 5 per cent.\n\nSee `5 pct` and 30 mu.\n\nNo more.\n", "utf-8"
    )
    findings = check(draft)
    assert [(one.code, one.place.line, one.matched) for one in findings] == [
        ("R102", 1, "5 per cent")
    ]
    run("check", draft, "--fix")
    assert draft.read_text(encoding="utf-8").startswith(
        "It rose 5 percent.\n\nSee `5 pct` and"
    )


def test_rules_are_chosen_like_other_codes(run: Any, house: Path) -> None:
    assert "R101" not in run("check", "pairs.jsonl", "--select", "R102").out
    assert "R102" not in run("check", "pairs.jsonl", "--ignore", "R102").out
    ran = run("check", "pairs.jsonl", "--select", "R2")
    assert (ran.status, "no check is called 'R2'" in ran.err) == (2, True)
    settings = (
        RULES + '[severity]\nR102 = "info"\n[per-path]\n"*.jsonl" = ["R101"]\n'
    )
    (house / "nqpterms.toml").write_text(settings, encoding="utf-8")
    ran = run("check", "pairs.jsonl", "--all")
    assert "R102 info: write percent" in ran.out
    assert "R101" not in ran.out
    sarif = json.loads(run("check", "pairs.jsonl", "--format", "sarif").out)
    rules = {
        one["id"]: one for one in sarif["runs"][0]["tool"]["driver"]["rules"]
    }
    assert rules["R102"]["shortDescription"]["text"] == "write percent"


def test_rules_hold_in_several_processes(run: Any, house: Path) -> None:
    (house / "more.jsonl").write_bytes((house / "pairs.jsonl").read_bytes())
    ran = run(
        "check", "pairs.jsonl", "more.jsonl", "--jobs", "2", "--format", "jsonl"
    )
    assert [json.loads(line)["code"] for line in ran.out.splitlines()].count(
        "R101"
    ) == 2


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (
            {"R1": {"en": "(?=a)b", "message": "m"}},
            "rules.R1: en: invalid perl operator",
        ),
        (
            {"R1": {"en": r"(a+)\1", "message": "m"}},
            "rules.R1: en: .*backreference",
        ),
        ({"R1": {"zh": "(", "message": "m"}}, "rules.R1: zh: missing"),
        ({"R1": {"en": "a*", "message": "m"}}, "where nothing stands"),
        ({"R1": {"en": "((a{99}){99}){99}", "message": "m"}}, "rules.R1: en"),
        (
            {"R1": {"en": "a", "message": "m", "fix": "aa"}},
            "fixing would never end",
        ),
        ({"R1": {"en": "a", "message": "m", "fix": r"\2"}}, "no such group"),
        ({"R1": {"en": "a"}}, "expected a message"),
        ({"R1": {"message": "m"}}, "a pattern zh or en or both"),
        (
            {"R1": {"en": "a", "message": "m", "fixx": "b"}},
            "did you mean 'fix'",
        ),
        ({"R1": {"en": 1, "message": "m"}}, "en: expected a string"),
        (
            {"R1": {"en": "a", "message": "m", "severity": "bad"}},
            "severity: expected one of",
        ),
        ({"T1": {"en": "a", "message": "m"}}, "expected a code of R"),
        ({"R1": []}, "expected a table"),
        ([], "rules: expected a table"),
    ],
)
def test_a_rule_that_does_not_work_is_refused(
    table: object, expected: str
) -> None:
    with pytest.raises(FormatError, match=expected):
        house_rules(table, Path("nqpterms.toml"))


def test_a_pattern_that_explodes_elsewhere_takes_no_time_here(
    house: Path,
) -> None:
    # For ever, where it is tried step by step.
    rule = HouseRule("R9", "m", en="(x+x+)+y")
    assert house_rules({"R9": {"en": rule.en, "message": "m"}}, house) == (
        rule,
    )
    settings = "[rules.R9]\nen = '(x+x+)+y'\nmessage = 'm'\n"
    (house / "nqpterms.toml").write_text(settings, encoding="utf-8")
    (house / "a.en.md").write_text(
        f"It is {'x' * 5000} all right.\n", encoding="utf-8"
    )
    assert check(house / "a.en.md") == []


def test_a_word_that_is_only_spoken_of_is_not_rewritten(house: Path) -> None:
    (house / "a.en.md").write_text(
        "Write 5 percent, not 5 pct.\n", encoding="utf-8"
    )
    (finding,) = check(house / "a.en.md")
    assert (finding.severity, finding.fix) == ("info", None)
