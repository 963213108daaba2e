"""Questionnaires on satisfaction (SIPAS) from the 130 communes and wards of 2026: one answer sheet a row, nobody named.

Illustrative: every unit has a latent quality, its answers follow it. Two workbooks, wards and communes.
"""

import random
from pathlib import Path

from sample import units
from sample.forms import columns, tree
from sample.sheets import CANARIES, Book, spelled

SEED = 20260921
PER_UNIT = 16
FIELDS = ("Hộ tịch", "Chứng thực", "Đất đai", "Bảo trợ xã hội", "Đăng ký kinh doanh")
WORDS = {
    5: "Rất hài lòng",
    4: "Hài lòng",
    3: "Bình thường",
    2: "Không hài lòng",
    1: "Rất không hài lòng",
    9: "Không biết",
}


def write(folder: Path) -> list[Path]:
    """Write both workbooks into ``folder`` and return their paths."""
    return [
        _answers(folder / f"phieu_sipas_2026_{peers}.xlsx", title, peers)
        for peers, title in (("phuong", "CÁC PHƯỜNG"), ("xa", "CÁC XÃ"))
    ]


def _answers(path: Path, title: str, peers: str) -> Path:
    shape = columns("sipas_answers", "2026", "main")
    with Book(path) as book:
        page = book.sheet("Phiếu khảo sát", len(shape))
        page.letterhead("SỞ NỘI VỤ NGHỆ AN", [f"TỔNG HỢP PHIẾU KHẢO SÁT MỨC ĐỘ HÀI LÒNG – {title}",
                                             "Kỳ khảo sát: từ ngày 01/01/2026 đến ngày 31/10/2026"])  # fmt: skip
        page.header(tree([header for _, _, header in shape]))
        line = 0
        for unit in (u for u in units.units() if u["peer_group"] == peers):
            rng = random.Random(f"{SEED} {unit['unit_key']}")
            liked = rng.uniform(0.66, 0.93)
            for number in range(1, PER_UNIT + 1):
                line += 1
                answers = [_answer(rng, liked) for _ in shape[4:]]
                words = [WORDS.get(a, "") for a in answers] if line % 5 == 0 else answers
                page.line([line, spelled(unit, line), f"{unit['gso_code']}-{number:03}", rng.choice(FIELDS), *words])
        page.footer([f"Liên hệ: {CANARIES[3]}"], "Nghệ An, ngày 31 tháng 10 năm 2026")
    return path


def _answer(rng: random.Random, liked: float) -> int | str:
    """1 to 5; now and then 9 (does not know) or nothing."""
    if rng.random() < 0.05:
        return rng.choice((9, ""))
    return rng.choice((4, 4, 5)) if rng.random() < liked else rng.choice((3, 3, 2, 1))
