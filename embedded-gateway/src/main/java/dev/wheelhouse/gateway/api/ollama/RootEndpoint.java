// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.ollama;

import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.http.Access;
import dev.wheelhouse.gateway.http.Endpoint;
import dev.wheelhouse.gateway.http.ErrorForm;
import dev.wheelhouse.gateway.http.Exchange;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** {@code GET /}: the sentence by which clients recognise an Ollama server. */
public final class RootEndpoint implements Endpoint {
  private static final byte[] RUNNING = "Ollama is running".getBytes(StandardCharsets.US_ASCII);

  @Override
  public String path() {
    return "/";
  }

  @Override
  public Set<String> methods() {
    return Set.of("GET", "HEAD");
  }

  @Override
  public Access access() {
    return Access.OPEN;
  }

  @Override
  public ErrorForm errors() {
    return new OllamaErrors();
  }

  @Override
  public void handle(Exchange exchange) throws ClientGone {
    exchange.send(200, "text/plain; charset=utf-8", RUNNING);
  }
}
