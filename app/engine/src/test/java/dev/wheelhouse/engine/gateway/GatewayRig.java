// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway;

import dev.wheelhouse.engine.model.OllamaServers;
import dev.wheelhouse.engine.model.StacksOnDisk;
import dev.wheelhouse.engine.platform.WheelhouseHome;
import dev.wheelhouse.engine.problem.Notices;
import dev.wheelhouse.engine.secret.FileSecrets;
import dev.wheelhouse.engine.settings.SettingsFile;
import dev.wheelhouse.testing.FreePorts;
import dev.wheelhouse.testing.ollama.OllamaTestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** The gateway of a home, over an Ollama of the host, and a client of it. */
final class GatewayRig implements AutoCloseable {
  final Path place;
  final WheelhouseHome home;
  final Notices notices = new Notices();
  final OllamaTestServer ollama = OllamaTestServer.start(0).withModel("llama3.2:1b");
  final SettingsFile settings;
  final FileSecrets secrets;
  private final OkHttpClient http = new OkHttpClient();
  private final List<EmbeddedGateway> opened = new ArrayList<>();

  GatewayRig(Path place) {
    this.place = place;
    home =
        new WheelhouseHome(place.resolve("data"), place.resolve("config"), place.resolve("logs"));
    settings = SettingsFile.open(place.resolve("settings.json"), notices, Clock.systemUTC());
    secrets = new FileSecrets(place.resolve("user-secrets"));
    int port = FreePorts.one();
    settings.update(now -> now.withGatewayPort(port).withOllamaUrl(ollama.uri().toString()));
  }

  EmbeddedGateway open() {
    StacksOnDisk stacks = new StacksOnDisk(place.resolve("stack"), ollama.port(), "no-token");
    OllamaServers servers = new OllamaServers(stacks, stacks, settings, Map.of(), http);
    EmbeddedGateway gateway =
        new EmbeddedGateway(
            new EmbeddedGateway.Dependencies(
                home, Map.of(), settings, () -> secrets, servers, stacks, notices));
    opened.add(gateway);
    return gateway;
  }

  /** The status of an answer to a GET with this token. */
  int get(EmbeddedGateway gateway, String path, String token) {
    return send(gateway, path, new Request.Builder(), token).status();
  }

  /** The status of an answer to a web page of this origin. */
  int status(EmbeddedGateway gateway, String origin) {
    return send(
            gateway, "/v1/models", new Request.Builder().header("Origin", origin), gateway.token())
        .status();
  }

  /** Asks a model for an answer in one piece. */
  Answer chat(EmbeddedGateway gateway, String model, String token) {
    String body =
        """
        {"model": "%s", "messages": [{"role": "user", "content": "Hello"}]}\
        """
            .formatted(model);
    return send(
        gateway,
        "/v1/chat/completions",
        new Request.Builder().post(RequestBody.create(body, MediaType.get("application/json"))),
        token);
  }

  /** What came back. */
  record Answer(int status, String text, okhttp3.Headers headers) {}

  private Answer send(EmbeddedGateway gateway, String path, Request.Builder request, String token) {
    LocalGateway.State.Listening listening = (LocalGateway.State.Listening) gateway.state();
    Request whole =
        request.url(listening.address() + path).header("Authorization", "Bearer " + token).build();
    try (Response response = http.newCall(whole).execute()) {
      return new Answer(response.code(), response.body().string(), response.headers());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    opened.forEach(EmbeddedGateway::close);
    ollama.close();
  }
}
