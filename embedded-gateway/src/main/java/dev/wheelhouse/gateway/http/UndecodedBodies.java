// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.http;

import io.helidon.http.encoding.ContentDecoder;
import io.helidon.http.encoding.ContentEncoder;
import io.helidon.http.encoding.ContentEncoding;
import java.util.Set;

/** Leaves compressed bodies to {@link RequestBody}, which counts while it decompresses. */
final class UndecodedBodies implements ContentEncoding {
  private static final Set<String> ENCODINGS =
      Set.of("gzip", "x-gzip", "deflate", "br", "zstd", "identity");

  @Override
  public Set<String> ids() {
    return ENCODINGS;
  }

  @Override
  public boolean supportsEncoding() {
    return false;
  }

  @Override
  public boolean supportsDecoding() {
    return true;
  }

  @Override
  public ContentDecoder decoder() {
    return ContentDecoder.NO_OP;
  }

  @Override
  public ContentEncoder encoder() {
    return ContentEncoder.NO_OP;
  }

  @Override
  public String name() {
    return "undecoded";
  }

  @Override
  public String type() {
    return "undecoded";
  }
}
