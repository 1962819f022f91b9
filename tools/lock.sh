#!/usr/bin/env bash
# Works out requirements/*.txt from pyproject.toml: hashes, all platforms, no hosts and no paths.
set -euo pipefail
cd "$(dirname "$0")/.."
uv=$(command -v uv || true)
if [ -z "$uv" ]; then
    python3 -m venv .cache/uv && .cache/uv/bin/pip install --quiet uv
    uv=.cache/uv/bin/uv
fi
compile() {
    "$uv" pip compile --quiet --universal --generate-hashes --python-version 3.11 \
        --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" "$@"
}
compile pyproject.toml requirements/build.in --output-file requirements/run.txt
compile pyproject.toml requirements/build.in --extra test --constraints requirements/run.txt --output-file requirements/test.txt
