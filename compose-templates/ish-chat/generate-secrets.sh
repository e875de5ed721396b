#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes the secrets that compose.yaml names, in the folder "secrets" beside it.
# A secret that is already there stays as it is. Needs only what every system has.
set -eu
cd "$(dirname "$0")"

umask 077
mkdir -p secrets
# The folder is closed to other users of this machine. The files in it can be read by
# any user id, because each service runs under another one and sees only its own files.
chmod 700 secrets

# Writes standard input to secret $1, unless it exists and is not empty.
keep() {
  if [ -s "secrets/$1" ]; then
    cat > /dev/null
    echo "kept  secrets/$1"
    return
  fi
  rm -f "secrets/$1.new"
  cat > "secrets/$1.new"
  [ -s "secrets/$1.new" ] || { echo "could not make secrets/$1" >&2; exit 1; }
  chmod 444 "secrets/$1.new"
  mv -f "secrets/$1.new" "secrets/$1"
  echo "made  secrets/$1"
}

# Makes the empty file of a secret that only you have, unless it exists. You may write into it.
leave_room() {
  if [ -e "secrets/$1" ]; then
    echo "kept  secrets/$1"
    return
  fi
  : > "secrets/$1"
  chmod 644 "secrets/$1"
  echo "made  secrets/$1, empty"
}

# Prints $1 random letters and digits.
random_text() {
  LC_ALL=C tr -dc 'A-Za-z0-9' < /dev/urandom 2> /dev/null | head -c "$1"
}

# Prints the SHA-256 of standard input in lower-case hexadecimal.
sha256_hex() {
  if command -v sha256sum > /dev/null 2>&1; then sha256sum; else shasum -a 256; fi | cut -c 1-64
}

random_text 43 | keep app_token
random_text 43 | keep provider_token
random_text 32 | keep replication_password
random_text 32 | keep postgres_password
random_text 32 | keep redis_password
random_text 24 | keep grafana_admin_password
random_text 40 | keep grafana_secret_key
random_text 43 | keep front_door_token

# Built from the passwords: made again each time, so that all of them always agree.
rm -f secrets/database_url secrets/redis_url secrets/redis_acl secrets/redis_exporter_passwords
printf 'postgresql://ishchat:%s@postgres-primary:5432/ish_chat' "$(cat secrets/postgres_password)" | keep database_url
printf 'redis://:%s@redis:6379/0' "$(cat secrets/redis_password)" | keep redis_url
printf 'user default on sanitize-payload #%s ~* &* +@all' \
  "$(sha256_hex < secrets/redis_password)" | keep redis_acl
printf '{"redis://redis:6379": "%s"}' "$(cat secrets/redis_password)" | keep redis_exporter_passwords

# The keys of providers. Those that stay empty are left out.
for provider in zai openai anthropic perplexity; do
  leave_room "${provider}_api_key"
done
