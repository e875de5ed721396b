// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.store;

import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.http.ClientStream;
import dev.wheelhouse.gateway.http.Exchange;
import dev.wheelhouse.gateway.upstream.Passage;
import org.jspecify.annotations.Nullable;

/** Hands an upstream's answer to the client: each line at once and by itself. */
final class PassedAnswer implements Passage.Answer {
  private final Exchange exchange;
  private @Nullable ClientStream stream;

  PassedAnswer(Exchange exchange) {
    this.exchange = exchange;
  }

  @Override
  public void line(byte[] line) throws ClientGone {
    stream().write(line);
  }

  @Override
  public void end() throws ClientGone {
    stream().end();
  }

  @Override
  public void whole(int status, String contentType, byte[] body) throws ClientGone {
    if (body.length == 0) {
      exchange.sendEmpty(status);
    } else {
      exchange.send(status, contentType, body);
    }
  }

  /** The stream, when it has begun: an error can then only stand inside of it. */
  @Nullable ClientStream begun() {
    return stream;
  }

  private ClientStream stream() {
    ClientStream open = stream;
    if (open == null) {
      open = exchange.stream("application/x-ndjson");
      stream = open;
    }
    return open;
  }
}
