"""A change of a file is taken back byte by byte, and not where somebody has written since."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nqpterms.errors import NqptermsError
from nqpterms.run.file_changes import change_between, take_back

BYTES = st.lists(
    st.sampled_from([b"a", b"b", b"\r\n", "茶".encode()]), max_size=12
).map(b"".join)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(BYTES, BYTES)
def test_what_stood_there_stands_there_again(
    tmp_path: Path, before: bytes, after: bytes
) -> None:
    path = tmp_path / "a.tsv"
    path.write_bytes(after)
    change = change_between(path, before, after)
    assert change.is_empty == (before == after)
    take_back(change)
    assert path.read_bytes() == before


def test_no_more_is_held_than_was_changed() -> None:
    line = b"tea\tzh\tlong line\n"
    before, after = (
        line * 1000 + b"x" + line * 1000,
        line * 1000 + b"yy" + line * 1000,
    )
    change = change_between("a.tsv", before, after)
    assert (change.start, change.old, change.length) == (
        len(line) * 1000,
        b"x",
        2,
    )


@pytest.mark.parametrize("since", [b"b and more", b"", b"a"])
def test_what_was_changed_since_stays(tmp_path: Path, since: bytes) -> None:
    path = tmp_path / "a.tsv"
    path.write_bytes(since)
    with pytest.raises(
        NqptermsError, match=r"^a\.tsv: somebody has changed it since"
    ):
        take_back(change_between(path, b"a", b"b"))
    assert path.read_bytes() == since


def test_a_file_that_is_gone_comes_not_back(tmp_path: Path) -> None:
    with pytest.raises(NqptermsError, match="somebody has changed it since"):
        take_back(change_between(tmp_path / "a.tsv", b"a", b"b"))
    assert list(tmp_path.iterdir()) == []
