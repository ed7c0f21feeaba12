"""The shares in which the gate runs the tests: together they are all of them."""

from __future__ import annotations

import pytest
from shares import PROJECT, is_in_share

FILES = sorted((PROJECT / "tests").rglob("test_*.py"))


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_each_file_is_in_one_share(count: int) -> None:
    shares = [f"{number}/{count}" for number in range(1, count + 1)]
    for path in FILES:
        assert sum(is_in_share(path, share) for share in shares) == 1
    for share in shares:
        assert any(is_in_share(path, share) for path in FILES), (
            "a share without tests"
        )
