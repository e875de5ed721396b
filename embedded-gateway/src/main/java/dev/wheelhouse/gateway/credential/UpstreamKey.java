// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.credential;

import dev.wheelhouse.gateway.secret.Secret;

/**
 * One of several keys of an upstream.
 *
 * @param label what it is called where people read of it; never a part of the key
 */
public record UpstreamKey(String label, Secret secret) {
  /** Checks the label. */
  public UpstreamKey {
    if (!label.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,31}")) {
      throw new IllegalArgumentException(
          "a key's label has 1 to 32 letters, digits, dots, dashes and underscores");
    }
    if (!secret.isPresent()) {
      throw new IllegalArgumentException("the key " + label + " is empty");
    }
    if (label.length() > 3 && secret.reveal().contains(label)) {
      throw new IllegalArgumentException("a key's label must not be a part of the key");
    }
  }
}
