"""Everything that can go wrong with a source, as one family: shown to people as a sentence, without a traceback."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SHOWN = 50


class ParixError(Exception):
    """A failure that people can act on. Its text is a whole sentence."""


class Final(ParixError):
    """Trying again will not help before somebody changes something."""


class Retryable(ParixError):
    """Trying again later may help; nothing was loaded so far."""


class SourceDown(Retryable):
    """A source did not answer, answered with an error of its own, or delivered less than it announced."""


class SourceThrottled(Retryable):
    """A source asks to slow down; ``retry_after`` is the pause it asked for, in seconds."""

    def __init__(self, message: str, retry_after: float = 5.0) -> None:
        super().__init__(message, retry_after)
        self.retry_after = retry_after

    def __str__(self) -> str:
        return self.args[0]


class SourceRefused(Final):
    """A source refuses the credentials or the right to read."""


class AskedToStop(Final):
    """A public source refuses (403) or asks to slow down (429): nobody asks again before its day is over."""


class NotData(Final):
    """Something else came where data was expected: a login page, a redirect, an error page with status 200."""


class EmptyExtract(Final):
    """A source that had data shows none; history stays as it is."""


class ShrunkenExtract(EmptyExtract):
    """A source shows far fewer records than are known of the same stretch; history stays as it is."""

    def __init__(self, where: str, came: int, known: int) -> None:
        super().__init__(
            f"{where} shows {came} of {known} records that are known ({came / known:.0%}); nothing was changed. "
            "Ask its operator; a real removal of that size must be confirmed first"
        )


class LayoutError(Final):
    """A layout file is wrong: names the file and what does not fit."""


class UnitUnresolved(Final):
    """A text names no unit, or more than one, at a date. The sentence is Vietnamese and names the ``candidates``."""

    def __init__(self, text: str, expected: str, advice: str, candidates: Sequence[str] = ()) -> None:
        super().__init__(text, expected, advice, candidates)
        self.text, self.expected, self.advice, self.candidates = text, expected, advice, tuple(candidates)

    def __str__(self) -> str:
        return f"Không xác định được đơn vị “{self.text}”: cần {self.expected}. {self.advice}"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing in a workbook that must be put right. ``sheet`` and ``cell`` are None when it concerns the whole file;
    the sentence says where it is, what was expected, what was found, and what to do."""

    file: str
    sheet: str | None
    cell: str | None
    expected: str
    found: str
    sentence_vi: str
    advice_vi: str = ""

    @classmethod
    def at(cls, file: str, sheet: str | None, cell: str | None, expected: str, found: str, advice: str) -> Fault:
        """A fault whose sentence is put together from its parts."""
        place = ", ".join(p for p in (sheet and f"trang tính “{sheet}”", cell and f"ô {cell}") if p) or f"tệp “{file}”"
        sentence = f"{place[0].upper()}{place[1:]}: cần {expected}; trong tệp: {found}. {advice}"
        return cls(file, sheet, cell, expected, found, sentence, advice)


class WorkbookRejected(Final):
    """A workbook is refused as a whole; ``faults`` are all that was found. str() is the message for its sender."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(tuple(faults))
        self.faults = list(faults)

    def __str__(self) -> str:
        lines = [
            f"Tệp “{self.faults[0].file}” bị trả lại, chưa có số liệu nào của tệp được nạp. "
            f"Có {len(self.faults)} lỗi cần sửa:"
        ]
        lines += [f"{number}. {fault.sentence_vi}" for number, fault in enumerate(self.faults[:SHOWN], 1)]
        if len(self.faults) > SHOWN:
            lines.append(f"… và {len(self.faults) - SHOWN} lỗi khác cùng loại.")
        return "\n".join([*lines, "Sau khi sửa, hãy gửi lại cả tệp."])
