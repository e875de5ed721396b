// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.testing.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Known data in the three servers that are backed up, put in, looked at and destroyed by means that
 * Wheelhouse has no part in. Equal data give equal records.
 *
 * @param rows number and digest of the rows in Postgres; {@code none} without the table
 * @param keys number of keys in Redis
 * @param value of one key in Redis; empty without it
 * @param vectors number of vectors in Chroma; -1 without the collection
 * @param nearest the text that a search in Chroma finds; empty without the collection
 */
public record LocalAiData(String rows, long keys, String value, long vectors, String nearest) {
  private static final int ROWS = 1_000;
  private static final int KEYS = 500;
  private static final int VECTORS = 200;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String COLLECTIONS =
      "/api/v2/tenants/default_tenant/databases/default_database/collections";

  /** Fills the servers and returns what is in them then. */
  public static LocalAiData put(LocalAi stack) {
    sql(
        stack,
        "CREATE TABLE notes (id serial PRIMARY KEY, body text NOT NULL);"
            + " INSERT INTO notes (body) SELECT md5(i::text) FROM generate_series(1, "
            + ROWS
            + ") i;");
    redis(
        stack, "EVAL \"for i=1,ARGV[1] do redis.call('SET','key:'..i,'value '..i) end\" 0 " + KEYS);
    String id = chroma(stack, "POST", "", "{\"name\":\"notes\"}").path("id").asText();
    chroma(stack, "POST", "/" + id + "/add", sampleVectors());
    return look(stack);
  }

  private static String sampleVectors() {
    StringJoiner ids = new StringJoiner(",", "[", "]");
    StringJoiner embeddings = new StringJoiner(",", "[", "]");
    StringJoiner documents = new StringJoiner(",", "[", "]");
    for (int i = 0; i < VECTORS; i++) {
      ids.add("\"n" + i + "\"");
      embeddings.add("[" + i + ",1," + -i + "]");
      documents.add("\"note " + i + "\"");
    }
    return "{\"ids\":%s,\"embeddings\":%s,\"documents\":%s}".formatted(ids, embeddings, documents);
  }

  /** What is there now. */
  public static LocalAiData look(LocalAi stack) {
    boolean table = sql(stack, "SELECT to_regclass('notes') IS NOT NULL").equals("t");
    String rows =
        table
            ? sql(
                stack,
                "SELECT count(*) || ' ' || md5(string_agg(body, ',' ORDER BY id)) FROM notes")
            : "none";
    String collection = collection(stack);
    return new LocalAiData(
        rows,
        Long.parseLong(redis(stack, "DBSIZE")),
        redis(stack, "GET key:77"),
        collection.isEmpty()
            ? -1
            : chroma(stack, "GET", "/" + collection + "/count", null).asLong(),
        collection.isEmpty() ? "" : nearest(stack, collection));
  }

  private static String nearest(LocalAi stack, String collection) {
    String query =
        "{\"query_embeddings\":[[42,1,-42]],\"n_results\":1,\"include\":[\"documents\"]}";
    return chroma(stack, "POST", "/" + collection + "/query", query)
        .path("documents")
        .path(0)
        .path(0)
        .asText();
  }

  /** Destroys all of it; something else lies there afterwards. */
  public static LocalAiData destroy(LocalAi stack) {
    sql(stack, "DROP TABLE notes; CREATE TABLE ruins (id int);");
    redis(stack, "FLUSHALL");
    redis(stack, "SET ruins smoke");
    chroma(stack, "DELETE", "/notes", null);
    return look(stack);
  }

  private static String collection(LocalAi stack) {
    for (JsonNode collection : chroma(stack, "GET", "", null)) {
      if (collection.path("name").asText().equals("notes")) {
        return collection.path("id").asText();
      }
    }
    return "";
  }

  private static String sql(LocalAi stack, String statement) {
    return stack.exec(
        "postgres",
        "psql",
        "-X",
        "-q",
        "-A",
        "-t",
        "-v",
        "ON_ERROR_STOP=1",
        "-U",
        "wheelhouse",
        "-d",
        "wheelhouse",
        "-c",
        statement);
  }

  private static String redis(LocalAi stack, String command) {
    String login = "REDISCLI_AUTH=\"$(cat /run/secrets/redis_password)\" redis-cli -e ";
    return stack.exec("redis", "sh", "-c", login + command);
  }

  private static JsonNode chroma(LocalAi stack, String method, String path, @Nullable String body) {
    HttpResponse<String> answer = stack.call(method, "CHROMA_PORT", COLLECTIONS + path, body);
    if (answer.statusCode() / 100 != 2) {
      throw new AssertionError(
          method + " " + path + ": " + answer.statusCode() + " " + answer.body());
    }
    try {
      return JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new AssertionError("Chroma did not answer with JSON: " + answer.body(), e);
    }
  }
}
