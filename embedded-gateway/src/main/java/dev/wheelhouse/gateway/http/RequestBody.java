// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.http;

import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.FailureKind;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** Reads a request's body within a bound that counts after decompression. */
final class RequestBody {
  private static final int CHUNK = 16 << 10;

  /** Up to this a client is believed before it has sent anything. */
  private static final int MAX_TRUSTED = 256 << 10;

  private static final long MAX_DRAINED = 256L << 20;

  private RequestBody() {}

  /**
   * All bytes, decompressed. Leaves {@code network} open, so that the rest can be drained.
   *
   * @param declared how long the client says it is; -1 when it does not say
   */
  static byte[] read(InputStream network, String encoding, long declared, int maxBytes)
      throws ApiFailure {
    if (encoding.isEmpty() && declared >= 0 && declared <= MAX_TRUSTED) {
      return exactly(network, (int) declared);
    }
    InputStream open =
        new FilterInputStream(network) {
          @Override
          public void close() {
            // only the decompressor is closed
          }
        };
    try (InputStream in = decoded(open, encoding.strip().toLowerCase(Locale.ROOT))) {
      ByteArrayOutputStream out = new ByteArrayOutputStream(CHUNK);
      byte[] chunk = new byte[CHUNK];
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        if (out.size() + count > maxBytes) {
          throw tooLarge(maxBytes);
        }
        out.write(chunk, 0, count);
      }
      return out.toByteArray();
    } catch (IOException e) {
      throw unreadable();
    }
  }

  private static byte[] exactly(InputStream network, int length) throws ApiFailure {
    byte[] body = new byte[length];
    try {
      int count = network.readNBytes(body, 0, length);
      // only the end after the last byte tells the server that the body was read
      if (count < length || network.read() >= 0) {
        throw unreadable();
      }
      return body;
    } catch (IOException e) {
      throw unreadable();
    }
  }

  private static ApiFailure unreadable() {
    return ApiFailure.invalid("The body could not be read or decompressed.", "");
  }

  /**
   * Reads a body that nobody wants to its end, as a client that is still sending would not see the
   * answer. Returns false when it does not end soon.
   */
  static boolean drain(InputStream network) {
    byte[] chunk = new byte[CHUNK];
    long drained = 0;
    try {
      for (int count = network.read(chunk); count >= 0; count = network.read(chunk)) {
        drained += count;
        if (drained > MAX_DRAINED) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The answer to a body above the bound. */
  static ApiFailure tooLarge(int maxBytes) {
    return ApiFailure.of(
        FailureKind.TOO_LARGE,
        "The body is larger than %d bytes.".formatted(maxBytes),
        "Send less; the limit is fixed.");
  }

  private static InputStream decoded(InputStream network, String encoding)
      throws ApiFailure, IOException {
    return switch (encoding) {
      case "", "identity" -> network;
      case "gzip", "x-gzip" -> new GZIPInputStream(network, CHUNK);
      default ->
          throw ApiFailure.of(
              FailureKind.UNSUPPORTED_MEDIA_TYPE,
              "This Content-Encoding is not understood.",
              "Send the body as it is, or with gzip.");
    };
  }
}
