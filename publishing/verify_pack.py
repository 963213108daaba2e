#!/usr/bin/env python3
"""Checks an evidence pack of the PAR Index Warehouse, offline, with nothing but Python 3.9 or later.

    python3 verify_pack.py [FOLDER OR ZIP] [--key PUBLIC_KEY_BASE64]

Every file is compared with the signed manifest; of an altered table the altered line is named. Give the public key that
you received on another way than this pack: the one inside proves only that nobody altered the pack after it was signed.
Exit code 0: the pack is whole and signed. The signature is Ed25519 (RFC 8032, section 5.1.7).
"""

import base64
import hashlib
import json
import sys
import zipfile
from pathlib import Path

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def _recover(y, sign):
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * ROOT % P
    if (x * x - x2) % P or (x == 0 and sign):
        raise ValueError("no point of the curve")
    return P - x if x & 1 != sign else x


def _point(raw):
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    if y >= P:
        raise ValueError("no point of the curve")
    x = _recover(y, sign)
    return x, y, 1, x * y % P


def _add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(number, point):
    result = (0, 1, 1, 0)
    while number:
        if number & 1:
            result = _add(result, point)
        point, number = _add(point, point), number >> 1
    return result


BASE = _point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def signature_fits(public, message, signature):
    """Whether an Ed25519 signature (64 bytes) of a message fits a public key (32 bytes)."""
    try:
        a, r = _point(public), _point(signature[:32])
    except ValueError:
        return False
    s = int.from_bytes(signature[32:], "little")
    if (len(public), len(signature)) != (32, 64) or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    left, right = _times(s, BASE), _add(r, _times(h, a))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


def rows_of(table):
    """The rows of a CSV file as bytes, each with its line end; a quoted field may hold line ends."""
    row = b""
    for line in table.splitlines(keepends=True):
        row += line
        if row.count(b'"') % 2 == 0:
            yield row
            row = b""
    yield from [row] if row else []


def altered_rows(table, digests):
    """A sentence for each row of a table that the sealed list of row hashes does not know at that place."""
    rows = list(rows_of(table))
    if len(rows) != len(digests):
        yield f"{len(digests) - 1} rows were sealed, {len(rows) - 1} are there"
    known = set(digests)
    for number, row in enumerate(rows, 1):
        digest = hashlib.sha256(row).hexdigest()[:16]
        if digest not in known:
            yield f"row {number} is not the sealed one: {row.decode('utf-8', 'replace').strip()[:160]}"


def findings(read, names, trusted=None):
    """Everything that is wrong with a pack. read: name -> bytes; names: the files in it; trusted: public key, base64."""
    text = read("manifest.json")
    seal, manifest = json.loads(read("seal.json")), json.loads(text)
    if trusted and seal["public_key"] != trusted:
        yield "seal.json: the pack is signed with another key than the one given"
    if not signature_fits(base64.b64decode(seal["public_key"]), text, base64.b64decode(seal["signature"])):
        yield "manifest.json: altered, the signature does not fit"
    expected = {"manifest.json", "seal.json", "verify_pack.py", "README.txt"}
    for name, told in manifest["tables"].items():
        expected |= {name, name + ".rows"}
        if missing := [n for n in (name, name + ".rows") if n not in names]:
            yield f"{', '.join(missing)}: missing"
            continue
        table, digests = read(name), read(name + ".rows")
        if hashlib.sha256(digests).hexdigest() != told["rows_sha256"]:
            yield f"{name}.rows: altered"
        if hashlib.sha256(table).hexdigest() != told["sha256"]:
            yield f"{name}: altered"
            yield from (f"{name}: {said}" for said in altered_rows(table, digests.decode().split()))
    for book, told in manifest["books"].items():
        for file, sha256 in told["files"].items():
            name = f"books/{book}/{file}"
            expected.add(name)
            if name not in names:
                yield f"{name}: missing"
            elif hashlib.sha256(read(name)).hexdigest() != sha256:
                yield f"{name}: altered"
    yield from (f"{name}: not part of the sealed pack" for name in sorted(set(names) - expected))


def main(arguments):
    trusted = arguments.pop(arguments.index("--key") + 1) if "--key" in arguments else None
    place = Path(next((a for a in arguments if a != "--key"), Path(__file__).parent))
    if place.is_file():
        pack = zipfile.ZipFile(place)
        read, names = pack.read, [n for n in pack.namelist() if not n.endswith("/")]
    else:
        read, names = (
            lambda n: (place / n).read_bytes(),
            [p.relative_to(place).as_posix() for p in place.rglob("*") if p.is_file()],
        )
    found = list(findings(read, names, trusted))
    print(
        "\n".join(found)
        or f"{place}: whole, {len(names)} files; signed by {json.loads(read('seal.json'))['public_key']}"
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
