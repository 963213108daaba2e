#!/bin/sh
# Once per start, safe to repeat: Superset's own tables, its first user, and the warehouse as bi_reader.
set -eu
superset db upgrade
superset fab list-users | grep -q 'username:admin ' || superset fab create-admin \
    --username admin --firstname Quản --lastname Trị --email admin@localhost --password "$SUPERSET_ADMIN_PASSWORD"
superset init
superset set-database-uri --database_name "Kho chỉ số cải cách hành chính" \
    --uri "postgresql+psycopg2://bi_reader:$BI_READER_PASSWORD@postgres:5432/parix"
