// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** All processes of a run, and the ways through them. */
final class Rivals implements AutoCloseable {
  static final String TOKEN = "token-of-the-benchmark-token-of-the-benchmark";
  private static final String JSON = "application/json";

  /** As {@code wheelhouse gateway run}, with less memory. */
  private static final List<String> OF_GATEWAY =
      List.of("-XX:+UseCompactObjectHeaders", "-Xms64m", "-Xmn32m", "-Xmx128m");

  private static final String ANSWER =
      "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"static\",\"choices\":[{\"index\":0,"
          + "\"message\":{\"role\":\"assistant\",\"content\":\"Hello there, how may I help you today?\"},\"logprobs\":null,"
          + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":9,\"total_tokens\":18}}";

  /** One event of an answer in ten; nginx turns the last letters into ends of lines. */
  private static final String PIECE =
      "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"events\","
          + "\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}\\n\\n";

  private static final String EVENTS =
      PIECE.formatted("{\"role\":\"assistant\"}", "null")
          + PIECE.formatted("{\"content\":\" hello\"}", "null").repeat(8)
          + PIECE.formatted("{}", "\"stop\"")
          + "data: [DONE]\\n\\n";

  /** Direct, nginx, gateway, peer: in front of an upstream that answers at once. */
  final List<Way> whole = new ArrayList<>();

  /** The same in front of an upstream that streams ten tokens, 20 ms apart. */
  final List<Way> paced = new ArrayList<>();

  /** Direct and gateway, in front of one that streams 20 tokens a second. */
  final List<Way> slow = new ArrayList<>();

  /** nginx and gateway, in front of one that sends ten events at once. */
  final List<Way> events = new ArrayList<>();

  final Service gateway;
  private final List<Service> services = new ArrayList<>();
  private final Path files;

  /**
   * Starts everything.
   *
   * @param peer the folder of the peer's package
   */
  Rivals(Path files, Path peer, int slowTokens) throws IOException, InterruptedException {
    this.files = files;
    int upstream = Service.freePort();
    nginx("upstream", fixed(upstream, JSON, ANSWER), upstream);
    Service pacer = java("paced", PacedUpstream.class, heap(96), List.of("10", "20"));
    int pacedPort = (int) pacer.number();
    Service slowly = java("slow", PacedUpstream.class, heap(256), List.of(slowTokens + "", "50"));
    int slowPort = (int) slowly.number();
    gateway =
        gateway(
            "static=http://127.0.0.1:" + upstream,
            "paced=http://127.0.0.1:" + pacedPort,
            "slow=http://127.0.0.1:" + slowPort);
    int gatewayPort = (int) gateway.number();
    int peerPort = Service.freePort();
    Service node = peer(peer, peerPort);

    Map<String, String> bare = bare();
    Map<String, String> token = token();
    whole.add(new Way("direct", upstream, bare, services.getFirst()));
    whole.add(proxy("proxy", upstream, bare));
    whole.add(new Way("gateway", gatewayPort, token, gateway));
    whole.add(new Way("peer", peerPort, forPeer(upstream), node));
    paced.add(new Way("direct", pacedPort, bare, pacer));
    paced.add(proxy("stream-proxy", pacedPort, bare));
    paced.add(new Way("gateway", gatewayPort, token, gateway));
    // the peer answers a stream with 500 on Node 20: it adds a header to an answer that is fixed
    slow.add(new Way("direct", slowPort, bare, slowly));
    slow.add(new Way("gateway", gatewayPort, token, gateway));
  }

  /** Starts only nginx and the gateway, in front of an nginx that answers at once. */
  Rivals(Path files) throws IOException, InterruptedException {
    this.files = files;
    int whole = Service.freePort();
    int events = Service.freePort();
    String servers = fixed(whole, JSON, ANSWER) + fixed(events, "text/event-stream", EVENTS);
    nginx("upstream", servers, whole);
    gateway = gateway("static=http://127.0.0.1:" + whole, "events=http://127.0.0.1:" + events);
    int port = (int) gateway.number();
    this.whole.add(proxy("proxy", whole, bare()));
    this.whole.add(new Way("gateway", port, token(), gateway));
    this.events.add(proxy("stream-proxy", events, bare()));
    this.events.add(new Way("gateway", port, token(), gateway));
  }

  private Service gateway(String... upstreams) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(TOKEN));
    arguments.add(files.resolve("requests.db").toString());
    Collections.addAll(arguments, upstreams);
    return java("gateway", GatewayProcess.class, OF_GATEWAY, arguments);
  }

  private static Map<String, String> bare() {
    return Map.of("Content-Type", JSON);
  }

  private static Map<String, String> token() {
    return Map.of("Content-Type", JSON, "Authorization", "Bearer " + TOKEN);
  }

  private static Map<String, String> forPeer(int upstream) {
    return Map.of(
        "Content-Type",
        JSON,
        "Authorization",
        "Bearer " + TOKEN,
        "x-portkey-provider",
        "openai",
        "x-portkey-custom-host",
        "http://127.0.0.1:" + upstream + "/v1");
  }

  private Service peer(Path folder, int port) throws IOException, InterruptedException {
    Path start = folder.resolve("node_modules/@portkey-ai/gateway/build/start-server.js");
    return started("peer", List.of("node", start.toString(), "--headless", "--port=" + port))
        .listening(port);
  }

  private static List<String> heap(int megabytes) {
    return List.of("-Xms32m", "-Xmx" + megabytes + "m");
  }

  private Service java(String name, Class<?> main, List<String> options, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    Collections.addAll(
        command,
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"));
    command.addAll(options);
    command.add(main.getName());
    command.addAll(arguments);
    return started(name, command);
  }

  private Way proxy(String name, int upstream, Map<String, String> headers)
      throws IOException, InterruptedException {
    int port = Service.freePort();
    String server =
        """
        upstream back { server 127.0.0.1:%d; keepalive 64; keepalive_requests 1000000000; }
        server {
          listen 127.0.0.1:%d backlog=4096;
          location / {
            proxy_pass http://back;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_buffering %s;
          }
        }
        """
            .formatted(upstream, port, name.startsWith("stream") ? "off" : "on");
    return new Way("nginx proxy_pass", port, headers, nginx(name, server, port));
  }

  private static String fixed(int port, String type, String answer) {
    return """
    server {
      listen 127.0.0.1:%d backlog=4096;
      default_type %s;
      location / { return 200 '%s'; }
    }
    """
        .formatted(port, type, answer);
  }

  private Service nginx(String name, String server, int port)
      throws IOException, InterruptedException {
    Path config = files.resolve(name + ".conf");
    Files.writeString(
        config,
        """
        worker_processes 1;
        daemon off;
        pid %1$s/%2$s.pid;
        error_log %1$s/%2$s.log;
        events { worker_connections 8192; }
        http {
          access_log off;
          keepalive_requests 1000000000;
          client_body_temp_path %1$s/body;
          proxy_temp_path %1$s/proxy;
          fastcgi_temp_path %1$s/fastcgi;
          uwsgi_temp_path %1$s/uwsgi;
          scgi_temp_path %1$s/scgi;
          %3$s
        }
        """
            .formatted(files, name, server));
    return started(name, List.of("nginx", "-p", files.toString(), "-c", config.toString()))
        .listening(port);
  }

  private Service started(String name, List<String> command) throws IOException {
    Service service = new Service(files.resolve(name + ".err"), command);
    services.add(service);
    return service;
  }

  @Override
  public void close() {
    services.reversed().forEach(Service::close);
  }
}
