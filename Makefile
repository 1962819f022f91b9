# What each target does: make help
SHELL := /bin/bash
PY := .venv/bin/python
CORES := $(shell nproc 2>/dev/null || echo 2)
PYTEST := $(PY) -m pytest -q
TIME := --durations=5 --durations-min=5
.DEFAULT_GOAL := help
.PHONY: help install run quick test test-parts lint types bench house lock clean

install: ## make .venv with everything the product needs (nothing to do: under a second)
	@PYTHON="$(PYTHON)" tools/install.sh run

run: install ## install, then the demo on http://localhost:8000/
	@.venv/bin/kitchentable run --demo $(ARGS)

quick: test-parts lint types ## under a minute: style, types, unit tests on SQLite
	@$(PYTEST) -n $(CORES) -m "not browser and not crash and not bench and not slow"

test: test-parts ## everything: style, types, both databases, browser, crashes
	@tools/system_parts.sh
	@tools/test.sh

test-parts:
	@PYTHON="$(PYTHON)" tools/install.sh test

lint: test-parts
	@.venv/bin/ruff check --quiet .
	@.venv/bin/ruff format --check --quiet --output-format concise .

types: test-parts
	@KITCHENTABLE_HOME=.cache/home .venv/bin/mypy

bench: test-parts ## figures of this machine: pages and visitors on 100,000 contributions
	@tools/bench.sh

house: ## who imports whom
	@python3 tools/house.py

lock: ## work out requirements/*.txt again
	@tools/lock.sh

clean: ## take away what was built; data/ stays
	rm -rf .venv .cache .ruff_cache .mypy_cache .pytest_cache .hypothesis build dist *.egg-info
	find . -name __pycache__ -not -path './data/*' -prune -exec rm -rf {} +

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 10
