// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.testing.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrafanaStandInTest {
  @TempDir Path folder;
  private GrafanaStandIn grafana;
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void start() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "s3cret\n");
    Files.createDirectories(folder.resolve("dashboards"));
    Files.writeString(folder.resolve("dashboards/one.json"), "{\"uid\":\"u1\",\"title\":\"One\"}");
    Map<String, String> environment =
        Map.of(
            "GF_SECURITY_ADMIN_PASSWORD__FILE", secret.toString(),
            "GF_PATHS_DATA", folder.resolve("data").toString(),
            "GF_STANDIN_DASHBOARDS", folder.resolve("dashboards").toString());
    GrafanaSettings read = GrafanaSettings.from(environment);
    InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    grafana =
        GrafanaStandIn.start(
            new GrafanaSettings(
                free, read.user(), read.password(), read.data(), read.dashboards()));
  }

  @AfterEach
  void close() {
    client.shutdownNow();
    grafana.close();
  }

  @Test
  void tellsItsHealthToEverybody() throws Exception {
    assertThat(get("/api/health", "").statusCode()).isEqualTo(200);
  }

  @Test
  void knowsThePasswordOfTheFileAndNoDefaultOne() throws Exception {
    assertThat(get("/api/user", "admin:s3cret").statusCode()).isEqualTo(200);
    assertThat(get("/api/user", "admin:admin").statusCode()).isEqualTo(401);
    assertThat(get("/api/user", "").statusCode()).isEqualTo(401);
    assertThat(login("admin").statusCode()).isEqualTo(401);
  }

  @Test
  void opensTheDoorWithItsCookie() throws Exception {
    String cookie = login("s3cret").headers().firstValue("Set-Cookie").orElseThrow();
    HttpRequest request =
        HttpRequest.newBuilder(grafana.uri().resolve("/api/user"))
            .header("Cookie", cookie.substring(0, cookie.indexOf(';')))
            .build();

    assertThat(client.send(request, BodyHandlers.ofString()).body()).contains("\"admin\"");
  }

  @Test
  void listsTheDashboardsThatAreMounted() throws Exception {
    assertThat(get("/api/search", "admin:s3cret").body()).contains("\"uid\":\"u1\"");
  }

  private HttpResponse<String> login(String password) throws Exception {
    String body = "{\"user\":\"admin\",\"password\":\"" + password + "\"}";
    HttpRequest request =
        HttpRequest.newBuilder(grafana.uri().resolve("/login"))
            .POST(BodyPublishers.ofString(body))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path, String credentials) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(grafana.uri().resolve(path));
    if (!credentials.isEmpty()) {
      byte[] bytes = credentials.getBytes(StandardCharsets.UTF_8);
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }
}
