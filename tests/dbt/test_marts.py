"""The marts as BI tools see them, after a published night; and that the tests which guard them see what they should."""

import random
from datetime import date

import jinja2
import pytest

from warehouse.dbt import PROJECT, TransformFailed, dbt

SORTED = """An|An Châu|An Hòa|Án|Anh Sơn|Ánh|Ăn|Ân|Ba|Bà|Bả|Bã|Bá|Bạ|Bạch Hà|Bắc Lý|Cửa Lò|Dũng|Dương|Đa|Đại Đồng|Đô Lương|Đồng
Hưng|Đông Lộc|Em|Ê|Hưng|Hương|Là|Lại|Quế|Quỳ|Tùng Lộc|Vinh|Vĩnh Tường|Yên Sơn"""
SORTED = (
    "An|Án|An Châu|An Hòa|Anh Sơn|Ánh|Ăn|Ân|Ba|Bà|Bả|Bã|Bá|Bạ|Bạch Hà|Bắc Lý|Cửa Lò|Dũng|Dương|Đa|Đại Đồng|Đô Lương|"
    "Đông Lộc|Đồng Lộc|Em|Ê|Hung|Hùng|Hưng|Hương|La|Là|Lại|Quế|Quỳ|Thủ|Thư|Tùng Lộc|Vinh|Vĩnh|Vinh Hưng|Yên Sơn"
).split("|")
