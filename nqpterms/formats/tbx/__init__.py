"""TBX, the interchange format of term bases: ISO 30042 in both versions."""

from nqpterms.formats.tbx.reading import iter_concepts, load
from nqpterms.formats.tbx.target import Loss
from nqpterms.formats.tbx.validation import Problem, validate
from nqpterms.formats.tbx.writing import dump

__all__ = ["load", "iter_concepts", "dump", "Loss", "validate", "Problem"]
