// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.json;

/** Bytes that are not the JSON they should be. The message quotes none of them. */
public final class JsonFault extends Exception {
  private static final long serialVersionUID = 1L;

  /** {@code message} says what is wrong and quotes nothing. */
  public JsonFault(String message) {
    super(message, null, false, false);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
