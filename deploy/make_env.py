"""Writes .env for docker-compose.yml: .env.example with a fresh secret where one belongs.

Needs nothing but Python. An .env that is there is never touched: `python3 deploy/make_env.py [FILE]`.
"""

import base64
import os
import re
import secrets
import sys
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent
MAKERS = {
    r"PARIX_SEAL_KEY": lambda: base64.b64encode(secrets.token_bytes(32)).decode(),
    r"AIRFLOW_FERNET_KEY": lambda: base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
    r"AIRFLOW_JWT_SECRET|\w+_SECRET_KEY": lambda: secrets.token_urlsafe(72),
    r"\w*PASSWORD\w*": lambda: secrets.token_urlsafe(24),
}


def fill(example: str) -> str:
    """The text of .env.example with a new secret in every empty line whose name asks for one of ours."""
    for name, make in MAKERS.items():
        example = re.sub(rf"^({name})=$", lambda line, make=make: f"{line[1]}={make()}", example, flags=re.MULTILINE)
    return example


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else REPO / ".env"
    try:
        fd = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        sys.exit(f"{target} exists already; nothing was changed")
    with os.fdopen(fd, "w", encoding="utf-8") as file:
        file.write(fill((REPO / ".env.example").read_text(encoding="utf-8")))
    print(f"{target} written; fill in the one-stop system and the inbox, then: docker compose up --detach --wait")
