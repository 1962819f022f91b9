#!/usr/bin/env bash
# Makes the one unreleased migration of a floor again after its models changed: tools/new_migration.sh words
set -euo pipefail
cd "$(dirname "$0")/.."
floor=$1
rm -f "kitchentable/$floor/migrations/0001_start.py"
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
KITCHENTABLE_HOME=$home .venv/bin/python -m django makemigrations "$floor" -n start --settings kitchentable.site.settings
.venv/bin/ruff check --fix --quiet "kitchentable/$floor/migrations" || true
