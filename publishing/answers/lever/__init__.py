"""Levers: what the next step of a criterion would bring a unit, and the shortest way up (decision 0037, docs/answers.md)."""
