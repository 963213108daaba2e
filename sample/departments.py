"""Departments and agencies of Nghệ An: those of 2022 to 2024, and the mergers of 1 March 2025.

The names of before are general knowledge, not verified against a decision; so is that the tax office and the social
insurance, bodies of central agencies in the province, are assessed in a group of their own (a table of such a group is
published, its members were not read), and the day on which those two are given up here. The 14 agencies since 1 March
2025 and what each was made of are as the press reports the resolution of the provincial People's Council (MERGERS);
which tasks went elsewhere is reported from the province's plan, without any share (TRANSFERS).
"""

DEPARTMENTS = [  # slug, name, English name, peer group, how senders shorten it
    ("van-phong-ubnd-tinh", "Văn phòng UBND tỉnh", "Office of the People's Committee", "department", "VP UBND tỉnh"),
    ("thanh-tra-tinh", "Thanh tra tỉnh", "Provincial Inspectorate", "department", "TT tỉnh"),
    ("so-noi-vu", "Sở Nội vụ", "Department of Home Affairs", "department", "Sở NV"),
    ("so-tu-phap", "Sở Tư pháp", "Department of Justice", "department", "Sở TP"),
    ("so-tai-chinh", "Sở Tài chính", "Department of Finance", "department", "Sở TC"),
    ("so-ke-hoach-va-dau-tu", "Sở Kế hoạch và Đầu tư", "Department of Planning and Investment", "department",
     "Sở KH&ĐT"),
    ("so-cong-thuong", "Sở Công Thương", "Department of Industry and Trade", "department", "Sở CT"),
    ("so-nong-nghiep-va-phat-trien-nong-thon", "Sở Nông nghiệp và Phát triển nông thôn",
     "Department of Agriculture and Rural Development", "department", "Sở NN&PTNT"),
    ("so-giao-thong-van-tai", "Sở Giao thông vận tải", "Department of Transport", "department", "Sở GTVT"),
    ("so-xay-dung", "Sở Xây dựng", "Department of Construction", "department", "Sở XD"),
    ("so-tai-nguyen-va-moi-truong", "Sở Tài nguyên và Môi trường", "Department of Natural Resources and Environment",
     "department", "Sở TN&MT"),
    ("so-thong-tin-va-truyen-thong", "Sở Thông tin và Truyền thông", "Department of Information and Communications",
     "department", "Sở TT&TT"),
    ("so-khoa-hoc-va-cong-nghe", "Sở Khoa học và Công nghệ", "Department of Science and Technology", "department",
     "Sở KH&CN"),
    ("so-giao-duc-va-dao-tao", "Sở Giáo dục và Đào tạo", "Department of Education and Training", "department",
     "Sở GD&ĐT"),
    ("so-y-te", "Sở Y tế", "Department of Health", "department", "Sở YT"),
    ("so-lao-dong-thuong-binh-va-xa-hoi", "Sở Lao động - Thương binh và Xã hội",
     "Department of Labour, Invalids and Social Affairs", "department", "Sở LĐTB&XH"),
    ("so-van-hoa-va-the-thao", "Sở Văn hóa và Thể thao", "Department of Culture and Sports", "department", "Sở VH&TT"),
    ("so-du-lich", "Sở Du lịch", "Department of Tourism", "department", "Sở DL"),
    ("so-ngoai-vu", "Sở Ngoại vụ", "Department of Foreign Affairs", "department", "Sở NgV"),
    ("ban-dan-toc", "Ban Dân tộc", "Committee for Ethnic Affairs", "department", "Ban DT"),
    ("ban-quan-ly-kkt-dong-nam", "Ban Quản lý Khu kinh tế Đông Nam", "Management Board of the Dong Nam Economic Zone",
     "department", "BQL KKT Đông Nam"),
    ("cuc-thue-tinh", "Cục Thuế tỉnh", "Provincial Tax Department", "vertical", "Cục Thuế"),
    ("bao-hiem-xa-hoi-tinh", "Bảo hiểm xã hội tỉnh", "Provincial Social Insurance", "vertical", "BHXH tỉnh"),
]  # fmt: skip

MERGED_ON = "2025-03-01"
GIVEN_UP = ("cuc-thue-tinh", "bao-hiem-xa-hoi-tinh")
"""ILLUSTRATIVE end on MERGED_ON: bodies of central agencies, reorganised that year; no decision was read."""
_PRESS = "kinhtedothi.vn: Nghệ An sau sắp xếp còn 14 đơn vị chuyên môn"
_PLAN = "news.laodong.vn 1434761, tienphong.vn post1716691: phương án của tỉnh"

MERGERS = [  # slug, name, English name, how senders shorten it, what it was made of
    ("so-noi-vu", "Sở Nội vụ", "Department of Home Affairs", "Sở NV",
     ("so-noi-vu", "so-lao-dong-thuong-binh-va-xa-hoi")),
    ("so-tai-chinh", "Sở Tài chính", "Department of Finance", "Sở TC", ("so-tai-chinh", "so-ke-hoach-va-dau-tu")),
    ("so-nong-nghiep-va-moi-truong", "Sở Nông nghiệp và Môi trường", "Department of Agriculture and Environment",
     "Sở NN&MT", ("so-nong-nghiep-va-phat-trien-nong-thon", "so-tai-nguyen-va-moi-truong")),
    ("so-xay-dung", "Sở Xây dựng", "Department of Construction", "Sở XD", ("so-xay-dung", "so-giao-thong-van-tai")),
    ("so-khoa-hoc-va-cong-nghe", "Sở Khoa học và Công nghệ", "Department of Science and Technology", "Sở KH&CN",
     ("so-khoa-hoc-va-cong-nghe", "so-thong-tin-va-truyen-thong")),
    ("so-van-hoa-the-thao-va-du-lich", "Sở Văn hóa, Thể thao và Du lịch",
     "Department of Culture, Sports and Tourism", "Sở VHTT&DL", ("so-van-hoa-va-the-thao", "so-du-lich")),
    ("so-dan-toc-va-ton-giao", "Sở Dân tộc và Tôn giáo", "Department of Ethnic and Religious Affairs", "Sở DT&TG",
     ("ban-dan-toc",)),
]  # fmt: skip
MERGERS_SOURCE = _PRESS

TRANSFERS = [  # from, to, what, source: tasks that went to another agency than the rest; no share is stated anywhere
    ("so-noi-vu", "so-dan-toc-va-ton-giao", "tôn giáo", _PRESS),
    ("so-lao-dong-thuong-binh-va-xa-hoi", "so-giao-duc-va-dao-tao", "giáo dục nghề nghiệp", _PLAN),
    ("so-lao-dong-thuong-binh-va-xa-hoi", "so-y-te", "bảo trợ xã hội, trẻ em, phòng chống tệ nạn xã hội", _PLAN),
    ("so-lao-dong-thuong-binh-va-xa-hoi", "so-dan-toc-va-ton-giao", "giảm nghèo", _PLAN),
    ("so-thong-tin-va-truyen-thong", "so-van-hoa-the-thao-va-du-lich", "báo chí, xuất bản", _PLAN),
]  # fmt: skip
