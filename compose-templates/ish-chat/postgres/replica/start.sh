#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# A streaming replica: takes a copy of the primary when it has none, or one of another primary
# (as after a restore), then follows it. REPLICA names its slot.
set -euo pipefail
umask 077

primary='host=postgres-primary port=5432 user=replicator passfile=/tmp/pgpass connect_timeout=5'
# The password goes into a file in memory: never an argument, never onto the disk.
printf '*:*:*:replicator:%s\n' "$(cat /run/secrets/replication_password)" > /tmp/pgpass

# The identity of the primary's data, or nothing when it does not answer.
primary_identity() {
  psql "$primary dbname=ish_chat replication=true" -XAtc 'IDENTIFY_SYSTEM' 2> /dev/null | cut -d '|' -f 1 || true
}

own_identity() {
  pg_controldata -D "$PGDATA" 2> /dev/null | sed -n 's/^Database system identifier: *//p' || true
}

copy() {
  echo "replica: copies the primary into slot $REPLICA"
  find "$PGDATA" -mindepth 1 -delete
  pg_basebackup -d "$primary application_name=$REPLICA" -D "$PGDATA" -R -X stream -S "$REPLICA" -c fast
}

mkdir -p "$PGDATA"
chmod 700 "$PGDATA"
identity=$(primary_identity)
if [[ ! -s $PGDATA/PG_VERSION ]]; then
  until [[ -n $identity ]]; do
    sleep 1
    identity=$(primary_identity)
  done
  copy
elif [[ -n $identity && $identity != "$(own_identity)" ]]; then
  echo "replica: its data is of another primary"
  copy
fi
exec postgres "$@"
