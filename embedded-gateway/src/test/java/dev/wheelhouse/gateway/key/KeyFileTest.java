// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.wheelhouse.gateway.MovedClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Client keys in a file, as every store keeps them; what is peculiar to files stands apart. */
class KeyFileTest extends KeyStoreContract {
  @TempDir private Path folder;

  @Override
  KeyStore store() {
    return new FileKeyStore(file());
  }

  @Override
  KeyStore other() {
    return new FileKeyStore(file());
  }

  @Test
  void readsAgainAfterAFailureThatLeftNoTraceInTheFile() throws IOException {
    String token = keys(store()).create("editor", Grant.CLIENT, null).token().reveal();
    byte[] good = Files.readAllBytes(file());
    FileTime time = Files.getLastModifiedTime(file());
    Object version = store().version();
    MovedClock clock = new MovedClock("2026-11-21T10:00:00Z");
    ClientKeys gateway = new ClientKeys(store(), clock);
    byte[] bad = good.clone();
    bad[0] = 'x';
    Files.write(file(), bad);
    Files.setLastModifiedTime(file(), time);
    assertThat(finds(gateway, token)).isFalse();
    Files.write(file(), good);
    Files.setLastModifiedTime(file(), time);
    assumeTrue(store().version().equals(version), "the system sees a change all the same");
    clock.move(Duration.ofSeconds(1));
    assertThat(finds(gateway, token)).isTrue();
  }

  @Test
  void keepsLettingInThoseItKnowsWhileTheFileCannotBeRead() throws IOException {
    String token = keys(store()).create("editor", Grant.CLIENT, null).token().reveal();
    ClientKeys gateway = new ClientKeys(store(), Clock.systemUTC());
    assertThat(finds(gateway, token)).isTrue();
    Files.writeString(file(), "not what it was");
    assertThat(finds(gateway, token)).isTrue();
    assertThat(finds(gateway, token.replace(token.charAt(30), '_'))).isFalse();
  }

  private Path file() {
    return folder.resolve("keys.json");
  }
}
