"""Settings are found upwards, read strictly, and heeded by the command."""

from __future__ import annotations

import pytest

from nqpterms.config import Settings, find_settings
from nqpterms.errors import FormatError

OWN = """
glossaries = ["nqp"]
select = ["T1"]
fail-on = "error"
[severity]
T101 = "error"
[per-path]
"old/*" = ["T"]
"""


def test_the_nearest_file_counts(tmp_path) -> None:
    (tmp_path / "nqpterms.toml").write_text(OWN, encoding="utf-8")
    (tmp_path / "a" / "b").mkdir(parents=True)
    settings = find_settings(tmp_path / "a" / "b")
    expected = Settings(
        ("nqp",), ("T1",), (), "error", (("T101", "error"),), (("old/*", ("T",)),), tmp_path
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
        ("selct = []", "unknown setting 'selct'"),
        ('select = "T1"', "expected a list"),
        ("severity = 3", "expected a table"),
        ('fail-on = "fatal"', "expected one of"),
        ('[per-path]\n"a" = "T1"', "expected a list"),
        ("= 3", "no TOML"),
    ],
)
def test_a_wrong_setting_is_told_in_one_line(tmp_path, text: str, message: str) -> None:
    (tmp_path / "nqpterms.toml").write_text(text, encoding="utf-8")
    with pytest.raises(FormatError, match=message):
        find_settings(tmp_path)
