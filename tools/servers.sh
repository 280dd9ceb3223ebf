#!/bin/sh
# The tests of servers need Apache with mod_auth_openidc, nginx and Caddy. They start and stop their own; the services of the system stay off.
PATH="$PATH:/usr/sbin:/sbin"
have() {
    for program in apache2 nginx caddy openssl; do command -v "$program" >/dev/null 2>&1 || return 1; done
    [ -f /usr/lib/apache2/modules/mod_auth_openidc.so ]
}
have && exit 0
WANTED="apache2 libapache2-mod-auth-openidc nginx caddy openssl"
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing the system packages $WANTED …"
    policy=/usr/sbin/policy-rc.d
    ours=
    [ -e "$policy" ] || { printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod 755 "$policy" && ours=1; } # starts no service
    apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $WANTED >/dev/null
    [ -n "$ours" ] && rm -f "$policy"
    have && exit 0
fi
echo "The tests of servers need the system packages $WANTED. Install them with your package manager." >&2
[ -z "${CI:-}" ] && exit 0
exit 1
