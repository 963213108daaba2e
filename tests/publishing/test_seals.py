"""Seals: what is official can be proven, here and offline, and every altered place is named."""

import json
import shutil
import subprocess
import sys
import zipfile

import psycopg
import pytest
import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from dags.recompute import recompute
from ingestion import settings
from publishing import evidence, official, sealing, verify_pack, verifying
from warehouse import config


@pytest.fixture(scope="module")
def seal(night):
    """The official rankings of the sample in two approvals, so that there is a chain; the number of the first seal."""
    rankings = official.propose()["rankings"]
    official.seal(rankings[1:], "Chủ tịch (mẫu)")
    official.seal(rankings[:1], "Chủ tịch (mẫu)")
    return verifying.seals()[0]["seal_id"]


@pytest.fixture
def admin(night):
    with psycopg.connect(config.dsn("admin"), autocommit=True) as conn:
        yield conn.execute


@pytest.fixture(scope="module")
def pack(seal, tmp_path_factory):
    folder = tmp_path_factory.mktemp("evidence")
    return evidence.export(seal, folder / "pack.zip")


def test_a_sealed_ranking_is_computed_again_and_comes_out_the_same(seal):
    first, second = verifying.seals()
    assert [r["edition"] for r in first["rankings"]] == ["2023", "2023_department"]
    assert [r["edition"] for r in second["rankings"]] == ["2022"]
    assert [verifying.verify(s["seal_id"], recompute, settings.archive()) for s in (first, second)] == [[], []]
    assert all(s["is_sound"] for s in verifying.seals())


ALTERED = {
    "a rank": ("update release_1.fct_index_rank set rank = 1 where rank = 7 and period_code = '2023'", "marts/fct_index_rank.csv was altered"),
    "a figure": ("update release_1.fct_figure set value = value + 1 where figure_code = 'par_tasks_done'", "marts/fct_figure.csv was altered"),
    "a receipt": ("update ops.delivery set sha256 = repeat('0', 64) where receipt_id = (select min(receipt_id) from ops.delivery)", "receipts.csv was altered"),
    "a book": ("update ops.sealed_book set files = '{}' where index_code = 'par' and edition = '2023'", "the sealed book par/2023 was altered"),
    "the manifest": ("update ops.seal set manifest = replace(manifest, 'mẫu', 'thật')", "the manifest was altered"),
    "the chain": (
        "insert into ops.seal (seal_id, release_id, manifest, sha256, previous_sha256, public_key, signature)"
        " overriding system value select 0, 1, '{}', 'forged', max(sha256) filter (where previous_sha256 is not null), '', ''"
        " from ops.seal",
        "the chain is broken",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", ALTERED)
def test_what_is_altered_is_named(seal, what):
    statement, told = ALTERED[what]
    with psycopg.connect(config.dsn("admin")) as conn:  # undone at the end: verify() reads inside this transaction only
        conn.execute(statement)
        row = (
            conn.cursor(row_factory=psycopg.rows.dict_row)
            .execute("select * from ops.seal where seal_id = %s", (seal,))
            .fetchone()
        )
        manifest = json.loads(row["manifest"])
        found = [
            *verifying._seal(conn, row, manifest),
            *verifying._tables(conn, 1, manifest),
            *verifying._books(conn, manifest),
        ]
        conn.rollback()
    assert any(f.startswith(told) for f in found), found


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda data: data, None),
        (None, None),
        (lambda data: data[:-9], "holds "),
        (lambda data: zstandard.compress(b"{}"), "holds 44136fa355b3… now"),
        (lambda data: b"no archive", "cannot be read any more"),
    ],
    ids=["untouched", "moved away", "cut off", "replaced", "spoilt"],
)
def test_archived_deliveries_are_asked_where_they_lie(seal, tmp_path, change, told):
    archive = shutil.copytree(settings.archive(), tmp_path / "archive")
    file = sorted(archive.glob("workbooks/*"))[0]
    data = file.read_bytes()
    file.unlink()
    if change is not None:
        file.write_bytes(change(data))
    with psycopg.connect(config.dsn("publisher")) as conn:
        found = list(verifying._deliveries(conn, 1, archive))
    assert len(found) == (told is not None)
    assert told is None or f"was altered: {file.name} {told}" in found[0]


