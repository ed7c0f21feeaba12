"""Runs in the peers' environment: CPU seconds of each matcher on the same texts and patterns.

`peer_matching.py FILE ROUNDS`; FILE holds JSON: {"texts": […], "patterns": […]}, all in small
letters. Building is left out. Prints JSON: seconds and matches by name.
"""

from __future__ import annotations

import json
import re
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

Find = Callable[[str], int]


def matchers(patterns: list[str]) -> dict[str, Find]:
    """A function that counts the matches in a text, for each peer."""
    import ahocorasick
    from ahocorasick_rs import AhoCorasick
    from flashtext import KeywordProcessor

    bare = AhoCorasick(patterns, store_patterns=False)
    automaton = ahocorasick.Automaton()
    keywords = KeywordProcessor()
    for number, pattern in enumerate(patterns):
        automaton.add_word(pattern, number)
        keywords.add_keyword(pattern)
    automaton.make_automaton()
    longest_first = sorted(patterns, key=len, reverse=True)
    expression = re.compile("|".join(map(re.escape, longest_first)))
    return {
        "ahocorasick-rs": lambda text: len(
            bare.find_matches_as_indexes(text, overlapping=True)
        ),
        "pyahocorasick": lambda text: sum(1 for _ in automaton.iter(text)),
        "flashtext": lambda text: len(
            keywords.extract_keywords(text, span_info=True)
        ),
        "re": lambda text: sum(1 for _ in expression.finditer(text)),
    }


def main(path: Path, rounds: int) -> None:
    given = json.loads(path.read_text(encoding="utf-8"))
    found = {}
    for name, find in matchers(given["patterns"]).items():
        texts = given["texts"]
        taken = []
        for _ in range(rounds):
            begun = time.process_time()
            count = sum(map(find, texts))
            taken.append(time.process_time() - begun)
        found[name] = (statistics.median(taken), count)
    print(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
