#!/usr/bin/env bash
# Makes the one unreleased migration of a floor again after its models changed: tools/new_migration.sh words
set -euo pipefail
cd "$(dirname "$0")/.."
floor=$1 there="kitchentable/$1/migrations"
aside=$(mktemp -d)
# Later ones, such as raw SQL, stand aside until the first is made again.
trap 'find "$aside" -name "0*.py" -exec mv {} "$there/" \; ; rm -rf "$aside"' EXIT
find "$there" -name "000[2-9]_*.py" -exec mv {} "$aside" \;
rm -f "$there/0001_start.py"
KITCHENTABLE_HOME=$aside .venv/bin/python -m django makemigrations "$floor" -n start --settings kitchentable.site.settings
.venv/bin/ruff check --fix --quiet "$there" || true
