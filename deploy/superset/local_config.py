"""Superset on this machine only (deploy/superset/local.sh): its own tables in SQLite, loopback, no Redis."""

import os

from parix_look import *  # noqa: F403

SECRET_KEY = os.environ["SUPERSET_SECRET_KEY"]
SQLALCHEMY_DATABASE_URI = f"sqlite:///{os.environ['SUPERSET_HOME']}/superset.db"
RATELIMIT_STORAGE_URI = "memory://"
