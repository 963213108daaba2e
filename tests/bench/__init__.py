"""Ratios within one run, on one machine: `make bench`, or `python -m tests.bench NAME …`.

A bench is a module of this package with ``run(home)`` that yields a ``Line`` as soon as it is measured; it stands in ``__main__.BENCHES``. ``home`` is the
PARIX_HOME of the run: an embedded server runs there, and the database is new and migrated for each bench. Data that a
bench generates goes below ``home`` and disappears with it.
"""
