"""What the nation knows of the sample province's dossiers: SAMPLE DATA, made from its one-stop system's records with the
distortions that a real synchronisation brings (provincial one-stop dossier interface, 1.10), and the procedure catalogue.

Personal fields hold planted values (sample.dossiers.CANARIES). Every eleventh dossier was never pushed.
"""

from __future__ import annotations

import functools

from sample.dossiers import PROCEDURES, dossiers

STATUS = {0: "1", 2: "4", 3: "5", 4: "9", 5: "10", 8: "3", 9: "7", 10: "8", 11: "6", 16: "2", 99: "11"}
CHANNELS = {0: "2", 1: "1", 2: "3"}
PUSHED_AS_FINISHED = ("5", "6", "8")
NEVER_PUSHED = 11
LONGEST_NAME = 20


@functools.cache
def copies() -> dict[str, dict]:
    """Record of the sync model by number (MaHoSo): the national number where a dossier has one, else the province's."""
    pushed = (record for record in dossiers() if int(record["id"][-6:], 16) % NEVER_PUSHED)
    return {(r["nationCode"] or r["code"]): _copy(r) for r in pushed}


def _moment(iso: str | None) -> str:
    return "".join(c for c in iso[:19] if c.isdigit()) if iso else ""


def _copy(r: dict) -> dict:
    """One dossier as it was pushed. Every scalar is a string, "" is not given."""
    status = STATUS.get(r["dossierStatus"]["id"], "4")
    ended = r["completedDate"]
    if status in PUSHED_AS_FINISHED:  # waiting and suspended are told as finished, with a made-up last step
        status, ended = "9", r["updatedDate"]
    elif not r["appointmentDate"] and r["acceptedDate"] and status in ("2", "4"):
        status, ended = "9", r["acceptedDate"]
    person, fees = r["applicant"]["data"], r["dossierFee"]
    papers = [
        {"TepDinhKemId": f["file"][0]["id"] if f["file"] else "", "TenTepDinhKem": f"{person['fullname']}.pdf",
         "IsDeleted": "False", "MaThanhPhanHoSo": "", "DuocSoHoa": str(int(bool(f["file"]))),
         "DuocTaiSuDung": str(int(bool(f["file"]) and int(r["id"][-4:], 16) % 6 == 0)),
         "DuocLayTuKhoDMQG": str(int(int(r["id"][-4:], 16) % 9 == 0)),
         "DuongDanTaiTepTin": f"https://canary.example.vn/{f['file'][0]['id']}" if f["file"] else ""}
        for f in r["dossierFormFile"]
    ]  # fmt: skip
    results = [a for a in r["attachment"] if a["group"] == "result"]
    return {
        "MaHoSo": r["nationCode"] or r["code"], "SoBienNhan": "", "MaTTHC": r["procedure"]["code"][:8],
        "TenTTHC": r["procedure"]["translate"][0]["name"], "MaLinhVuc": r["procedure"]["sector"]["code"],
        "TenLinhVuc": r["procedure"]["sector"]["name"][0]["name"], "KenhThucHien": CHANNELS.get(r["applyMethod"]["id"], ""),
        "ChuHoSo": person["fullname"][:LONGEST_NAME], "SoGiayToChuHoSo": person["identityNumber"], "LoaiDoiTuong": "1",
        "DinhDanhCHS": [{"LoaiDinhDanh": "2", "SoDinhDanh": "000000001"}], "Email": person["email"],
        "Fax": person["phoneNumber"], "SoDienThoai": person["phoneNumber"], "ThongTinKhac": person["address"],
        "TrichYeuHoSo": f"CANARY {person['fullname']}", "NgayNopHoSo": _moment(r["acceptedDate"]),
        "NgayTiepNhan": _moment(r["acceptedDate"]), "NgayHenTra": _moment(r["appointmentDate"]), "TrangThaiHoSo": status,
        "NgayTuChoi": _moment(r["rejectedDate"]), "NgayKetThucXuLy": _moment(ended), "NgayTra": _moment(r["returnedDate"]),
        "ThongTinTra": "", "HinhThuc": "0", "DonViXuLy": r["agency"]["name"][0]["name"], "GhiChu": "CANARY",
        "NoiNopHoSo": "1" if r["nationCode"] else "2", "HoSoCoThanhPhanSoHoa": str(int(any(p["DuocSoHoa"] == "1" for p in papers))),
        "TaiKhoanDuocXacThucVoiVNeID": "0", "DuocThanhToanTrucTuyen": "1" if fees and fees[0]["paid"] else "0",
        "DSKetNoiCSDL": [{"MaCSDL": "7"}] + [{"MaCSDL": "1"}] * (r["applyMethod"]["id"] == 0), "TaiLieuNop": papers,
        "DanhSachLePhi": [{"TenPhiLePhi": "Phí", "MaPhiLePhi": "1", "HinhThucThu": "1", "Gia": str(f["amount"]),
                           "LoaiPhiLePhi": "1"} for f in fees],
        "DanhSachTepDinhKemKhac": [],
        "DanhSachHoSoBoSung": [
            {"HoSoBoSungId": "1", "NguoiYeuCauBoSung": "CANARY", "NoiDungBoSung": "CANARY",
             "NgayBoSung": _moment(w["requestedDate"]), "NgayTiepNhanBoSung": _moment(w["completedDate"])}
            for w in r["dossierSupplement"]],
        "DanhSachGiayToKetQua": [{"TenGiayTo": "CANARY", "GiayToId": a["id"], "MaGiayToKetQua": "KQ.G07.000122",
                                  "DuongDanTepTinKetQua": f"https://canary.example.vn/{a['id']}"} for a in results],
    }  # fmt: skip


@functools.cache
def catalogue() -> dict[str, dict]:
    """Answer of LayThuTuc by code: the sample's procedures, and the dirt that real catalogues hold."""
    found = {}
    for number, p in enumerate(PROCEDURES):
        name, blanks, quote = p.name, " " * (number % 3), "'" * (number % 2)
        fee = "Không" if not p.fee else f"{p.fee:,}".replace(",", ".")
        fees = [{"MAPHILEPHI": f"1{quote}", "SOTIEN": fee, "DONVI": "Đồng", "MOTA": "", "URL": ""}]
        time = {"THOIGIANGIAIQUYET": "" if p.days is None else str(p.days), "DONVITINH": f"Ngày làm việc{blanks}"}
        found[p.code] = {
            "MATTHC": p.code, "TENTTHC": name, "TRANGTHAI": "1", "MUCDO": p.level[0],
            "LIENTHONG": str(int("Liên thông" in name)), "THUTUCKHONGCOKETQUA": "0",
            "KHONGCONGAYHENTRA": str(int(p.days is None)),
            "LINHVUCTHUCHIEN": [{"MALINHVUC": p.sector[0], "TENLINHVUC": p.sector[1]}],
            "CACHTHUCTHUCHIEN": [{"KENH": k, "THOIGIAN": [time | {"MOTA": "", "PHILEPHI": fees}]} for k in "213"],
        }  # fmt: skip
    found["TS_lop1.000.00.00.H22"] = {
        "MATTHC": "TS_lop1.000.00.00.H22",
        "TENTTHC": "Tuyển sinh lớp 1",
        "TRANGTHAI": "1",
    }
    return found
