// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.ollama;

/** Tells a picture's type by how its Base64 begins, as Ollama sends pictures without a type. */
final class ImageTypes {
  private ImageTypes() {}

  /** The media type; PNG when it cannot be told. */
  static String of(String base64) {
    if (base64.startsWith("/9j/")) {
      return "image/jpeg";
    }
    if (base64.startsWith("R0lGOD")) {
      return "image/gif";
    }
    // "RIFF", then four bytes of size, then "WEBP"
    return base64.startsWith("UklGR") ? "image/webp" : "image/png";
  }
}
