#!/bin/sh
# The browser tests need Chromium, and a Chinese font for the pages in Chinese; the tests of PDF need Pango, and the same font.
PATH="$PATH:/usr/sbin:/sbin"
browser() { command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1; }
pango() { ldconfig -p 2>/dev/null | grep -q libpangoft2 && ldconfig -p | grep -q libharfbuzz-subset; }
font() { [ -n "$(fc-list :lang=zh family 2>/dev/null)" ]; }
have() { browser && pango && font; }
have && exit 0
WANTED="chromium fonts-noto-cjk libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing the system packages $WANTED …"
    apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $WANTED >/dev/null
    have && exit 0
fi
echo "The tests of pages and PDF need the system packages $WANTED. Install them with your package manager." >&2
[ -z "${CI:-}" ] && exit 0
exit 1
