"""What a path says, in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from publishing.answers.lever.wording import CLOSED, Pair
from publishing.wording import vietnamese

GOALS: dict[str, Pair] = {
    "1": ("lên 1 hạng", "up 1 place"),
    "3": ("lên 3 hạng", "up 3 places"),
    "5": ("lên 5 hạng", "up 5 places"),
    "first_third": ("vào một phần ba đầu nhóm", "into the first third of the group"),
}
ASSUMPTIONS: dict[str, Pair] = {
    "others_stand_still": ("các đơn vị khác giữ nguyên điểm", "the others stand still"),
    "others_improve": ("các đơn vị khác thay đổi điểm như năm qua", "the others change as they did last year"),
}
NO_YEAR_BEFORE: Pair = (
    "Không giả định được: không có kỳ trước so sánh được của bộ chỉ số này trong nhóm.",
    "This cannot be assumed: no unit of the group has a comparable year before.",
)


def no_room(rank: int) -> Pair:
    return (
        f"Đang ở hạng {rank}, phía trên không còn đủ số hạng đó.",
        f"Rank {rank}: there are not so many places above.",
    )


def unreachable(has_levers: bool, needed: Decimal | None, is_proven: bool) -> Pair:
    if not has_levers:
        return ("Không có đòn bẩy nào ở các tiêu chí: xem lý do ở từng tiêu chí.",
                "No criterion has a lever: each says why.")  # fmt: skip
    if not is_proven:
        return ("Chưa tìm thấy tập đòn bẩy nào trong giới hạn tìm kiếm; chưa khẳng định được là không có.",
                "No set was found within the limit of the search; there may be one.")  # fmt: skip
    return (f"Không tập đòn bẩy nào đạt được {vietnamese(needed)} điểm cần có, kể cả làm tất cả.",
            f"No set of levers reaches the {needed} points needed, not even all of them.")  # fmt: skip


def reached(
    is_closed: bool, codes: Sequence[str], names: Sequence[str], gained: Decimal, rank: int, is_proven: bool
) -> Pair:
    if not codes:
        return f"Không cần làm gì thêm: hạng {rank}.", f"Nothing more is needed: rank {rank}."
    vi = f"Làm {len(codes)} việc: {'; '.join(f'{c} {n}' for c, n in zip(codes, names, strict=True))}"
    more = ("" if is_proven else " Có thể còn cách nhẹ hơn.", "" if is_proven else " There may be a lighter way.")
    return (
        f"{CLOSED[0] * is_closed}{vi}; tổng điểm +{vietnamese(gained)}, hạng {rank}.{more[0]}",
        f"{CLOSED[1] * is_closed}{len(codes)} levers: {', '.join(codes)}; score +{gained}, rank {rank}.{more[1]}",
    )
