// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import dev.wheelhouse.gateway.upstream.BaseAddress;
import java.net.URI;

/** The paths that people leave out of an address, or paste with it. */
final class Bases {
  private static final String VERSION = ".*/v\\d+(?:[a-z]+\\d*)?";

  private Bases() {}

  /** Without one of these ends. */
  static BaseAddress without(BaseAddress base, String... ends) {
    String path = base.path();
    for (String end : ends) {
      if (path.endsWith(end)) {
        return base.withPath(path.substring(0, path.length() - end.length()));
      }
    }
    return base;
  }

  /** With this end, unless it ends with a version already. */
  static BaseAddress ending(BaseAddress base, String end) {
    return base.path().matches(VERSION) ? base : base.withPath(base.path() + end);
  }

  /** An address without any path means the usual one of its host. */
  static BaseAddress openAi(BaseAddress base) {
    if (!base.path().isEmpty()) {
      return base;
    }
    String usual =
        KnownProvider.at(URI.create(base.display()))
            .map(known -> known.base().getPath())
            .orElse("/v1");
    return base.withPath(usual);
  }
}
