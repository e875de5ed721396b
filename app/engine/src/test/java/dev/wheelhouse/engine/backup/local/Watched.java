// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.local;

import dev.wheelhouse.engine.docker.Docker;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** A Docker port that lets a test look at, hold or fail each call before it reaches the engine. */
final class Watched {
  private Watched() {}

  /** Sees the name of the method and its arguments, which it may replace. */
  @FunctionalInterface
  interface Before {
    void call(String method, Object[] arguments);
  }

  static Docker docker(Docker real, Before before) {
    return (Docker)
        Proxy.newProxyInstance(
            Docker.class.getClassLoader(),
            new Class<?>[] {Docker.class},
            (proxy, method, arguments) -> {
              Object[] all = arguments == null ? new Object[0] : arguments;
              before.call(method.getName(), all);
              try {
                return method.invoke(real, all);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
