"""Plants slips of numbers into real pairs, one at a time, and counts how many the checks report.

    python tests/bench/number_slips.py PAIRS.tsv … [--each 200] [--seed 1] [--show]

PAIRS.tsv has a Chinese and an English text in each line, which must be good translations. Slips are
planted by patterns of their own in the English text, never by the reader that is measured. The
first figure of a row is how many of a kind were found by a new finding of the codes N4xx.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Callable
from pathlib import Path

from nqpterms.checks.number_differences import number_differences

Slip = Callable[[str, random.Random], str | None]

_FIGURES = re.compile(
    r"(?<![\w.,-])(?<!^)(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\w]|[.,]\d)"
)
_MONTHS = (
    "January February March April May June July August "
    "September October November December"
).split()
_SCALES = ("thousand", "million", "billion", "trillion")
_OPPOSITES = (
    ("rose", "fell"),
    ("grew", "shrank"),
    ("increased", "decreased"),
    ("increase", "decrease"),
    ("growth", "decline"),
    ("reduced", "increased"),
    ("reduction", "increase"),
    ("rise", "fall"),
    ("declined", "rose"),
    ("fell", "rose"),
    ("decrease", "increase"),
    ("decline", "rise"),
    ("decreased", "increased"),
)
_RISES = dict(_OPPOSITES)
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth".split()
)
_PARTS = (
    "one-third",
    "two-thirds",
    "three-quarters",
    "one-half",
    "one-fifth",
    "one-tenth",
)
_UNITS = {
    "yuan": "US dollars",
    "tons": "kilograms",
    "kilometers": "miles",
    "kilowatts": "megawatts",
    "hectares": "square kilometers",
    "mu": "square kilometers",
    "years": "months",
    "months": "years",
    "days": "weeks",
    "hours": "days",
    "cubic meters": "square meters",
    "square meters": "square kilometers",
    "percent": "yuan",
    "HK$": "US$",
    "US$": "RMB",
}  # fmt: skip


def _replaced(text: str, match: re.Match[str], new: str) -> str:
    return text[: match.start()] + new + text[match.end() :]


def _one(pattern: str, text: str, dice: random.Random) -> re.Match[str] | None:
    matches = list(re.finditer(pattern, text))
    return dice.choice(matches) if matches else None


def scale(text: str, dice: random.Random) -> str | None:
    """12 million becomes 12 billion, or 120 million."""
    match = _one(rf"(\d[\d,.]*)\s({'|'.join(_SCALES[1:])})\b", text, dice)
    if not match:
        return None
    if dice.random() < 0.5:
        other = dice.choice([name for name in _SCALES if name != match[2]])
        return _replaced(text, match, f"{match[1]} {other}")
    value = float(match[1].replace(",", "")) * dice.choice((0.1, 10, 100))
    return _replaced(text, match, f"{value:.6g} {match[2]}")


def digit(text: str, dice: random.Random) -> str | None:
    """5.2 becomes 5.7."""
    match = _one(_FIGURES.pattern, text, dice)
    if not match:
        return None
    at = dice.choice([n for n, sign in enumerate(match[0]) if sign.isdigit()])
    low = "1" if at == 0 else "0"
    new = dice.choice(
        [sign for sign in "0123456789" if sign != match[0][at] and sign >= low]
    )
    figures = match[0][:at] + new + match[0][at + 1 :]
    return _replaced(text, match, figures)


def date(text: str, dice: random.Random) -> str | None:
    """Day and month change places, a month or a year becomes another."""
    match = _one(rf"\b({'|'.join(_MONTHS)})\s(\d{{1,2}})\b(?!\d)", text, dice)
    if match and int(match[2]) <= 12 and _MONTHS[int(match[2]) - 1] != match[1]:
        return _replaced(
            text,
            match,
            f"{_MONTHS[int(match[2]) - 1]} {_MONTHS.index(match[1]) + 1}",
        )
    match = (
        _one(rf"\b({'|'.join(_MONTHS)})\b", text, dice)
        if dice.random() < 0.5
        else None
    )
    if match and match[1] not in ("May", "March"):
        return _replaced(
            text,
            match,
            dice.choice([name for name in _MONTHS if name != match[1]]),
        )
    match = _one(r"(?<=\bin\s)(?:19|20)\d\d\b", text, dice)
    return match and _replaced(
        text, match, str(int(match[0]) + dice.choice((-10, -1, 1, 10)))
    )


def ordinal(text: str, dice: random.Random) -> str | None:
    """The 19th becomes the 18th, the third quarter the second."""
    match = _one(
        r"\b(\d+)(st|nd|rd|th)\s(?=[Cc]entury|Five|National|CPC|NPC|Party|[Aa]nniv|Central)"
        rf"|\b(?P<word>{'|'.join(_ORDINALS)})\s(?=quarter|half|session|plenary|five-year)",
        text,
        dice,
    )
    if not match:
        return None
    if match["word"]:
        return _replaced(
            text,
            match,
            dice.choice([o for o in _ORDINALS[:4] if o != match["word"]]) + " ",
        )
    return _replaced(
        text, match, f"{int(match[1]) + dice.choice((-1, 1, 2))}th "
    )


def sign(text: str, dice: random.Random) -> str | None:
    """Rose by 5 percent becomes fell by 5 percent."""
    words = "|".join(_RISES)
    match = _one(
        rf"\b({words})(?=(?:\s(?:by|of|about|around|over|nearly|more than))*\s\d)",
        text,
        dice,
    )
    return match and _replaced(text, match, _RISES[match[0]])


def by_to(text: str, dice: random.Random) -> str | None:
    """Rose by 5 percent becomes rose to 5 percent."""
    words = (
        "rose|grew|increased|fell|decreased|reduced|declined"
        "|dropped|rising|raised|lowered|down|cut"
    )
    match = _one(
        rf"\b({words})\s(by|to)(?=(?:\s(?:about|around|over|nearly|more than))*\s\d)",
        text,
        dice,
    )
    return match and _replaced(
        text, match, f"{match[1]} {'to' if match[2] == 'by' else 'by'}"
    )


def fraction(text: str, dice: random.Random) -> str | None:
    """Two thirds become a quarter."""
    match = _one(
        r"\b(?:one|two|three|a)[\s-](?:third|quarter|fifth|tenth)s?\b(?!\s(?:of\s(?:19|20|the\syear)|plenary|session))"
        r"|(?<!first\s)(?<!second\s)(?<!latter\s)\bhalf\b(?!\sof\s(?:the|this|19|20)|[\s-]year|\sa\s)",
        text,
        dice,
    )
    if not match or text[: match.start()].endswith(("first ", "last ")):
        return None
    own = (
        match[0]
        .replace(" ", "-")
        .replace("a-", "one-")
        .replace("half", "one-half")
        .rstrip("s")
    )
    return _replaced(
        text,
        match,
        dice.choice([part for part in _PARTS if not part.startswith(own)]),
    )


def multiple(text: str, dice: random.Random) -> str | None:
    """Doubled becomes quadrupled, three times five times."""
    match = _one(
        r"\b(doubled|doubling|tripled|quadrupled)\b|\b(\d+(?:\.\d+)?|two|three|four|five)[\s-](times|fold)\b",
        text,
        dice,
    )
    if not match:
        return None
    if match[1]:
        other = {
            "doubled": "quadrupled",
            "doubling": "tripling",
            "tripled": "quintupled",
        }
        return _replaced(text, match, other.get(match[1], "tripled"))
    return _replaced(
        text, match, f"{dice.choice(('seven', 'nine', 'eight'))} {match[3]}"
    )


def unit(text: str, dice: random.Random) -> str | None:
    """12 tons become 12 kilograms, 12 yuan 12 US dollars."""
    named = "|".join(name for name in _UNITS if not name.endswith("$"))
    match = _one(
        rf"(?<=\d\s)({named})\b|(?<=llion\s)({named})\b|(HK\$|US\$)(?=\s?\d)",
        text,
        dice,
    )
    return match and _replaced(text, match, _UNITS[match[0]])


def missing(text: str, dice: random.Random) -> str | None:
    """A number with its unit is left out."""
    match = _one(
        r"(?<![\w.,-])(?<!^)(?:US\$|HK\$|RMB)?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:\s(?:million|billion|trillion))?(?:%|\spercent)?(?![\w]|[.,-]\d)\s?",
        text,
        dice,
    )
    if not match or re.fullmatch(r"1|24|(?:19|20)\d\d", match[0].strip()):
        return None
    return _replaced(text, match, "")


def added(text: str, dice: random.Random) -> str | None:
    """A number that the source does not have."""
    match = _one(r"(?<=[a-z])(?=[.,;]\s|[.]$)", text, dice)
    if not match:
        return None
    value = dice.choice(
        (
            f"{dice.randint(11, 97)} percent",
            f"{dice.randint(13, 950)} million yuan",
            f"{dice.randint(13, 9800):,} units",
        )
    )
    return _replaced(text, match, f", or {value}")


SLIPS: dict[str, Slip] = {
    slip.__name__: slip
    for slip in (
        scale,
        digit,
        date,
        ordinal,
        sign,
        by_to,
        fraction,
        multiple,
        unit,
        missing,
        added,
    )
}


def planted(
    pairs: list[tuple[str, str]], slip: Slip, *, each: int, seed: int
) -> list[tuple[str, str, str]]:
    """Up to *each* triples of source, target and target with one slip."""
    dice = random.Random(f"{slip.__name__}-{seed}")
    triples: list[tuple[str, str, str]] = []
    for _ in range(4):
        for zh, en in dice.sample(pairs, len(pairs)):
            changed = slip(en, dice)
            if changed and _turns_a_year(zh, en, changed):
                continue
            if changed and changed != en and (zh, en, changed) not in triples:
                triples.append((zh, en, changed))
            if len(triples) == each:
                return triples
    return triples


def _turns_a_year(zh: str, en: str, changed: str) -> bool:
    """Whether a year was changed that the source does not name (去年): nobody can see that."""
    gone = set(re.findall(r"\b(?:19|20)\d\d\b", en)) - set(
        re.findall(r"\b\d{4}\b", changed)
    )
    return any(year not in zh for year in gone)


def is_reported(zh: str, en: str, changed: str) -> bool:
    """Whether the changed pair has a finding more, or another one, than the good pair."""
    before = [(d.code, d.message) for d in number_differences(zh, en)]
    after = [(d.code, d.message) for d in number_differences(zh, changed)]
    return any(finding not in before for finding in after)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pairs", nargs="+", type=Path)
    parser.add_argument("--each", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--show", action="store_true", help="print what is not found"
    )
    options = parser.parse_args()
    pairs = []
    for path in options.pairs:
        lines = path.read_text(encoding="utf-8").split("\n")
        pairs += [tuple(line.split("\t")[:2]) for line in lines if "\t" in line]
    for name, slip in SLIPS.items():
        triples = planted(pairs, slip, each=options.each, seed=options.seed)
        lost = [triple for triple in triples if not is_reported(*triple)]
        share = 1 - len(lost) / len(triples) if triples else 0
        print(
            f"{name:9} {len(triples) - len(lost):4} of {len(triples):4}  {share:.3f}"
        )
        for zh, en, changed in lost if options.show else ():
            at = next(
                (
                    n
                    for n, (a, b) in enumerate(zip(en, changed, strict=False))
                    if a != b
                ),
                0,
            )
            around = slice(max(0, at - 60), at + 60)
            print(f"    {zh[:400]}\n    {en[around]}\n    {changed[around]}\n")


if __name__ == "__main__":
    main()
