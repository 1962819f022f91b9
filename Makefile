VENV := .venv
PY := $(VENV)/bin/python
.DEFAULT_GOAL := help
.PHONY: help install lock

install: ## Make .venv with everything the product needs
	@tools/install.sh run
lock: ## Work out the locks again (needs uv)
	@tools/lock.sh
help: ## Say what each target does
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12