def test_other_figures_give_another_ranking_and_it_is_told(seal):
    def from_other_figures(books, units, figures, *rest):
        half = [
            f | {"value": f["value"] / 2} if f["figure_code"] == "par_tasks_done" and f["value"] else f for f in figures
        ]
        return recompute(books, units, half, *rest)

    found = verifying.verify(seal, from_other_figures)
    assert any(f.startswith("par 2023 2023, district-427-2020: sealed score 85.94") for f in found), found[:3]
    assert verifying.seals()[0]["is_sound"] is False
    with pytest.raises(verifying.Unsound, match="district-427-2020"):
        verifying.raise_unsound(seal, found)


def test_without_a_key_nothing_is_sealed(monkeypatch):
    for value in (None, "", "too short", "AAAA"):
        monkeypatch.delenv("PARIX_SEAL_KEY", raising=False)
        if value is not None:
            monkeypatch.setenv("PARIX_SEAL_KEY", value)
        with pytest.raises(sealing.NoSealKey, match="openssl rand"):
            sealing.key()


def offline(*arguments):
    """The verifier as an auditor runs it: no environment, no project, no dependencies."""
    return subprocess.run([sys.executable, "-I", "-S", *map(str, arguments)], capture_output=True, text=True, env={})


def test_a_pack_is_checked_offline(pack, tmp_path):
    with zipfile.ZipFile(pack) as z:
        z.extractall(tmp_path)
    done = offline(tmp_path / "verify_pack.py")
    assert done.returncode == 0 and "whole" in done.stdout, done.stdout + done.stderr
    own = sealing.public_key(sealing.key())
    assert offline(tmp_path / "verify_pack.py", pack, "--key", own).returncode == 0
    stranger = sealing.public_key(Ed25519PrivateKey.generate())
    assert "another key" in offline(tmp_path / "verify_pack.py", pack, "--key", stranger).stdout


def test_the_same_pack_twice_is_the_same_bytes(seal, pack, tmp_path):
    assert evidence.export(seal, tmp_path / "again.zip").read_bytes() == pack.read_bytes()


@pytest.mark.parametrize(
    ("file", "change", "told"),
    [
        ("marts/fct_index_rank.csv", lambda b: b.replace("Huyện Đô Lương".encode(), "Huyện Đô Lưong".encode(), 1), "marts/fct_index_rank.csv: row"),
        ("marts/fct_figure.csv.rows", lambda b: b[:-2] + b"0\n", "marts/fct_figure.csv.rows: altered"),
        ("receipts.csv", lambda b: b[: b.rindex(b"\n", 0, -1) + 1], "rows were sealed"),
        ("books/par/2023/par_2023__steps.csv", lambda b: b + b"\n", "books/par/2023/par_2023__steps.csv: altered"),
        ("manifest.json", lambda b: b.replace("mẫu".encode(), "thật".encode()), "manifest.json: altered"),
        ("marts/dim_unit.csv", None, "marts/dim_unit.csv: missing"),
        ("extra.csv", lambda b: b"1", "extra.csv: not part of the sealed pack"),
    ],
)  # fmt: skip
def test_the_verifier_names_what_was_altered(pack, tmp_path, file, change, told):
    with zipfile.ZipFile(pack) as z:
        z.extractall(tmp_path)
    place = tmp_path / file
    if change is None:
        place.unlink()
    else:
        place.write_bytes(change(place.read_bytes() if place.exists() else b""))
    done = offline(tmp_path / "verify_pack.py")
    assert done.returncode == 1 and told in done.stdout, done.stdout + done.stderr


def test_the_verifier_is_short_and_stands_alone():
    lines = evidence.VERIFIER.read_text().splitlines()
    imports = {line.split()[1] for line in lines if line.startswith(("import ", "from "))}
    assert len(lines) <= 150 and imports <= {"base64", "hashlib", "json", "sys", "zipfile", "pathlib"}


@pytest.mark.parametrize("message", [b"", b"x", "điểm".encode() * 100])
def test_its_signatures_are_those_of_rfc_8032(message):
    private = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    public, signature = private.public_key().public_bytes_raw(), private.sign(message)
    assert verify_pack.signature_fits(public, message, signature)
    assert not verify_pack.signature_fits(public, message + b"!", signature)
    assert not verify_pack.signature_fits(public, message, signature[:-1] + bytes([signature[-1] ^ 1]))
