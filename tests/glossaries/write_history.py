"""Write glossaries/history.tsv anew: ``python tests/glossaries/write_history.py DATA``.

DATA holds ``gwr-history/zh`` (China's government reports, a text a year), ``gwr-history/pairs`` and
``gwr-2024`` (those with their official English). Only counts are written. The Chinese is counted in
the first alone, the English in the pairs.
"""

from __future__ import annotations

import sys
from pathlib import Path

from nqpterms.formats.terms import history_tsv
from nqpterms.model.histories import History, TermYears
from nqpterms.model.termbase import TermBase
from nqpterms.project.project import load_glossaries
from nqpterms.run.dated_texts import count_years
from nqpterms.run.inputs import find_units
from nqpterms.terms.bundled import history_path


def counted(data: Path, base: TermBase) -> History:
    """The counts of the reports in *data*."""
    chinese = count_years(find_units([data / "gwr-history" / "zh"]), base)
    full = data / "gwr-2024"
    units = find_units([data / "gwr-history" / "pairs"])
    units += find_units([full / "full.en.txt"], source=full / "full.zh.txt")
    english = count_years(units, base)
    order = {concept.id: number for number, concept in enumerate(base.concepts)}
    kept = [term for term in chinese.terms if term.lang == "zh"]
    kept += [term for term in english.terms if term.lang == "en"]
    kept.sort(key=lambda term: (order[term.concept], term.lang == "en"))
    bare = tuple(
        TermYears(term.concept, term.lang, term.form, term.counts)
        for term in kept
    )
    return History({"zh": chinese.texts["zh"], "en": english.texts["en"]}, bare)


if __name__ == "__main__":
    lines = history_tsv.dump(counted(Path(sys.argv[1]), load_glossaries()))
    history_path().write_text("".join(lines), encoding="utf-8")
