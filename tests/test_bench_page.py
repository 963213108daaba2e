"""The page of benchmarks: a line is on it as soon as it is measured, and a stop loses nothing that was measured before."""

from tests.bench.lines import Line, write

FIRST = Line("load | raw", "61,000 rows/s", "COPY 100,000 rows/s", 0.61, (">=", 0.6), "3.1 kB")
SECOND = Line("a gate", "30.0 s", "one scan 10.0 s", 3.0, ("<=", 4))


def works(page):
    return [line.split(" | ")[0].strip("| ") for line in page.read_text().splitlines() if line.startswith("|")][2:]


def test_lines_stand_until_they_are_measured_again_or_the_machine_is_another(tmp_path):
    page = tmp_path / "benchmarks.md"
    write([FIRST, SECOND], page, "18.4", is_whole=False)
    assert "| load / raw | 61,000 rows/s | COPY 100,000 rows/s | 0.61 | >= 0.6 ✓ | 3.1 kB | " in page.read_text()
    write([Line("a gate", "50.0 s", "one scan 10.0 s", 5.0, ("<=", 4))], page, "18.4", is_whole=False)
    assert works(page) == ["load / raw", "a gate"] and "<= 4 ✗" in page.read_text() and "3.00" not in page.read_text()
    write([SECOND], page, "18.5", is_whole=False)
    assert works(page) == ["a gate"]
    write([FIRST], page, "18.5", is_whole=True)
    assert works(page) == ["load / raw"]
