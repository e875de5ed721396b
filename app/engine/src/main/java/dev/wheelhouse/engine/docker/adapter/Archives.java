// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker.adapter;

import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import dev.wheelhouse.engine.docker.adapter.http.ApiPath;
import dev.wheelhouse.engine.docker.adapter.http.EngineAction;
import dev.wheelhouse.engine.docker.adapter.http.EngineHttp;
import dev.wheelhouse.engine.docker.adapter.http.IdleGuard;
import dev.wheelhouse.engine.problem.InputProblem;
import dev.wheelhouse.engine.problem.ProblemException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/** Files in and out of containers as plain tar streams. */
final class Archives {
  private static final Duration SILENCE = Duration.ofMinutes(1);
  private static final Duration UPLOAD = Duration.ofHours(6);
  private static final int LONGEST_MAGIC = 6;

  /**
   * gzip, xz, zstd, bzip2, lz4 and legacy lzma. An engine before 29.5.1 unpacks these with a
   * program found inside the container, as root of the host (CVE-2026-41567).
   */
  private static final List<String> COMPRESSED =
      List.of("1f8b", "fd377a585a00", "28b52ffd", "425a68", "04224d18", "5d0000");

  private final EngineHttp http;

  Archives(EngineHttp http) {
    this.http = http;
  }

  InputStream copyFrom(String container, String path) {
    EngineAction action = EngineAction.container("copy from", container);
    ApiPath target = ApiPath.of("containers", container, "archive").with("path", path);
    Response response = http.open(action, EngineHttp.request("GET", target, null));
    return new IdleGuard(action, response.getBody(), SILENCE, response::close);
  }

  void copyTo(String container, String folder, InputStream tar) {
    EngineAction action = EngineAction.container("copy to", container);
    BufferedInputStream body = new BufferedInputStream(tar, 64 * 1024);
    refuseCompressed(body);
    ApiPath target =
        ApiPath.of("containers", container, "archive")
            .with("path", folder)
            .with("noOverwriteDirNonDir", true);
    Request request =
        Request.builder()
            .method(Request.Method.PUT)
            .path(target.toString())
            .putHeader("Content-Type", "application/x-tar")
            .putHeader("Connection", "close")
            .body(body)
            .build();
    http.open(action, request, UPLOAD).close();
  }

  private static void refuseCompressed(BufferedInputStream body) {
    try {
      body.mark(LONGEST_MAGIC);
      String start = HexFormat.of().formatHex(body.readNBytes(LONGEST_MAGIC));
      body.reset();
      if (COMPRESSED.stream().anyMatch(start::startsWith)) {
        throw new ProblemException(
            new InputProblem.BadInput(
                "The archive",
                "it is compressed, or starts like a compressed file",
                "Unpack it first; only plain tar is sent to the engine."));
      }
    } catch (IOException e) {
      throw new ProblemException(
          new InputProblem.FileTrouble("the archive", String.valueOf(e.getMessage())), e);
    }
  }
}
