#!/bin/sh
# Installs everything from the lock file into .venv. Needs Python 3.11 to 3.13 (any of them) and the package index;
# uv itself is installed here first, into .tools.
set -eu

for candidate in ${PYTHON:-} python3.13 python3.12 python3.11 python3 python; do
    if command -v "$candidate" >/dev/null 2>&1 &&
        "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null; then
        python=$(command -v "$candidate")
        break
    fi
done
if [ -z "${python:-}" ]; then
    echo "parix needs Python 3.11, 3.12 or 3.13 and finds none; install one, or name it: make PYTHON=/path/to/python3" >&2
    exit 1
fi

if [ ! -x .tools/bin/uv ]; then
    echo "Installing uv into .tools …"
    rm -rf .tools
    if "$python" -m venv .tools >/dev/null 2>&1; then
        .tools/bin/python -m pip install --quiet --no-cache-dir --disable-pip-version-check uv==0.13.9
    elif "$python" -m pip --version >/dev/null 2>&1; then # Debian without python3-venv
        "$python" -m pip install --quiet --no-cache-dir --disable-pip-version-check --target .tools uv==0.13.9
    else
        rm -rf .tools
        echo "this Python has neither venv nor pip; install one of them (Debian: apt install python3-venv)" >&2
        exit 1
    fi
fi

echo "Installing the locked environment into .venv (about a minute the first time) …"
.tools/bin/uv sync --frozen --quiet --system-certs --python "$python"
