// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.testing.http;

import java.io.IOException;

/** Answers requests; each call has a virtual thread of its own and may block. */
@FunctionalInterface
public interface HttpAnswers {
  /**
   * Answers one request.
   *
   * @throws IOException when the client has left
   * @throws InterruptedException when the server is closed meanwhile
   */
  void answer(HttpCall call) throws IOException, InterruptedException;
}
