// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.testing.ollama;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.testing.http.HttpCall;
import java.io.IOException;
import java.time.Duration;

/** The lines that tell how far a pull is; without streaming only the last one. */
final class PullLines {
  private static final int SHORT_DIGEST = 12;

  private final HttpCall call;
  private final boolean stream;
  private final Duration stepTime;

  PullLines(HttpCall call, boolean stream, Duration stepTime) throws IOException {
    this.call = call;
    this.stream = stream;
    this.stepTime = stepTime;
    if (stream) {
      call.begin(200, "application/x-ndjson");
    }
  }

  void status(String status) throws IOException {
    line(Json.object().put("status", status));
  }

  /** One step of a layer; {@code completed} is left out at 0, as Ollama does. */
  void layer(ModelStore.Layer layer, long completed) throws IOException, InterruptedException {
    if (call.clientGone(stepTime)) {
      throw new IOException("the client left during a pull");
    }
    String digest = layer.digest();
    String name = digest.substring(digest.indexOf(':') + 1).substring(0, SHORT_DIGEST);
    ObjectNode line = Json.object().put("status", "pulling " + name).put("digest", digest);
    line.put("total", layer.content().length);
    if (completed > 0) {
      line.put("completed", completed);
    }
    line(line);
  }

  void last() throws IOException {
    ObjectNode success = Json.object().put("status", "success");
    if (stream) {
      line(success);
      call.end();
    } else {
      call.json(200, Json.write(success));
    }
  }

  private void line(ObjectNode node) throws IOException {
    if (stream) {
      call.write(Json.write(node) + "\n");
    }
  }
}
