// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.chat;

/** A piece of a message. */
public sealed interface Part {
  /** Plain text. */
  record Text(String text) implements Part {}

  /**
   * A picture that came inside the request.
   *
   * @param mediaType for example {@code image/png}
   * @param base64 the picture itself
   */
  record Image(String mediaType, String base64) implements Part {}

  /** A picture that is only named. The gateway never fetches it. */
  record ImageLink(String url) implements Part {}
}
