// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wheelhouse.testing.Wait;
import dev.wheelhouse.testing.docker.DockerCommand;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** A real Chroma in a container of its own; removed when it is closed. */
final class ChromaServer implements AutoCloseable {
  private static final String IMAGE = "chromadb/chroma:1.5.9";
  private static final String COLLECTIONS =
      "/api/v2/tenants/default_tenant/databases/default_database/collections";

  private final DockerCommand docker = new DockerCommand();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String id;
  private final URI uri;

  /** Starts it and waits until it answers. */
  ChromaServer() {
    id =
        docker.start(
            IMAGE,
            List.of("--label", "dev.wheelhouse.test=gateway-chroma", "-p", "127.0.0.1::8000"));
    String published = docker.run("port", id, "8000/tcp").lines().findFirst().orElseThrow();
    int port = Integer.parseInt(published.substring(published.lastIndexOf(':') + 1));
    uri = URI.create("http://127.0.0.1:" + port);
    Wait.until("Chroma answers", this::beats, Duration.ofSeconds(60));
  }

  URI uri() {
    return uri;
  }

  /** The collections that there are. */
  JsonNode collections() {
    return Rig.json(send("GET", COLLECTIONS, ""));
  }

  /** All that the first collection holds, as the server writes it. */
  String content() {
    String first = collections().path(0).path("id").asText();
    return send(
        "POST", COLLECTIONS + "/" + first + "/get", "{\"include\":[\"metadatas\",\"documents\"]}");
  }

  /** How many vectors the first collection holds. */
  int count() {
    return collections().isEmpty() ? 0 : Rig.json(content()).path("ids").size();
  }

  /** Removes a collection, as a restore of another backup may do. */
  void drop(String name) {
    send("DELETE", COLLECTIONS + "/" + name, "");
  }

  /** It dies. */
  void kill() {
    docker.run("kill", id);
  }

  private boolean beats() {
    try {
      return send("GET", "/api/v2/heartbeat", "").contains("heartbeat");
    } catch (IllegalStateException e) {
      return false; // not yet
    }
  }

  private String send(String method, String path, String body) {
    try {
      return client
          .send(
              HttpRequest.newBuilder(uri.resolve(path))
                  .timeout(Duration.ofSeconds(60))
                  .header("Content-Type", "application/json")
                  .method(method, HttpRequest.BodyPublishers.ofString(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.close();
    docker.removeAll();
  }
}
