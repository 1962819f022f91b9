#!/usr/bin/env bash
# Fills a throwaway house and measures it, on SQLite and on PostgreSQL when it is there; then the draw, inviting, the clarity check and every format. ROWS says how many contributions.
set -euo pipefail
cd "$(dirname "$0")/.."
py=$PWD/.venv/bin/python
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
export KITCHENTABLE_HOME=$home DJANGO_SETTINGS_MODULE=kitchentable.site.settings KITCHENTABLE_STATIC=plain
measure='.venv/bin/kitchentable migrate && '"$py"' -m bench.fill --rows '"${ROWS:-100000}"' && '"$py"' -m bench.pages'
echo "── SQLite"
bash -euo pipefail -c "$measure"
if ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
    echo "── PostgreSQL"
    "$py" tools/pg.py bash -euo pipefail -c "$measure"
fi
echo "── The draw"
"$py" -m bench.draw
echo "── What fits, and inviting"
"$py" -m bench.fit
"$py" -m bench.invitations
echo "── The clarity check"
"$py" -m bench.clarity
echo "── Every format of 17 pages"
"$py" -m bench.formats
