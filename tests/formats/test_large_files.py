"""Files that are larger than the memory they are read in: what another megabyte costs.

Each is read twice, small and four times as large, by a process of its own that says how much
memory it had at most.
"""

from __future__ import annotations

import subprocess
import sys
from itertools import count, islice
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not Path("/proc/self/status").exists(),
        reason="nobody says what a process had at most",
    ),
]

SMALL = 8 * 2**20  # bytes; large enough that every buffer is full
TIMES = 4
MOST_A_BYTE = 0.1  # of memory for each byte more; the rows of the file as values would take ten

# An index: SQLite's caches fill until they have their 16 MiB.
MOST_WITH_CACHES = 1

COMMANDS = {
    "rows": "convert FILE out.jsonl",
    "rows to TMX": "convert FILE out.tmx",
}
_COMMAND = """
import sys
from pathlib import Path
from nqpterms.cli import main
try:
    main(sys.argv[1:])
except SystemExit as leaving:
    assert not leaving.code, leaving.code
status = Path("/proc/self/status").read_text()
print(status.partition("VmHWM:")[2].split()[0])
"""
_ENTRIES = """
import sys
from pathlib import Path
from nqpterms.formats.terms import tbx
assert sum(1 for _ in tbx.iter_concepts(sys.argv[1])) > 1000
status = Path("/proc/self/status").read_text()
print(status.partition("VmHWM:")[2].split()[0])
"""
TBX = (
    '<tbx style="dca" type="TBX-Basic" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">'
    "<tbxHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></tbxHeader><text><body>\n"
)


_ENTRY = (
    '<conceptEntry id="c{0}"><langSec xml:lang="zh"><termSec><term>窑{0}</term></termSec></langSec>'
    '<langSec xml:lang="en"><termSec><term>kiln {0}</term></termSec></langSec></conceptEntry>\n'
)


def _rows(path: Path, size: int) -> Path:
    numbers = count()
    with path.open("w", encoding="utf-8") as file:
        file.write("zh\ten\n")
        while file.tell() < size:
            for number in islice(numbers, 1000):
                file.write(
                    f"第{number}座窑每年烧十二次。\tKiln {number} is fired each month.\n"
                )
    return path


def _entries(path: Path, size: int) -> Path:
    numbers = count()
    with path.open("w", encoding="utf-8") as file:
        file.write(TBX)
        while file.tell() < size:
            for number in islice(numbers, 1000):
                file.write(_ENTRY.format(number))
        file.write("</body></text></tbx>\n")
    return path


def _peak(code: str, *arguments: str | Path) -> int:
    """The bytes that a program had at most."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return int(done.stdout.split()[-1]) * 1024


@pytest.mark.parametrize("kind", COMMANDS)
def test_a_bitext_is_converted_in_little_memory(
    kind: str, tmp_path: Path
) -> None:
    peaks: list[int] = []
    for size in (SMALL, TIMES * SMALL):
        file = _rows(tmp_path / "a.tsv", size)
        words = [
            tmp_path / word if "." in word else word
            for word in COMMANDS[kind].split()
        ]
        peaks.append(
            _peak(
                _COMMAND,
                *(file if word == "FILE" else word for word in words),
                "-q",
            )
        )
    assert peaks[1] - peaks[0] < MOST_A_BYTE * (TIMES - 1) * SMALL


@pytest.mark.parametrize(
    ("target", "most_a_byte"),
    [("b.tsv", MOST_A_BYTE), ("b.sqlite", MOST_WITH_CACHES)],
)
def test_a_term_base_is_converted_in_little_memory(
    target: str, most_a_byte: float, tmp_path: Path
) -> None:
    peaks: list[int] = []
    for size in (SMALL, TIMES * SMALL):
        source = _entries(tmp_path / "a.tbx", size)
        words = ["convert", source, tmp_path / target, "-q"]
        if target.endswith("tsv"):
            words.append("--lossy")
        peaks.append(_peak(_COMMAND, *words))
    assert peaks[1] - peaks[0] < most_a_byte * (TIMES - 1) * SMALL


def test_the_entries_of_a_term_base_are_read_in_little_memory(
    tmp_path: Path,
) -> None:
    peaks = [
        _peak(_ENTRIES, _entries(tmp_path / "a.tbx", size))
        for size in (SMALL, TIMES * SMALL)
    ]
    assert peaks[1] - peaks[0] < MOST_A_BYTE * (TIMES - 1) * SMALL
