// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.upstream;

import dev.wheelhouse.gateway.failure.ClientGone;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A request that passes to an upstream as it is, and its answer back.
 *
 * @param path below the upstream's base address
 * @param length of the body in bytes; -1 when it is not known
 */
public record Passage(String method, String path, long length, Body body, Answer answer) {
  /** Gives the request's body. */
  @FunctionalInterface
  public interface Body {
    /** Writes it, once. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** Takes the answer: lines and an end, or all of it at once. */
  public interface Answer {
    /** The next line of an answer that comes in lines, with its end mark. */
    void line(byte[] line) throws ClientGone;

    /** There are no more lines. */
    void end() throws ClientGone;

    /** An answer in one piece. */
    void whole(int status, String contentType, byte[] body) throws ClientGone;
  }
}
