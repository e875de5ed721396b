#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Writes the access rules into memory and becomes nginx. The token comes from a file and
# goes into a file: it is never an argument and never in the environment.
#
# FRONT_DOOR names the ports, each as INSIDE=PUBLISHED, with spaces between.
set -eu
umask 077

fail() {
  echo "front-door: $1" >&2
  exit 1
}

token_file=/run/secrets/front_door_token
[ -r "$token_file" ] || fail "cannot read $token_file: run generate-secrets.sh first"
token=$(cat "$token_file")
case $token in
  *[!A-Za-z0-9]*) fail "the token may hold letters and digits only" ;;
esac
[ "${#token}" -ge 32 ] || fail "the token needs at least 32 characters"

for pair in ${FRONT_DOOR:?}; do
  case $pair in
    =* | *= | *[!0-9=]* | *=*=*) fail "a published port has to be a number: '$pair'" ;;
    *=*) ;;
    *) fail "a published port is missing: '$pair'" ;;
  esac
done

# Prints the pattern for the hosts of a published port; browsers leave out 80 and 443.
hosts() {
  case $1 in
    80 | 443) port="(:$1)?" ;;
    *) port=":$1" ;;
  esac
  printf '(127\\.0\\.0\\.1|localhost|\\[::1\\])%s' "$port"
}

# The engine's own name server: 127.0.0.11 for Docker, another one for Podman.
resolver=$(awk '$1 == "nameserver" { print ($2 ~ /:/) ? "[" $2 "]" : $2; exit }' /etc/resolv.conf)
[ -n "$resolver" ] || fail "no name server in /etc/resolv.conf"

# Patterns, because nginx compares plain texts without regard to case.
{
  printf 'resolver %s valid=1s ipv6=off;\nresolver_timeout 3s;\n' "$resolver"
  printf 'map "$server_port $http_host" $host_is_ours {\n  default 0;\n'
  for pair in $FRONT_DOOR; do
    printf '  "~^%s %s$" 1;\n' "${pair%=*}" "$(hosts "${pair#*=}")"
  done
  printf '}\nmap "$server_port $http_origin" $origin_is_ours {\n  default 0;\n  "~^[0-9]+ $" 1;\n'
  for pair in $FRONT_DOOR; do
    printf '  "~^%s https?://%s$" 1;\n' "${pair%=*}" "$(hosts "${pair#*=}")"
  done
  printf '}\nmap $http_authorization $token_is_right {\n  default 0;\n'
  printf '  "~^[Bb]earer %s$" 1;\n' "$token"
  printf '  "~^[Bb]asic %s$" 1;\n}\n' "$(printf 'wheelhouse:%s' "$token" | base64 | tr -d '\n')"
} > /run/front-door/access.conf

# For those that send plain HTTP elsewhere.
case ${HTTPS_PORT:-443} in
  443) https='' ;;
  *[!0-9]*) fail "HTTPS_PORT has to be a number" ;;
  *) https=:$HTTPS_PORT ;;
esac
printf 'map "" $https_port {\n  default "%s";\n}\n' "$https" > /run/front-door/https.conf

exec nginx -e /dev/stderr -c /etc/front-door/nginx.conf -g 'daemon off;'
