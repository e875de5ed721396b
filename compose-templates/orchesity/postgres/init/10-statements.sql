-- SPDX-License-Identifier: Apache-2.0
-- Which statements take the time; compose.yaml loads the library.
CREATE EXTENSION IF NOT EXISTS pg_stat_statements;
