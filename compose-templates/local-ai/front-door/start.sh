#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Writes the access rules into memory and becomes nginx. The token comes from a file and
# goes into a file: it is never an argument and never in the environment.
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

for name in OLLAMA_PORT CHROMA_PORT PROMETHEUS_PORT GRAFANA_PORT; do
  eval "value=\${$name:-}"
  case $value in
    '' | *[!0-9]*) fail "$name must be the published port, not '$value'" ;;
  esac
done

# Prints the pattern for the hosts of a published port; browsers leave out port 80.
hosts() {
  if [ "$1" = 80 ]; then port='(:80)?'; else port=":$1"; fi
  printf '(127\\.0\\.0\\.1|localhost|\\[::1\\])%s' "$port"
}

# The engine's own name server: 127.0.0.11 for Docker, another one for Podman.
resolver=$(awk '$1 == "nameserver" { print ($2 ~ /:/) ? "[" $2 "]" : $2; exit }' /etc/resolv.conf)
[ -n "$resolver" ] || fail "no name server in /etc/resolv.conf"

# Patterns, because nginx compares plain texts without regard to case.
cat > /run/front-door/access.conf << RULES
resolver $resolver valid=5s ipv6=off;
resolver_timeout 3s;

map "\$server_port \$http_host" \$host_is_ours {
  default 0;
  "~^11434 $(hosts "$OLLAMA_PORT")\$" 1;
  "~^8000 $(hosts "$CHROMA_PORT")\$" 1;
  "~^9090 $(hosts "$PROMETHEUS_PORT")\$" 1;
  "~^3000 $(hosts "$GRAFANA_PORT")\$" 1;
}

map "\$server_port \$http_origin" \$origin_is_ours {
  default 0;
  "~^[0-9]+ \$" 1;
  "~^11434 http://$(hosts "$OLLAMA_PORT")\$" 1;
  "~^8000 http://$(hosts "$CHROMA_PORT")\$" 1;
  "~^9090 http://$(hosts "$PROMETHEUS_PORT")\$" 1;
  "~^3000 http://$(hosts "$GRAFANA_PORT")\$" 1;
}

map \$http_authorization \$token_is_right {
  default 0;
  "~^[Bb]earer $token\$" 1;
  "~^[Bb]asic $(printf 'wheelhouse:%s' "$token" | base64 | tr -d '\n')\$" 1;
}
RULES

exec nginx -e /dev/stderr -c /etc/front-door/nginx.conf -g 'daemon off;'
