#!/bin/sh
# A real Superset on this machine, on 127.0.0.1:8088 only, with the dashboard over the embedded PostgreSQL:
# `make superset`. Its environment, tables and secrets lie in .superset/; delete that folder to forget it.
# SUPERSET_PORT is another port; `sh deploy/superset/local.sh prepare` stops before the server starts.
set -eu
cd "$(dirname "$0")/../.."
here=$PWD/deploy/superset
umask 077
export SUPERSET_HOME=$PWD/.superset
mkdir -p "$SUPERSET_HOME"
venv=$SUPERSET_HOME/venv

[ -x "$venv/bin/python" ] || .tools/bin/uv venv --quiet --python .venv/bin/python "$venv"
if ! cmp -s "$here/requirements.txt" "$SUPERSET_HOME/installed.txt"; then
    .tools/bin/uv pip sync --system-certs --python "$venv/bin/python" "$here/requirements.txt"
    cp "$here/requirements.txt" "$SUPERSET_HOME/installed.txt"
fi
for name in secret_key admin_password; do
    [ -s "$SUPERSET_HOME/$name" ] || "$venv/bin/python" -c 'import secrets; print(secrets.token_urlsafe(32))' >"$SUPERSET_HOME/$name"
done
SUPERSET_SECRET_KEY=$(cat "$SUPERSET_HOME/secret_key")
SUPERSET_ADMIN_PASSWORD=$(cat "$SUPERSET_HOME/admin_password")
export SUPERSET_SECRET_KEY SUPERSET_ADMIN_PASSWORD

.venv/bin/python parix.py up >/dev/null
PARIX_BI_URI=$(.venv/bin/python parix.py dsn bi_reader)
export PARIX_BI_URI SUPERSET_CONFIG_PATH="$here/local_config.py" PYTHONPATH="$here" FLASK_APP=superset.app:create_app\(\)
PATH=$venv/bin:$PATH
sh "$here/init.sh"
[ "${1:-}" != prepare ] || exit 0
echo "http://127.0.0.1:${SUPERSET_PORT:-8088}/superset/dashboard/parix/  user admin, password in .superset/admin_password"
exec superset run --host 127.0.0.1 --port "${SUPERSET_PORT:-8088}" --with-threads
