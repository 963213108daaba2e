#!/bin/sh
# Once per start, safe to repeat: Superset's own tables, its first user, the dashboard, and the warehouse as bi_reader.
set -eu
superset db upgrade
superset fab list-users | grep -q 'username:admin ' || superset fab create-admin \
    --username admin --firstname Quản --lastname Trị --email admin@localhost --password "$SUPERSET_ADMIN_PASSWORD"
superset init
: "${PARIX_BI_URI:=postgresql://bi_reader:$BI_READER_PASSWORD@postgres:5432/parix}"
export PARIX_BI_URI
python "$(dirname "$0")/import_assets.py"
