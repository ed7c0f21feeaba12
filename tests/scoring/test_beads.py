from __future__ import annotations

from pathlib import Path

import pytest

from nqpterms.errors import FormatError
from nqpterms.scoring.alignment_score import load_beads


def test_beads_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.align"
    path.write_text("[0]:[0, 1]:0.98\n\n[1,2]:[]\n", encoding="utf-8")
    assert load_beads(path) == [((0,), (0, 1)), ((1, 2), ())]


@pytest.mark.parametrize(
    "line", ["0:1", "[0]", "[a]:[1]", "[0 1]:[2]", "[0]:[1]:x:y"]
)
def test_what_is_no_bead_is_refused(tmp_path: Path, line: str) -> None:
    path = tmp_path / "a.align"
    path.write_text(f"[0]:[0]\n{line}\n", encoding="utf-8")
    with pytest.raises(FormatError, match=":2:"):
        load_beads(path)


def test_other_encodings_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.align"
    path.write_bytes(b"\xff\xfe[")
    with pytest.raises(FormatError, match="UTF-8"):
        load_beads(path)
