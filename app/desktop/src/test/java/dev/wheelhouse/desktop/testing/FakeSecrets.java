// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.testing;

import dev.wheelhouse.engine.secret.Secrets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Secrets in memory. */
public final class FakeSecrets implements Secrets {
  private final Map<String, String> secrets = new ConcurrentHashMap<>();

  @Override
  public Optional<String> read(String name) {
    return Optional.ofNullable(secrets.get(name));
  }

  @Override
  public void write(String name, String value) {
    secrets.put(name, value);
  }

  @Override
  public void delete(String name) {
    secrets.remove(name);
  }

  @Override
  public String readOrGenerate(String name) {
    return secrets.computeIfAbsent(name, missing -> "generated-" + missing);
  }

  @Override
  public String place() {
    return "memory";
  }
}
