"""Settings are found upwards, read strictly, and heeded by the command."""

from __future__ import annotations

import pytest

from nqpterms.errors import FormatError
from nqpterms.project.settings import (
    PathSettings,
    Settings,
    find_settings,
    settings_for,
)

OWN = """
glossaries = ["nqp"]
select = ["T1"]
fail-on = "error"
[severity]
T101 = "error"
[per-path]
"old/*" = ["T"]
"""


PATHS = """
select = ["T"]
ignore = ["T203"]
[severity]
T = "info"
T101 = "warning"
[per-path]
"a/*" = ["T106"]
[per-path."a/b/*.md"]
glossaries = ["own.tsv"]
select = ["N"]
ignore = ["T3"]
severity = {T101 = "error"}
"""


def test_a_path_has_settings_of_its_own(tmp_path) -> None:
    (tmp_path / "nqpterms.toml").write_text(PATHS, encoding="utf-8")
    settings = find_settings(tmp_path)
    inner = settings_for(tmp_path / "a" / "b" / "x.md", settings)
    assert (inner.select, inner.glossaries) == (("N",), ("own.tsv",))
    assert inner.ignore == ("T203", "T106", "T3")
    assert dict(inner.severity) == {"T": "info", "T101": "error"}
    assert settings_for(tmp_path / "a" / "x.md", settings).ignore == (
        "T203",
        "T106",
    )
    assert settings_for(tmp_path / "x.md", settings).ignore == ("T203",)


def test_findings_that_are_not_sure_enough_are_left_out(
    tmp_path, run, monkeypatch
) -> None:
    (tmp_path / "a.en.txt").write_text(
        "New quality productivity grows.", encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    assert run("check", "a.en.txt").status == 1
    assert run("check", "a.en.txt", "--min-confidence", "0.98").status == 0
    (tmp_path / "nqpterms.toml").write_text(
        "min-confidence = 0.98", encoding="utf-8"
    )
    assert run("check", "a.en.txt").status == 0
    assert run("check", "a.en.txt", "--min-confidence", "0").status == 1


@pytest.mark.parametrize("value", ["2", "-0.1", "true", '"much"'])
def test_a_confidence_is_between_0_and_1(tmp_path, value) -> None:
    (tmp_path / "nqpterms.toml").write_text(
        f"min-confidence = {value}", encoding="utf-8"
    )
    with pytest.raises(
        FormatError, match="min-confidence: expected a number from 0 to 1"
    ):
        find_settings(tmp_path)


def test_the_nearest_file_counts(tmp_path) -> None:
    (tmp_path / "nqpterms.toml").write_text(OWN, encoding="utf-8")
    (tmp_path / "a" / "b").mkdir(parents=True)
    settings = find_settings(tmp_path / "a" / "b")
    expected = Settings(
        ("nqp",),
        ("T1",),
        (),
        "error",
        (("T101", "error"),),
        (PathSettings("old/*", ignore=("T",)),),
        tmp_path,
    )
    assert settings == expected
    shared = tmp_path / "a" / "pyproject.toml"
    shared.write_text('[tool.nqpterms]\nignore = ["T204"]\n', encoding="utf-8")
    assert find_settings(tmp_path / "a").ignore == ("T204",)
    shared.write_text("[tool.other]\n", encoding="utf-8")
    assert find_settings(tmp_path / "a").select == ("T1",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("selct = []", "unknown setting 'selct': did you mean 'select'"),
        ("colour = 1", "unknown setting 'colour': expected one of glossaries"),
        (
            '[per-path."a"]\nignroe = []',
            "unknown setting 'ignroe' of a: did you mean 'ignore'",
        ),
        ('[per-path."a"]\nfail-on = "info"', "unknown setting 'fail-on' of a"),
        ('[per-path."a"]\nselect = "T1"', "a: select: expected a list"),
        ('[per-path."a"]\nseverity = {T1 = "grave"}', "T1: expected one of"),
        ('select = "T1"', "expected a list"),
        ("severity = 3", "expected a table"),
        ('fail-on = "fatal"', "expected one of"),
        ('[per-path]\n"a" = "T1"', "expected a list"),
        ("= 3", "no TOML"),
    ],
)
def test_a_wrong_setting_is_told_in_one_line(
    tmp_path, text: str, message: str
) -> None:
    (tmp_path / "nqpterms.toml").write_text(text, encoding="utf-8")
    with pytest.raises(FormatError, match=message):
        find_settings(tmp_path)
