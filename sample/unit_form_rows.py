"""What the sample's other workbooks say, row by row (``sample.unit_forms``): illustrative, made up once."""

import random

PLAN_2025 = [
    {"task": "Ban hành Kế hoạch cải cách hành chính năm 2025", "deadline": "Trước 30/01/2025", "product": "Kế hoạch"},
    {"task": "Rà soát, đơn giản hóa thủ tục hành chính", "deadline": "Quý III/2025", "product": "Báo cáo"},
    {"task": "Kiểm tra cải cách hành chính cấp xã", "deadline": "Tháng 6 - 8", "product": "Kết luận kiểm tra"},
    {"task": "Tuyên truyền cải cách hành chính", "deadline": "Thường xuyên", "product": "Tin, bài"},
    {"task": "Đánh giá mức độ hài lòng", "deadline": "Cả năm", "product": ""},
]
PLAN_2026 = [
    {"area": area, "task": task, "deadline": deadline, "product": product, "budget_million_vnd": budget}
    for area, task, deadline, product, budget in (
        ("Chỉ đạo, điều hành", "Ban hành Kế hoạch cải cách hành chính năm 2026", "30/01/2026", "Kế hoạch", ""),
        ("Cải cách thể chế", "Rà soát văn bản quy phạm pháp luật", "Quý IV/2026", "Báo cáo", 12.5),
        (
            "Cải cách thủ tục hành chính",
            "Niêm yết, công khai thủ tục hành chính",
            "Thường xuyên",
            "Trang thông tin",
            "",
        ),
        ("Cải cách thủ tục hành chính", "Số hóa kết quả còn hiệu lực", "Trước 30/11", "Kho kết quả số hóa", "150"),
        ("Cải cách chế độ công vụ", "Bồi dưỡng kỹ năng số cho công chức", "6 tháng đầu năm", "Hội nghị", "45,5"),
        ("Cải cách tài chính công", "Công khai ngân sách", "Tháng 12", "Báo cáo", ""),
        ("Xây dựng chính quyền số", "Ký số toàn bộ văn bản đi", "Cả năm", "Văn bản ký số", ""),
    )
]
PROGRESS = [
    {"task": task, "deadline": deadline, "status": status, "completed_on": day, "evidence": evidence}
    for task, deadline, status, day, evidence in (
        ("Ban hành Kế hoạch cải cách hành chính năm 2026", "30/01/2026", "Hoàn thành", "27/01/2026", "15/KH-UBND"),
        ("Rà soát văn bản quy phạm pháp luật", "Quý III/2026", "Đang thực hiện", "", ""),
        (
            "Niêm yết, công khai thủ tục hành chính",
            "Thường xuyên",
            "Đã hoàn thành",
            "30/10/2026",
            "Trang thông tin của xã",
        ),
        ("Số hóa kết quả còn hiệu lực", "Trước 30/11", "Đang thực hiện", "", ""),
        ("Bồi dưỡng kỹ năng số cho công chức", "6 tháng đầu năm", "Hoàn thành", "05/07/2026", "42/BC-UBND"),
        ("Công khai ngân sách", "Tháng 12", "Chưa thực hiện", "", ""),
        ("Tổ chức cuộc thi tìm hiểu cải cách hành chính", "Quý II", "Dừng thực hiện", "", ""),
    )
]
TALKS = [
    {"kind": kind, "held_on": day, "quantity": quantity, "participants": people, "evidence": evidence}
    for kind, day, quantity, people, evidence in (
        ("Tin, bài trên cổng thông tin điện tử", "12/03/2026", 14, "", "doluong.example/tin-tuc"),
        ("Loa truyền thanh", "20/04/2026", 26, "", ""),
        ("Hội nghị, tập huấn", "06/05/2026", 1, 120, "08/KH-UBND"),
        ("Đối thoại", "15/09/2026", 2, "1.040", "31/TB-UBND"),
        ("Zalo, Facebook", "01/10/2026", 33, "-", ""),
    )
]
INSPECTIONS = [
    {"kind": "Cải cách hành chính", "inspected_on": "14/05/2026", "dossiers_checked": 60, "dossiers_faulty": 4,
     "findings": 3, "fix_by": "Trước 30/6", "fixed": "Đã khắc phục"},
    {"kind": "Công vụ đột xuất", "inspected_on": "03/08/2026", "dossiers_checked": 25, "dossiers_faulty": 0, "findings": 0},
    {"kind": "Không phát sinh"},
]  # fmt: skip
SATISFACTION = [
    dict(zip([f"satisfaction_indicator_{i}" for i in range(1, 10)], points, strict=True))
    | dict(zip([f"satisfaction_level_{i}" for i in (5, 4, 3, 2, 1)], levels, strict=True))
    | {"satisfaction_forms": sum(levels), "satisfaction_points": total}
    for points, total, levels in (
        ((2, 2, 1.5, 2, 2, 1.5, 2, 2, 2), 17, (60, 30, 6, 3, 1)),
        ((1.5, 2, 1.5, 1.5, 2, 1, 2, 1.5, 2), 15, (41, 32, 10, 5, 2)),
        ((2, 1.5, 2, 2, 1.5, 2, 2, 2, 1.5), "16,5", (50, 28, 9, 2, 1)),
    )
]
DTI = [
    {"criterion_code": code, "value": value, "points": points, "evidence": evidence}
    for code, value, points, evidence in (
        ("1.1", 4, 15, "12/TB-UBND"),
        ("2.1", "", "45,5", "03/KH-UBND ngày 10/01/2022"),
        ("2.2", "", 40, "88/BC-UBND"),
        ("4.2", "", 36, ""),
        ("6.3", "", 55, "https://docs.example/ky-so"),
    )
]
POSITIONS = [
    {"position_code": code, "position_name": name, "position_group": group, "assigned": a, "present": p, "qualified": q}
    for code, name, group, a, p, q in (
        ("LD-01", "Chủ tịch UBND xã", "Lãnh đạo, quản lý", 1, 1, 1),
        ("LD-02", "Phó Chủ tịch UBND xã", "Lãnh đạo, quản lý", 2, 2, 2),
        ("CN-01", "Chuyên viên cải cách hành chính", "Nghiệp vụ chuyên ngành", 2, 1, 1),
        ("CN-02", "Chuyên viên tư pháp, hộ tịch", "Nghiệp vụ chuyên ngành", 3, 3, 2),
        ("DC-01", "Kế toán", "Nghiệp vụ chuyên môn dùng chung", 1, 1, 1),
        ("HT-01", "Văn thư", "Hỗ trợ, phục vụ", 1, 0, 0),
    )
]
QUESTIONS = ("information_access_1", "information_access_2", "leader_dynamism_1", "leader_dynamism_2", "equal_treatment_1",
             "support_quality_1", "support_quality_2", "institution_trust_1", "land_ease_1")  # fmt: skip


def answers(unit_key: str) -> list[dict]:
    """Five questionnaires of firms about a unit."""
    rng = random.Random(f"ddci {unit_key}")
    return [
        {question: rng.choice((5, 4, 4, 4, 3, 2, 9, "")) for question in QUESTIONS}
        | {"questionnaire_no": f"{unit_key[8:13]}-{n:02}", "firm_kind": rng.choice(("Hộ kinh doanh", "Hợp tác xã")),
           "visits": rng.choice((1, 1, 2, 3, "")), "paid_informally": rng.choice(("Không", "Không", "Có", ""))}
        for n in range(1, 6)
    ]  # fmt: skip
