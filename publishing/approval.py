"""What a person is asked to approve, and what follows from the answer: new official rankings, and corrected ones."""

from __future__ import annotations

from publishing import correcting, official


def propose() -> dict | None:
    """``{"rankings": …, "corrections": …, "body_vi": …}`` as of ``official`` and ``correcting``; None when nothing waits."""
    first, again = official.propose(), correcting.propose()
    if first is None and again is None:
        return None
    parts = [part for part in (again, first) if part]
    merged = {"rankings": [], "corrections": []}
    for part in parts:
        merged |= {k: v for k, v in part.items() if k != "body_vi"}
    return merged | {"body_vi": "\n".join(part["body_vi"] for part in parts)}


def accept(proposal: dict, approved_by: str) -> dict[str, list[int]]:
    """Seal what is new, and let the next release publish what is corrected. Repeated, it changes nothing. Raises
    official.RankingMoved, sealing.NoSealKey."""
    return {
        "sealed": official.seal(proposal["rankings"], approved_by),
        "to_be_corrected": correcting.approve(proposal["corrections"], approved_by),
    }
