// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Known data in the three servers, and a look at it that is made by the test's own means.
 *
 * @param postgres answers to questions about rows, owners, rights and settings
 * @param redis answers to questions about keys and values
 * @param expiring keys that expire, with the second they expire at
 * @param chroma answers to questions about collections
 */
record TestData(
    Map<String, String> postgres,
    Map<String, String> redis,
    Map<String, String> expiring,
    Map<String, String> chroma) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String COLLECTIONS =
      "/api/v2/tenants/default_tenant/databases/default_database/collections";

  static void fill(LiveStack stack) {
    stack.sql("wheelhouse", "CREATE ROLE app LOGIN PASSWORD 'app-secret'");
    stack.sql("wheelhouse", "CREATE ROLE \"odd \"\"name\" NOLOGIN");
    stack.sql("wheelhouse", "GRANT \"odd \"\"name\" TO app");
    stack.sql("wheelhouse", "ALTER ROLE app SET statement_timeout = '90s'");
    stack.sql("wheelhouse", "CREATE SCHEMA app AUTHORIZATION app");
    stack.sql(
        "wheelhouse",
        "CREATE TABLE app.messages (id serial PRIMARY KEY, body text NOT NULL);"
            + " ALTER TABLE app.messages OWNER TO app;"
            + " INSERT INTO app.messages (body) SELECT md5(i::text) FROM generate_series(1, 10000) i;"
            + " CREATE TABLE app.\"Odd 'table'\" (x int);"
            + " ALTER TABLE app.\"Odd 'table'\" OWNER TO \"odd \"\"name\";"
            + " INSERT INTO app.\"Odd 'table'\" VALUES (1), (2);"
            + " CREATE VIEW app.last AS SELECT max(id) FROM app.messages;"
            + " CREATE FUNCTION app.one() RETURNS int LANGUAGE sql AS 'SELECT 1';"
            + " SELECT lo_from_bytea(0, 'large');");
    stack.sql("wheelhouse", "CREATE DATABASE \"o'ther db\" OWNER app");
    stack.sql("wheelhouse", "ALTER DATABASE \"o'ther db\" SET work_mem = '5MB'");
    stack.sql("wheelhouse", "ALTER ROLE app IN DATABASE \"o'ther db\" SET work_mem = '6MB'");
    stack.sql("o'ther db", "CREATE TABLE t AS SELECT generate_series(1, 7) AS n");
    stack.redis("EVAL", "for i=1,5000 do redis.call('SET', 'k'..i, 'v'..i) end", "0");
    stack.redis("EVAL", "for i=1,20 do redis.call('SET', 'e'..i, i, 'EX', 86400) end", "0");
    stack.redis("-n", "3", "RPUSH", "list", "a", "b", "c");
    ChromaCalls chroma = new ChromaCalls(stack);
    String id = chroma.post(COLLECTIONS, "{\"name\":\"notes\"}").path("id").asText();
    StringBuilder ids = new StringBuilder();
    StringBuilder vectors = new StringBuilder();
    StringBuilder documents = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      String comma = i == 0 ? "" : ",";
      ids.append(comma).append("\"n").append(i).append('"');
      vectors.append(comma).append("[").append(i).append(",1,").append(-i).append("]");
      documents.append(comma).append("\"note ").append(i).append('"');
    }
    chroma.post(
        COLLECTIONS + "/" + id + "/add",
        "{\"ids\":["
            + ids
            + "],\"embeddings\":["
            + vectors
            + "],\"documents\":["
            + documents
            + "]}");
    chroma.post(COLLECTIONS, "{\"name\":\"empty\"}");
  }

  static TestData look(LiveStack stack) {
    Map<String, String> postgres = new TreeMap<>();
    for (String question :
        List.of(
            "SELECT count(*), md5(string_agg(body, ',' ORDER BY id)) FROM app.messages",
            "SELECT tableowner FROM pg_tables WHERE schemaname = 'app' ORDER BY tablename",
            "SELECT sum(x) FROM app.\"Odd 'table'\"",
            "SELECT app.one()",
            "SELECT nextval('app.messages_id_seq') > 10000",
            "SELECT rolname, rolcanlogin, rolconfig FROM pg_roles WHERE rolname !~ '^pg_' ORDER BY 1",
            "SELECT datname, pg_get_userbyid(datdba) FROM pg_database ORDER BY 1",
            "SELECT setdatabase <> 0, setrole::regrole, setconfig FROM pg_db_role_setting ORDER BY 1, 2",
            "SELECT count(*) FROM pg_largeobject_metadata",
            "SELECT pg_has_role('app', 'odd \"name', 'MEMBER')",
            "SELECT rolpassword FROM pg_authid WHERE rolname = 'app'")) {
      postgres.put(question, attempt(() -> stack.sql("wheelhouse", question)));
    }
    postgres.put("other", attempt(() -> stack.sql("o'ther db", "SELECT count(*) FROM t")));
    postgres.put("other setting", attempt(() -> stack.sql("o'ther db", "SHOW work_mem")));
    Map<String, String> redis = new TreeMap<>();
    redis.put("0", stack.redis("DBSIZE"));
    redis.put("3", stack.redis("-n", "3", "DBSIZE"));
    redis.put("k77", stack.redis("GET", "k77"));
    redis.put("list", stack.redis("-n", "3", "LRANGE", "list", "0", "-1"));
    Map<String, String> expiring = new TreeMap<>();
    for (int i = 1; i <= 20; i++) {
      expiring.put("e" + i, stack.redis("EXPIRETIME", "e" + i));
    }
    return new TestData(postgres, redis, expiring, chroma(stack));
  }

  private static Map<String, String> chroma(LiveStack stack) {
    Map<String, String> found = new TreeMap<>();
    ChromaCalls chroma = new ChromaCalls(stack);
    for (JsonNode collection : chroma.get(COLLECTIONS)) {
      String name = collection.path("name").asText();
      String path = COLLECTIONS + "/" + collection.path("id").asText();
      found.put(name + " count", chroma.get(path + "/count").asText());
      if (name.equals("notes")) {
        String query =
            "{\"query_embeddings\":[[7,1,-7]],\"n_results\":3,\"include\":[\"documents\"]}";
        found.put("query", chroma.post(path + "/query", query).toString());
      }
    }
    return found;
  }

  static void destroy(LiveStack stack) {
    stack.sql("wheelhouse", "DROP SCHEMA app CASCADE");
    stack.sql("wheelhouse", "DROP DATABASE \"o'ther db\"");
    stack.redis("FLUSHALL");
    stack.redis("SET", "after", "the flood");
    ChromaCalls chroma = new ChromaCalls(stack);
    chroma.call("DELETE", COLLECTIONS + "/notes", "");
  }

  private static String attempt(java.util.function.Supplier<String> question) {
    try {
      return question.get();
    } catch (AssertionError e) {
      return "failed";
    }
  }

  /** Chroma's HTTP interface, from inside its container. */
  record ChromaCalls(LiveStack stack) {
    JsonNode get(String path) {
      return call("GET", path, "");
    }

    JsonNode post(String path, String body) {
      return call("POST", path, body);
    }

    JsonNode call(String method, String path, String body) {
      String answer =
          stack.run(
              "chroma",
              "bash",
              "-c",
              "exec 3<>/dev/tcp/127.0.0.1/8000; printf '%s %s HTTP/1.0\\r\\nHost: x\\r\\n"
                  + "Content-Type: application/json\\r\\nContent-Length: %s\\r\\n\\r\\n%s'"
                  + " \"$1\" \"$2\" \"${#3}\" \"$3\" >&3; cat <&3",
              "bash",
              method,
              path,
              body);
      if (!answer.startsWith("HTTP/1.0 20") && !answer.startsWith("HTTP/1.1 20")) {
        throw new AssertionError(path + ": " + answer);
      }
      try {
        return JSON.readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
