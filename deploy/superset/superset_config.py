"""Superset of the one-province deployment; everything secret comes from the environment (docker-compose.yml)."""

import os

from parix_look import *  # noqa: F403

SECRET_KEY = os.environ["SUPERSET_SECRET_KEY"]
SQLALCHEMY_DATABASE_URI = (
    f"postgresql+psycopg2://parix_superset:{os.environ['SUPERSET_DB_PASSWORD']}@postgres:5432/superset"
)

REDIS_URL = f"redis://:{os.environ['SUPERSET_REDIS_PASSWORD']}@redis:6379/1"
CACHE_CONFIG = {
    "CACHE_TYPE": "RedisCache",
    "CACHE_DEFAULT_TIMEOUT": 3600,
    "CACHE_KEY_PREFIX": "superset_",
    "CACHE_REDIS_URL": REDIS_URL,
}
FILTER_STATE_CACHE_CONFIG = CACHE_CONFIG | {"CACHE_KEY_PREFIX": "superset_filter_"}
EXPLORE_FORM_DATA_CACHE_CONFIG = CACHE_CONFIG | {"CACHE_KEY_PREFIX": "superset_explore_"}
RATELIMIT_STORAGE_URI = REDIS_URL

ENABLE_PROXY_FIX = True
