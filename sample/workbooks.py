"""The sample inbox: workbooks as units send them, from a fixed seed; the same bytes on every run.

Units are real (sample.units), the forms look like theirs; the figures are illustrative, except that the procedure
catalogue of Đô Lương counts what is published (seed figures S01 to S06) and its places in the PAR INDEX follow from
``sample.par_workbooks``. Some files are wrong on purpose: REJECTED and QUARANTINED say which, and how.

`python -m sample.workbooks FOLDER` writes them.
"""

import random
import sys
from collections.abc import Iterator
from pathlib import Path

from sample import assessments, par_workbooks, sipas, unit_forms, units
from sample.sheets import CANARIES, Book, grouped, spelled

__all__ = ["CANARIES", "QUARANTINED", "REJECTED", "write_inbox"]

SEED = 20261031
REJECTED = {
    "06a_xa_nam_dan_2026_A10.xlsx": "a column that the form does not have",
    "06a_xa_do_luong_thuong_2026_A10.xlsx": "a unit that does not exist",
    "06a_xa_kim_lien_2026_A10.xlsx": "a number that cannot be read (12o3)",
}
QUARANTINED = {"06a_phuong_vinh_hung_2026_A10.xlsx": "resolved in total is 2 more than early + on time + late"}

FORM_06A = [
    "TT", "Lĩnh vực, công việc giải quyết theo cấp",
    ("Tiếp nhận", ["Tổng số", ("Trong đó", ["Trực tuyến", "Trực tiếp,\ndịch vụ bưu chính", "Từ kỳ trước"])]),
    ("Đã giải quyết", ["Tổng số", ("Trong đó", ["Trước hạn", "Đúng hạn", "Quá hạn"])]),
    ("Đang giải quyết", ["Tổng số", ("Trong đó", ["Trong hạn", "Quá hạn"])]),
]  # fmt: skip
FIELDS = ("Hộ tịch", "Chứng thực", "Đất đai", "Đăng ký kinh doanh hộ cá thể", "Bảo trợ xã hội", "Xây dựng")
SECTORS = (
    "Hộ tịch", "Chứng thực", "Đất đai", "Thành lập và hoạt động hộ kinh doanh", "Bảo trợ xã hội", "Quy hoạch xây dựng",
    "Giáo dục và Đào tạo", "Môi trường", "Văn hóa", "Lao động", "Nông nghiệp", "Giao thông", "Thi đua - Khen thưởng",
)  # fmt: skip
ACTIONS = ("Cấp mới", "Cấp lại", "Điều chỉnh", "Gia hạn", "Đăng ký", "Xác nhận", "Thẩm định", "Thu hồi", "Công nhận")
OBJECTS = ("giấy phép", "giấy chứng nhận", "phương án", "hồ sơ", "danh hiệu", "văn bản", "chế độ")
SIX = ("17662", "17623", "17641", "17677", "17689", "17707")


