"""Books of every rule and shape, with units, figures and assessments, drawn from any random.Random.

A seeded Random makes one large batch for SQL; hypothesis' ``st.randoms()`` makes small ones that it can shrink.
"""

from tests.books.generate.batches import batch, improved
from tests.books.generate.case import Case
from tests.books.generate.province import LEVELS, RUNNING, UNITS
from tests.books.generate.trees import case, source
from tests.books.generate.written import as_book, write

__all__ = ["LEVELS", "RUNNING", "UNITS", "Case", "as_book", "batch", "case", "improved", "source", "write"]
