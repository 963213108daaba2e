"""What every Superset of this project shares: how numbers and dates look, and that figures are never cached."""

BABEL_DEFAULT_LOCALE = "en"  # Superset 6.1 ships no Vietnamese menus; titles, columns and figures are Vietnamese
D3_FORMAT = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " ₫"]}
D3_TIME_FORMAT = {
    "dateTime": "%d/%m/%Y %H:%M",
    "date": "%d/%m/%Y",
    "time": "%H:%M:%S",
    "periods": ["SA", "CH"],
    "days": ["Chủ nhật", "Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy"],
    "shortDays": ["CN", "T2", "T3", "T4", "T5", "T6", "T7"],
    "months": [f"Tháng {month}" for month in range(1, 13)],
    "shortMonths": [f"Th{month}" for month in range(1, 13)],
}
# figures are never cached: after a switch of release one dashboard would show charts of both
DATA_CACHE_CONFIG = {"CACHE_TYPE": "NullCache"}

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
PUBLIC_ROLE_LIKE = None
