#!/usr/bin/env bash
# Runs every part of the tests, also when one before it failed, and sums up.
set -uo pipefail
cd "$(dirname "$0")/.."
cores=$(nproc 2>/dev/null || echo 2)
out=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null; rm -rf "$out"' EXIT
passed=0 failed=0 skipped=0 broken=()
began=$SECONDS
py=.venv/bin/python

part() {
    local name=$1 start=$SECONDS code
    shift
    echo "── $name"
    "$@" 2>&1 | tee "$out/part"
    code=${PIPESTATUS[0]}
    count() { grep -oE "[0-9]+ $1" "$out/part" | tail -1 | grep -oE '[0-9]+' || echo 0; }
    if [[ "$*" == *pytest* ]]; then
        passed=$((passed + $(count passed))) failed=$((failed + $(count failed) + $(count error))) skipped=$((skipped + $(count skipped)))
        # Exit code 5: no test has this mark.
        [ "$code" = 5 ] && code=0
    fi
    [ "$code" = 0 ] || broken+=("$name")
    echo "   $name: $([ "$code" = 0 ] && echo fine || echo "NOT FINE ($code)"), $((SECONDS - start)) s"
}
tests() { part "$1" env KITCHENTABLE_TEST_DB="$2" "$py" -m pytest -q --durations=8 --durations-min=10 "${@:3}"; }

# Crashes wait more than they work: they run beside the rest, and are told last.
(KITCHENTABLE_TEST_DB=sqlite "$py" -m pytest -q --durations=8 --durations-min=10 -p no:cacheprovider -m "crash" >"$out/crashes" 2>&1; echo $? >"$out/crashes.code") &
ended() {
    until [ -s "$out/crashes.code" ]; do sleep 1; done
    cat "$out/crashes"
    return "$(cat "$out/crashes.code")"
}

part "style" .venv/bin/ruff check --quiet .
part "format" .venv/bin/ruff format --check --output-format concise .
part "types" env KITCHENTABLE_HOME=.cache/home .venv/bin/mypy
tests "tests on SQLite" sqlite -n "$cores" -m "not browser and not crash and not bench"
tests "tests on PostgreSQL" postgres -n "$cores" -m "not browser and not crash and not bench and not one_database"
tests "browser" sqlite -n "$cores" -m "browser"
part "crashes" ended pytest

echo "── in $((SECONDS - began)) s"
for name in "${broken[@]}"; do echo "NOT FINE: $name"; done
# Styles and types count too: the last line says that something failed.
[ ${#broken[@]} != 0 ] && [ "$failed" = 0 ] && failed=${#broken[@]}
echo "$passed passed, $failed failed, $skipped skipped"
[ ${#broken[@]} = 0 ]
