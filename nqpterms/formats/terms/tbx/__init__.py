"""TBX, the interchange format of term bases: ISO 30042 in both versions."""

from nqpterms.formats.terms.tbx.entry_parts import Loss
from nqpterms.formats.terms.tbx.tbx_reader import iter_concepts, load, stream
from nqpterms.formats.terms.tbx.tbx_validator import Problem, validate
from nqpterms.formats.terms.tbx.tbx_writer import dump

__all__ = [
    "load",
    "iter_concepts",
    "stream",
    "dump",
    "Loss",
    "validate",
    "Problem",
]
