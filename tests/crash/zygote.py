"""Starts web servers quickly, to be killed: the code is loaded once, each server is a fork of this process.

Run as `python -m tests.crash.zygote PORT [PATH…]`: it opens each path once; then a line "start" on standard input makes a server
and prints its process group.
"""

from __future__ import annotations

import os
import sys

import django


def main() -> None:
    """Fork one gunicorn for each line "start" until standard input ends."""
    port = sys.argv[1]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kitchentable.site.settings")
    django.setup()
    from django.db import connections
    from django.test import Client
    from django.urls import get_resolver
    from gunicorn.app.base import BaseApplication

    from kitchentable.site.wsgi import application

    assert get_resolver().url_patterns, "there are no pages"
    # What each server would do for its first visitor only (templates, first imports) is done once, here.
    for path in sys.argv[2:]:
        Client(headers={"host": "localhost"}).get(path)
    connections.close_all()

    class Web(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            for name, value in {
                "bind": f"127.0.0.1:{port}",
                "workers": 1,
                "threads": 4,
                "worker_class": "gthread",
                "reuse_port": True,
                "loglevel": "critical",
                "graceful_timeout": 1,
            }.items():
                self.cfg.set(name, value)

        def load(self) -> object:
            return application

    for line in sys.stdin:
        if line.strip() != "start":
            break
        child = os.fork()
        if child == 0:
            os.setsid()
            sys.argv = ["gunicorn"]
            Web().run()
            os._exit(0)
        print(child, flush=True)


if __name__ == "__main__":
    main()
