#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Sees to it that Chroma has a collection for each agent and the common one. What is there stays
# as it is. Looks again every minute, as a restore or a user may have changed something.
set -eu

chroma=http://chroma:8000/api/v2/tenants/default_tenant/databases/default_database/collections

# Makes collection $1 for agent $2, unless it exists.
ensure() {
  printf '{"name":"%s","get_or_create":true,"metadata":{"hnsw:space":"cosine","agent":"%s",' "$1" "$2" > /tmp/body
  printf '"dimension":%s,"similarity_threshold":%s,"max_results":%s}}' \
    "$VECTOR_DIMENSION" "$SIMILARITY_THRESHOLD" "$MAX_RESULTS" >> /tmp/body
  # -f: an answer that is an error counts as a failure
  curl -fsS -m 10 -o /dev/null -H 'Content-Type: application/json' --data @/tmp/body "$chroma"
}

ensure_all() {
  ensure "$COLLECTION_NAME" all || return 1
  while read -r name purpose; do
    case $name in
      '' | '#'*) continue ;;
      *[!a-z0-9_-]*) echo "agents: not a name for an agent: $name" >&2; return 1 ;;
    esac
    ensure "${COLLECTION_NAME}_$name" "$name" || return 1
  done < /etc/agents/agents.txt
}

trap 'exit 0' TERM INT QUIT
while :; do
  if ensure_all; then
    if [ ! -e /tmp/ready ]; then echo "agents: every agent has its collection"; fi
    touch /tmp/ready
    pause=60
  else
    rm -f /tmp/ready
    pause=2
  fi
  # in the background, so that the signal to stop does not wait for its end
  sleep "$pause" &
  wait $!
done
