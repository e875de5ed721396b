// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.chroma;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.engine.backup.format.Manifest.Count;
import dev.wheelhouse.engine.backup.service.Comparison.Found;
import dev.wheelhouse.engine.backup.service.Server;
import dev.wheelhouse.engine.docker.ExecResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A Chroma server reached over its HTTP interface (version 2) from inside its own container, which
 * publishes nothing. The image has no HTTP client, so bash opens the connection.
 */
record Chroma(Server server) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String PORT = "8000";
  private static final int PAGE = 500;

  /** $1 port, $2 the whole head of the request, $3 its body. HTTP/1.0: the end is the end. */
  private static final String REQUEST =
      "exec 3<>\"/dev/tcp/127.0.0.1/$1\" && printf '%s\\r\\n\\r\\n%s' \"$2\" \"$3\" >&3"
          + " && exec cat <&3";

  /** A collection and the database it is in. */
  record Collection(String path, String database, String id, String name) {}

  boolean ready() {
    return status(exchange("GET", "/api/v2/heartbeat", "")) == 200;
  }

  /** Documents in each collection of the default tenant. */
  Found found() {
    List<Count> counts = new ArrayList<>();
    List<Collection> collections = collections();
    counts.add(Count.equal("collections", collections.size()));
    for (Collection collection : collections) {
      counts.add(
          Count.equal(
              "documents in " + collection.database() + "/" + collection.name(),
              get(collection.path() + "/" + collection.id() + "/count").asLong()));
    }
    return new Found(counts, Map.of());
  }

  /**
   * Searches each collection with one of its own vectors, which only works with a whole index.
   *
   * @return what did not work, naming the collection
   */
  List<String> searchFailures() {
    List<String> failures = new ArrayList<>();
    for (Collection collection : collections()) {
      String path = collection.path() + "/" + collection.id();
      ObjectNode one = JSON.createObjectNode().put("limit", 1);
      one.putArray("include").add("embeddings");
      JsonNode embedding = post(path + "/get", one).path("embeddings").path(0);
      if (embedding.isArray()) {
        ObjectNode query = JSON.createObjectNode().put("n_results", 1);
        query.putArray("query_embeddings").add(embedding);
        query.putArray("include").add("distances");
        if (post(path + "/query", query).path("ids").path(0).isEmpty()) {
          failures.add("a search in " + collection.name() + " finds nothing");
        }
      }
    }
    return failures;
  }

  private List<Collection> collections() {
    List<Collection> found = new ArrayList<>();
    String tenant = "/api/v2/tenants/default_tenant/databases";
    for (JsonNode database : get(tenant)) {
      String name = database.path("name").asText();
      String path = tenant + "/" + encoded(name) + "/collections";
      int page;
      int offset = 0;
      do {
        JsonNode collections = get(path + "?limit=" + PAGE + "&offset=" + offset);
        page = collections.size();
        offset += page;
        for (JsonNode collection : collections) {
          found.add(
              new Collection(
                  path,
                  name,
                  encoded(collection.path("id").asText()),
                  collection.path("name").asText()));
        }
      } while (page == PAGE);
    }
    return found;
  }

  private static String encoded(String text) {
    return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private JsonNode get(String path) {
    return answer("GET " + path, exchange("GET", path, ""));
  }

  private JsonNode post(String path, ObjectNode body) {
    return answer("POST " + path, exchange("POST", path, body.toString()));
  }

  private ExecResult exchange(String method, String path, String body) {
    String head =
        method
            + " "
            + path
            + " HTTP/1.0\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: "
            + body.getBytes(StandardCharsets.UTF_8).length;
    return server.execLong(List.of("bash", "-c", REQUEST, "bash", PORT, head, body));
  }

  private static int status(ExecResult result) {
    String[] words = result.output().split(" ", 3);
    return words.length > 1 && words[1].matches("\\d{3}") ? Integer.parseInt(words[1]) : 0;
  }

  private JsonNode answer(String step, ExecResult result) {
    int body = result.output().indexOf("\r\n\r\n");
    if (status(result) != 200 || body < 0) {
      throw server.failed(step, result);
    }
    try {
      return JSON.readTree(result.output().substring(body + 4));
    } catch (JsonProcessingException e) {
      throw server.failed(step, "its answer is no JSON: " + e.getOriginalMessage());
    }
  }
}
