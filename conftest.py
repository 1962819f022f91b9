"""The fixtures of every test, of the floors' own too: `cast`, the browser, axe, a mail server, a PostgreSQL."""

pytest_plugins = ["tests.machines", "tests.guard", "tests.cast_fixture"]
