"""What a description in two languages is: "Tiếng Việt — English", both parts said, each in its own language."""

import unicodedata

MARKS = set("ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ")
"""Letters that Vietnamese has and English has not."""


def faults(text: str | None) -> list[str]:
    """What is wrong with a description; nothing where it is sound."""
    vietnamese, dash, english = (text or "").partition(" — ")
    found = []
    if not dash or not vietnamese.strip() or not english.strip():
        found.append("not two parts joined by ' — '")
    if not set(vietnamese.lower()) & MARKS:
        found.append("the first part is not Vietnamese")
    if "—" in english:
        found.append("more than two parts")
    if set(english.lower()) & MARKS:
        found.append("the second part is not English")
    if not unicodedata.is_normalized("NFC", text or ""):
        found.append("not NFC")
    if (text or "") != " ".join((text or "").split()):
        found.append("spaces or line breaks to spare")
    return found


def is_bilingual(text: str | None) -> bool:
    return not faults(text)
