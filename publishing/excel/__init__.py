"""Workbooks for officials: tables with a heading as decisions have them, real numbers, ready to filter and to print."""
