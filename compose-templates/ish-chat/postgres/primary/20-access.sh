#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The replicas come from the networks of this container only.
set -eu
printf 'host replication replicator samenet scram-sha-256\n' >> "$PGDATA/pg_hba.conf"
