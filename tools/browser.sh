#!/bin/sh
# The browser tests need Chromium, and a Chinese font for the pages in Chinese.
have() { command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1; }
have && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing the system packages chromium and fonts-noto-cjk …"
    apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk >/dev/null
    have && exit 0
fi
echo "The browser tests need the system packages chromium and fonts-noto-cjk. Install them with your package manager." >&2
[ -z "${CI:-}" ] && exit 0
exit 1