def write_inbox(folder: Path) -> list[Path]:
    """Write all workbooks of the sample province into ``folder`` and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = [_catalogue(folder), _signatures(folder), *_district_06a(folder), *_communes_06a(folder)]
    return sorted([*written, *par_workbooks.write(folder), *assessments.write(folder), *sipas.write(folder),
                   *unit_forms.write(folder)])  # fmt: skip


def _catalogue(folder: Path) -> Path:
    """261 procedures of the district (111 full, 150 partial) and 156 of its communes (36 full, 114 partial, and 6
    of which the source does not give the level)."""
    rng = random.Random(SEED)
    names = [(s, f"{a} {o} lĩnh vực {s.lower()}") for s in SECTORS for a in ACTIONS for o in OBJECTS]
    blocks = (("I", "Cấp huyện", {"Toàn trình": 111, "Một phần": 150}),
              ("II", "Cấp xã", {"Toàn trình": 36, "Một phần": 114, "": 6}))  # fmt: skip
    with Book(folder / "danh_muc_tthc_do_luong_2024_05.xlsx") as book:
        page = book.sheet("Danh mục TTHC", 7)
        title = "DANH MỤC THỦ TỤC HÀNH CHÍNH THUỘC THẨM QUYỀN GIẢI QUYẾT CỦA CẤP HUYỆN, CẤP XÃ"
        page.letterhead(
            "ỦY BAN NHÂN DÂN HUYỆN ĐÔ LƯƠNG",
            [title, "Đơn vị báo cáo: UBND huyện Đô Lương", "Kỳ báo cáo: Tháng 5 năm 2024"],
        )
        page.header(["STT", "Mã TTHC", "Tên TTHC", "Lĩnh vực", "Cấp thực hiện",
                     "Mức độ dịch vụ công\ntrực tuyến", "Ghi chú"])  # fmt: skip
        for order, level, counts in blocks:
            page.line([order, f"THỦ TỤC HÀNH CHÍNH {level.upper()}"], is_bold=True)
            levels = rng.sample([k for k, n in counts.items() for _ in range(n)], sum(counts.values()))
            chosen = sorted(rng.sample(range(len(names)), len(levels)))
            for i, (index, service) in enumerate(zip(chosen, levels, strict=True), 1):
                sector, name = names[index]
                code = f"{len(order)}.{1000 + index:06d}.000.00.00.H41"
                page.line([i, code, name, sector, level, service, "" if i % 90 else f"Đầu mối: {CANARIES[2]}"])
        page.footer(["Mức độ dịch vụ công theo Nghị định số 42/2022/NĐ-CP."], "Đô Lương, ngày 31 tháng 5 năm 2024")
    return book.path


def _signatures(folder: Path) -> Path:
    """Documents signed and handled by the 130 communes and wards from January to October 2026."""
    rng = random.Random(SEED + 1)
    today = [u for u in units.units() if u["valid_from"] == units.REFORM]
    blocks = (("I", "Các phường", "phuong"), ("II", "Các xã", "xa"))
    with Book(folder / "ky_so_van_ban_2026.xlsx") as book:
        page = book.sheet("Ký số", 9)
        period = "Kỳ báo cáo: 10 tháng đầu năm 2026 (từ ngày 01/01/2026 đến ngày 31/10/2026)"
        page.letterhead("UBND TỈNH NGHỆ AN", ["BÁO CÁO KẾT QUẢ KÝ SỐ VĂN BẢN", period])
        page.header(["STT", "Tên cơ quan, đơn vị", ("Văn bản đi", ["Tổng số", "Trong đó ký số", "Tỷ lệ (%)"]),
                     ("Văn bản đến", ["Tổng số", "Xử lý đúng hạn", "Tỷ lệ (%)"]), "Ghi chú"])  # fmt: skip
        done = []
        for order, title, group in blocks:
            rows = [_documents(rng) for u in today if u["peer_group"] == group]
            page.line([order, title, *(_rated([sum(r[k] for r in rows) for k in range(4)])), ""], is_bold=True)
            for i, unit in enumerate((u for u in today if u["peer_group"] == group), 1):
                values = _rated(rows[i - 1])
                if i % 10 == 0:
                    values[0], values[3] = grouped(values[0]), grouped(values[3])
                page.line([i, spelled(unit, i), *values, f"Người báo: {CANARIES[2]}" if i % 30 == 0 else ""])
            done += rows
        sums = _rated([sum(r[k] for r in done) for k in range(4)])
        page.line(["", "Tổng cộng", *sums, ""], is_bold=True)
        page.footer(["(*) Không tính văn bản mật."], "Nghệ An, ngày 31 tháng 10 năm 2026")
    return book.path


def _documents(rng: random.Random) -> list[int]:
    out, received = rng.randint(380, 1900), rng.randint(1500, 6200)
    return [out, round(out * rng.uniform(0.86, 1)), received, round(received * rng.uniform(0.74, 1))]


def _rated(values: list[int]) -> list[object]:
    out, signed, received, on_time = values
    rate = [f"{grouped(100 * a / b, 2)}%" for a, b in ((signed, out), (on_time, received))]
    return [out, signed, rate[0], received, on_time, rate[1]]


def _district_06a(folder: Path) -> Iterator[Path]:
    """Three reporting months of Đô Lương district, each opening with what was pending at the end of the one before."""
    rng, pending = random.Random(SEED + 2), [9, 14, 31, 6, 3, 8]
    for month in (2, 3, 4):
        rows = [_dossiers(rng, carried, 60) for carried in pending]
        pending = [row[8] for row in rows]
        yield _form_06a(folder / f"06a_huyen_do_luong_2024_A{month:02d}.xlsx", "UBND huyện Đô Lương", 2024, month, rows)


def _communes_06a(folder: Path) -> Iterator[Path]:
    """October 2026 of six communes; one whose columns do not add up; and the three that will be refused."""
    rng = random.Random(SEED + 3)
    by_code = {u["gso_code"]: u for u in units.units() if u["valid_from"] == units.REFORM}
    for i, code in enumerate(SIX):
        slug = units.ascii_of(by_code[code]["name_vi"]).lower().replace(" ", "_")
        path = folder / f"06a_{slug}_2026_A10.xlsx"
        yield _form_06a(path, spelled(by_code[code], i).strip(), 2026, 10, _fields(rng))
    wrong = _fields(rng)
    wrong[1][4] += 2
    yield _form_06a(folder / next(iter(QUARANTINED)), "UBND phường Vinh Hưng", 2026, 10, wrong)
    column, unit, number = (folder / name for name in REJECTED)
    yield _form_06a(column, "UBND xã Nam Đàn", 2026, 10, _fields(rng), ["Hồ sơ hủy"])
    yield _form_06a(unit, f"UBND xã Đô Lương Thượng ({CANARIES[0]}, {CANARIES[3]})", 2026, 10, _fields(rng))
    unread = _fields(rng)
    unread[0][1] = "12o3"
    yield _form_06a(number, "UBND xã Kim Liên", 2026, 10, unread)


def _fields(rng: random.Random) -> list[list]:
    return [_dossiers(rng, rng.randint(0, 6), 90) for _ in FIELDS[:5]]


def _dossiers(rng: random.Random, carried: int, most: int) -> list:
    """Columns 3 to 13 of form 06a for one field of work; 3=4+5+6, 7=8+9+10, 11=12+13, 3=7+11."""
    online, direct = rng.randint(most // 4, most), rng.randint(0, most // 5)
    received = online + direct + carried
    pending = rng.randint(0, received // 5)
    overdue = pending // 6
    resolved = received - pending
    late = rng.choice((0, 0, 0, 1, 2))
    early = round((resolved - late) * rng.uniform(0.4, 0.8))
    on_time = resolved - late - early
    return [received, online, direct, carried, resolved, early, on_time, late, pending, pending - overdue, overdue]


def _form_06a(path: Path, unit: str, year: int, month: int, rows: list[list], extra: list[str] = ()) -> Path:
    last = f"14/{month:02d}/{year}"
    first = f"15/{month - 1:02d}/{year}"
    lines = [
        "Biểu số II.06a/VPCP/KSTT",
        "TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT TTHC TẠI CƠ QUAN, ĐƠN VỊ TRỰC TIẾP GIẢI QUYẾT TTHC",
        f"Kỳ báo cáo: Tháng {month} năm {year}", f"(Từ ngày {first} đến ngày {last})",
        f"Đơn vị báo cáo: {unit}", "Đơn vị nhận báo cáo: UBND tỉnh Nghệ An", "Đơn vị tính: Số hồ sơ TTHC",
    ]  # fmt: skip
    with Book(path) as book:
        page = book.sheet("Biểu 06a", 13 + len(extra))
        page.letterhead("Ban hành theo Thông tư 01/2020/TT-VPCP", lines)
        page.header([*FORM_06A, *extra])
        start, written = page.row, []
        for i, (field, row) in enumerate(zip(FIELDS, rows, strict=False), 1):
            values = ["-" if value == 0 and i % 2 else value for value in row]
            written.append(values)
            page.line([i, field, *values, *[1 for _ in extra]])
        page.total("Tổng cộng", start, [list(c) for c in zip(*written, strict=True)])
        page.footer(["(9) Bao gồm cả hồ sơ chờ bổ sung, trả lại hoặc xin rút."], f"Ngày {last}")
    return path


if __name__ == "__main__":
    for written in write_inbox(Path(sys.argv[1])):
        print(written)
