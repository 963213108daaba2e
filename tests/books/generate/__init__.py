"""Books of every rule and shape, with units, figures and assessments, drawn from any random.Random.

A seeded Random makes one large batch for SQL; hypothesis' ``st.randoms()`` makes small ones that it can shrink.
"""

from tests.books.generate.cases import LEVELS, RUNNING, UNITS, Case, batch, case, improved, source
from tests.books.generate.written import as_book, write

__all__ = ["LEVELS", "RUNNING", "UNITS", "Case", "batch", "case", "as_book", "improved", "source", "write"]
