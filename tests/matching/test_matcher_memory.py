"""What a term base of 400,000 terms takes of memory until a text is read with it."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not Path("/proc/self/status").exists(),
        reason="nobody says what a process had at most",
    ),
]

CONCEPTS = 200_000
MOST = 500  # MiB
_PROGRAM = """
import sys
from pathlib import Path
from nqpterms.formats.term_bases import load_terms
from nqpterms.matching.matcher import Matcher
assert Matcher(load_terms(sys.argv[1])).find("茶 tea")
status = Path("/proc/self/status").read_text()
print(status.partition("VmHWM:")[2].split()[0])
"""


def test_a_matcher_of_400_000_terms(tmp_path: Path) -> None:
    path = tmp_path / "terms.tsv"
    draw = random.Random(5)
    syllables = [one + two for one in "bdfgklmnprst" for two in "aeiou"]
    words = ["".join(draw.choices(syllables, k=3)) for _ in range(5000)]
    signs = [chr(code) for code in range(0x4E00, 0x5E00)]
    with path.open("w", encoding="utf-8") as file:
        file.write("concept\tlang\tterm\n")
        file.write("tea\tzh\t茶\ntea\ten\ttea\n")
        for number in range(CONCEPTS):
            chinese = "".join(draw.choices(signs, k=draw.randint(4, 8)))
            english = " ".join(draw.choices(words, k=draw.randint(2, 4)))
            file.write(f"c{number}\tzh\t{chinese}\n")
            file.write(f"c{number}\ten\t{english}\n")
    command = [sys.executable, "-c", _PROGRAM, str(path)]
    said = subprocess.run(command, capture_output=True, check=True).stdout
    assert int(said) / 1024 < MOST
