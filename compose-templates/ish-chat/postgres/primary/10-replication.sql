-- SPDX-License-Identifier: Apache-2.0
-- The login of the replicas, and a slot for each: the primary keeps what a replica has not got
-- yet, within max_slot_wal_keep_size. The password is read here, not given as an argument.
CREATE EXTENSION IF NOT EXISTS pg_stat_statements;
\set password `cat /run/secrets/replication_password`
CREATE ROLE replicator WITH REPLICATION LOGIN PASSWORD :'password';
SELECT pg_create_physical_replication_slot('replica_1');
SELECT pg_create_physical_replication_slot('replica_2');
