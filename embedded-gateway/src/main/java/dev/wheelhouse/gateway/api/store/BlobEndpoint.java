// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.store;

import dev.wheelhouse.gateway.api.ollama.OllamaErrors;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.http.Endpoint;
import dev.wheelhouse.gateway.http.ErrorForm;
import dev.wheelhouse.gateway.http.Exchange;
import dev.wheelhouse.gateway.upstream.CallScope;
import dev.wheelhouse.gateway.upstream.CancelReason;
import dev.wheelhouse.gateway.upstream.HttpUpstream;
import dev.wheelhouse.gateway.upstream.Passage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * {@code HEAD} and {@code POST /api/blobs/DIGEST}: files of models, which may have many gigabytes.
 * They pass piece by piece; Ollama compares the digest.
 */
final class BlobEndpoint implements Endpoint {
  private static final String BELOW = "/api/blobs/";
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
  private static final int PIECE = 64 << 10;

  private final LocalOllama ollama;

  BlobEndpoint(LocalOllama ollama) {
    this.ollama = ollama;
  }

  @Override
  public String path() {
    return BELOW + "*";
  }

  @Override
  public Set<String> methods() {
    return Set.of("HEAD", "POST");
  }

  @Override
  public boolean takesJson() {
    return false;
  }

  @Override
  public ErrorForm errors() {
    return new OllamaErrors();
  }

  @Override
  public void handle(Exchange exchange) throws ApiFailure, ClientGone {
    String digest =
        exchange.rawPath().substring(BELOW.length()).toLowerCase(Locale.ROOT).replace("%3a", ":");
    if (!DIGEST.matcher(digest).matches()) {
      throw ApiFailure.invalid("A blob is called sha256: and 64 hexadecimal digits.", "");
    }
    HttpUpstream http = ollama.any();
    boolean upload = exchange.method().equals("POST");
    CallScope scope = new CallScope();
    try {
      http.pass(
          new Passage(
              exchange.method(),
              BELOW + digest,
              upload ? exchange.declaredLength() : 0,
              out -> {
                if (upload) {
                  copy(exchange, out, scope);
                }
              },
              new PassedAnswer(exchange)),
          scope);
    } finally {
      scope.close();
    }
  }

  private static void copy(Exchange exchange, OutputStream out, CallScope scope)
      throws IOException {
    InputStream in = exchange.longBody();
    byte[] piece = new byte[PIECE];
    for (int count = read(in, piece, scope); count >= 0; count = read(in, piece, scope)) {
      out.write(piece, 0, count);
    }
    exchange.onClientGone(() -> scope.cancel(new CancelReason.ClientLeft()));
  }

  /** A client that leaves in the middle of its file takes the upload with it. */
  private static int read(InputStream in, byte[] piece, CallScope scope) throws IOException {
    try {
      return in.read(piece);
    } catch (IOException | RuntimeException e) {
      // the server has several exceptions for a connection that ends
      scope.cancel(new CancelReason.ClientLeft());
      throw new IOException("the client has left", e);
    }
  }
}
