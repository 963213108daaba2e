"""Posting to webhooks, whose addresses may hold a token: no log of ours may show one."""

from __future__ import annotations

import logging

import httpx


def client() -> httpx.Client:
    """An HTTP client that waits ten seconds and logs no address: httpx and httpcore write each of them at INFO or DEBUG."""
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    return httpx.Client(timeout=10)
