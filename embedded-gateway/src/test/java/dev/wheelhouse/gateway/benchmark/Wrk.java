// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** As many requests as go through 32 connections: a closed loop, for throughput only. */
final class Wrk {
  private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in");
  private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([\\d.]+)");
  private static final Pattern REFUSED = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");
  private static final Pattern SOCKET =
      Pattern.compile("connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");

  private Wrk() {}

  /** What a run found. */
  record Result(long requests, double perSecond, long errors) {}

  static Result run(Path files, Way way, String body, int seconds)
      throws IOException, InterruptedException {
    StringBuilder script = new StringBuilder("wrk.method = \"POST\"\n");
    way.headers()
        .forEach((name, value) ->
            script.append("wrk.headers[\"%s\"] = \"%s\"%n".formatted(name, value)));
    script.append("wrk.body = [[").append(body).append("]]\n");
    Path lua = files.resolve("request.lua");
    Files.writeString(lua, script);
    String url = "http://127.0.0.1:" + way.port() + Way.PATH;
    Process process =
        new ProcessBuilder(
                List.of("wrk", "-t1", "-c32", "-d" + seconds + "s", "-s", lua.toString(), url))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    Matcher requests = REQUESTS.matcher(said);
    Matcher rate = RATE.matcher(said);
    if (!requests.find() || !rate.find()) {
      throw new IOException("wrk said: " + said);
    }
    return new Result(
        Long.parseLong(requests.group(1)), Double.parseDouble(rate.group(1)), errors(said));
  }

  private static long errors(String said) {
    Matcher refused = REFUSED.matcher(said);
    long errors = refused.find() ? Long.parseLong(refused.group(1)) : 0;
    Matcher socket = SOCKET.matcher(said);
    if (socket.find()) {
      for (int i = 1; i <= socket.groupCount(); i++) {
        errors += Long.parseLong(socket.group(i));
      }
    }
    return errors;
  }
}
