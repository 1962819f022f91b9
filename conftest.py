"""The fixtures of every test: `cast`, the browser, axe, a mail server, a live server. What they stand on is in tests/."""

from importlib.util import find_spec

pytest_plugins = ["tests.machines", "tests.guard"]
if find_spec("kitchentable.ui.checker"):
    pytest_plugins.append("tests.cast_fixture")
