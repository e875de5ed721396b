// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker.adapter;

/**
 * The two parts of an image's name that the pull call takes apart.
 *
 * @param tag tag or digest; without one "latest", because the engine would pull every tag
 */
record ImageReference(String name, String tag) {
  static ImageReference of(String reference) {
    int digest = reference.indexOf('@');
    if (digest > 0) {
      return new ImageReference(reference.substring(0, digest), reference.substring(digest + 1));
    }
    int colon = reference.lastIndexOf(':');
    if (colon > reference.lastIndexOf('/')) {
      return new ImageReference(reference.substring(0, colon), reference.substring(colon + 1));
    }
    return new ImageReference(reference, "latest");
  }
}
