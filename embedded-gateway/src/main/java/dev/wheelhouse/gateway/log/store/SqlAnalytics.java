// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.log.store;

/** The questions that count. Both databases understand them; the condition is put in. */
final class SqlAnalytics {
  /** Takes the span in milliseconds and the condition. Percentiles by nearest rank. */
  static final String BUCKETS =
      """
      WITH chosen AS (SELECT requests.*, at_ms / %1$d AS bucket FROM requests%2$s),
      ranked AS (
        SELECT bucket, first_token_us,
          ROW_NUMBER() OVER (PARTITION BY bucket ORDER BY first_token_us) AS place,
          COUNT(*) OVER (PARTITION BY bucket) AS places
        FROM chosen WHERE first_token_us IS NOT NULL),
      percentiles AS (
        SELECT bucket AS p_bucket,
          MIN(CASE WHEN place >= (places * 50 + 99) / 100 THEN first_token_us END) AS p50,
          MIN(CASE WHEN place >= (places * 95 + 99) / 100 THEN first_token_us END) AS p95
        FROM ranked GROUP BY bucket),
      counted AS (
        SELECT bucket, COUNT(*) AS requests,
          SUM(CASE WHEN outcome = 'failed' THEN 1 ELSE 0 END) AS failed,
          SUM(tokens_in) AS tokens_in, SUM(tokens_out) AS tokens_out,
          AVG(tokens_per_second) AS per_second, SUM(COALESCE(cost, 0)) AS cost,
          SUM(CASE WHEN cache <> '' THEN 1 ELSE 0 END) AS asked,
          SUM(CASE WHEN cache LIKE 'hit%%' THEN 1 ELSE 0 END) AS hits
        FROM chosen GROUP BY bucket)
      SELECT counted.*, p50, p95 FROM counted LEFT JOIN percentiles ON p_bucket = bucket
      ORDER BY bucket
      """;

  /** Takes the condition, and at its end the limit. */
  static final String PARAMETERS =
      """
      SELECT model, temperature, COUNT(*) AS requests,
        SUM(CASE WHEN outcome = 'completed' THEN 1 ELSE 0 END) AS completed,
        SUM(CASE WHEN outcome = 'failed' THEN 1 ELSE 0 END) AS failed,
        AVG(total_us) AS total_us, AVG(first_token_us) AS first_token_us,
        AVG(tokens_in) AS tokens_in, AVG(tokens_out) AS tokens_out,
        SUM(COALESCE(cost, 0)) AS cost, COUNT(score) AS rated, AVG(score) AS score
      FROM (SELECT * FROM requests%s) chosen
      LEFT JOIN (SELECT id AS f_id, score FROM feedback) rated ON f_id = id
      WHERE model <> '' GROUP BY model, temperature
      ORDER BY COUNT(*) DESC, model, temperature LIMIT ?
      """;

  /** Takes the condition, and at its end the limit. */
  static final String UPSTREAMS =
      """
      SELECT upstream, family, COUNT(*) AS requests,
        SUM(CASE WHEN outcome = 'completed' THEN 1 ELSE 0 END) AS completed,
        SUM(CASE WHEN outcome = 'failed' THEN 1 ELSE 0 END) AS failed,
        SUM(retries) AS retries, SUM(tokens_in) AS tokens_in, SUM(tokens_out) AS tokens_out,
        AVG(total_us) AS total_us, AVG(first_token_us) AS first_token_us,
        SUM(COALESCE(cost, 0)) AS cost
      FROM (SELECT * FROM requests%s) chosen
      WHERE upstream <> '' GROUP BY upstream, family ORDER BY COUNT(*) DESC, upstream LIMIT ?
      """;

  private SqlAnalytics() {}
}
