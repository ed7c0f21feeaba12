"""Large term bases in a file of SQLite, looked up without loading them.

    concepts ──build──▶ file ──TermIndex──▶ TermHits, Concepts

The file is a cache that can be built again at any time; TSV and TBX are the truth.
"""

from nqpterms.matching.index.building import build
from nqpterms.matching.index.index import TermHit, TermIndex

__all__ = ["build", "TermIndex", "TermHit"]
