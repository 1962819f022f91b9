#!/usr/bin/env bash
# Installs the programs that tests need and pip cannot bring: PostgreSQL, Chromium,
# and what formats of papers are made with (Pango, espeak-ng, liblouis) and looked at (poppler).
set -euo pipefail
missing=()
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || missing+=(postgresql)
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || missing+=(chromium)
command -v espeak-ng >/dev/null || missing+=(espeak-ng)
command -v lou_translate >/dev/null || missing+=(liblouis-bin liblouis-data)
command -v pdfinfo >/dev/null || missing+=(poppler-utils)
[[ "$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p 2>/dev/null)" == *libpangoft2-1.0* ]] || missing+=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)
[ ${#missing[@]} = 0 ] && exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "Missing: ${missing[*]}. On Debian and Ubuntu: sudo apt-get install ${missing[*]}" >&2
    exit 2
fi
echo "Installing ${missing[*]} (once)"
export DEBIAN_FRONTEND=noninteractive
install() { apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null 2>&1; }
install || { apt-get update -qq && install; } || { echo "apt-get could not install ${missing[*]}." >&2; exit 2; }
