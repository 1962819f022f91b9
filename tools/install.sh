#!/usr/bin/env bash
# Makes .venv from the hashed lock: `tools/install.sh run` for the product, `tools/install.sh test` for its tests too.
# Does nothing when the lock it was made from is unchanged.
set -euo pipefail
cd "$(dirname "$0")/.."
what=${1:-run}
venv=.venv
lock=requirements/$what.txt
python=${PYTHON:-python3}

stamp_of() { cat "requirements/$1.txt" pyproject.toml | sha256sum | cut -c1-64; }
fresh() { [ -x "$venv/bin/python" ] && [ "$(cat "$venv/.made-from-$1" 2>/dev/null)" = "$(stamp_of "$1")" ]; }

# The test lock holds everything of the run lock, in the same versions.
if fresh test || fresh "$what"; then
    exit 0
fi

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "Kitchen Table needs Python 3.11 or newer. Say which one to use: make install PYTHON=python3.12" >&2
    exit 2
fi
if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing python3-venv"
        apt-get install -y -qq python3-venv >/dev/null || { apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null; }
    else
        echo "Python's venv is missing. On Debian and Ubuntu: sudo apt-get install python3-venv" >&2
        exit 2
    fi
fi

[ -x "$venv/bin/python" ] && "$venv/bin/python" -c '' 2>/dev/null || { echo "Making $venv"; "$python" -m venv --clear "$venv"; }
echo "Installing the packages of $lock (hashes checked)"
pip=("$venv/bin/python" -m pip --disable-pip-version-check install --quiet)
"${pip[@]}" --require-hashes -r "$lock" 2> >(grep -v "is ignored: it is neither a file nor a directory" >&2)
"${pip[@]}" --no-deps --no-build-isolation --config-settings editable_mode=compat -e . 2> >(grep -v "is ignored: it is neither a file nor a directory" >&2)
rm -f "$venv"/.made-from-*
stamp_of "$what" > "$venv/.made-from-$what"
echo "Ready: $venv/bin/kitchentable --help"
