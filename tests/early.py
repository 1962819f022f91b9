"""Set before Django reads its settings: the tests' home is a folder of their own, and the tables are where KITCHENTABLE_TEST_DB says."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
ASKED = os.environ.get("KITCHENTABLE_TEST_DB", "sqlite")

# A worker of xdist makes its own home, and uses the cluster that the first process started.
home = tempfile.mkdtemp(prefix=f"kitchentable-test-{WORKER or 'home'}-")
atexit.register(shutil.rmtree, home, ignore_errors=True)

for name in [name for name in os.environ if name.startswith("KITCHENTABLE_")]:
    if name not in (
        "KITCHENTABLE_TEST_DB",
        "KITCHENTABLE_KILLS",
        "KITCHENTABLE_DATABASE_KILLS",
        "KITCHENTABLE_FUZZ",
        "KITCHENTABLE_AXE",
    ):
        del os.environ[name]
os.environ.update(
    KITCHENTABLE_HOME=home,
    KITCHENTABLE_STATIC="plain",
    DJANGO_SETTINGS_MODULE="kitchentable.site.settings",
    # Playwright's sync interface runs a loop in the thread of the tests; the live server has threads of its own.
    DJANGO_ALLOW_ASYNC_UNSAFE="1",
)
if ASKED == "postgres":
    if not WORKER:
        from tools import pg

        cluster = pg.start()
        atexit.register(cluster.stop)
        os.environ["DATABASE_URL"] = cluster.url("postgres")
elif ASKED == "sqlite":
    os.environ.pop("DATABASE_URL", None)
else:
    raise SystemExit(f"KITCHENTABLE_TEST_DB is {ASKED!r}. Say sqlite or postgres.")
