// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.secret;

import dev.wheelhouse.engine.platform.WheelhouseHome;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Chooses where secrets are kept. */
public final class SecretStores {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private SecretStores() {}

  /**
   * The user's secrets, such as provider keys: in the keyring when there is one, else in files. A
   * home that was moved by {@code WHEELHOUSE_HOME} keeps everything inside itself. Blocks up to
   * three seconds.
   */
  public static Secrets ofUser(WheelhouseHome home, Map<String, String> environment) {
    FileSecrets files = new FileSecrets(home.secrets().resolve("user"));
    if (!environment.getOrDefault("WHEELHOUSE_HOME", "").isBlank()) {
      return files;
    }
    Optional<KeyringSecrets> keyring = KeyringSecrets.open(files, PATIENCE);
    return keyring.isPresent() ? keyring.get() : files;
  }

  /**
   * Wheelhouse's own secrets, such as the gateway's token. Always files: the window, the command
   * line and a session without a keyring must find the same ones.
   */
  public static Secrets ofHome(WheelhouseHome home) {
    return new FileSecrets(home.secrets());
  }
}
