// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.secret;

import com.github.javakeyring.BackendNotSupportedException;
import com.github.javakeyring.Keyring;
import com.github.javakeyring.PasswordAccessException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Secrets in the system's keyring (Keychain, Credential Manager, Secret Service), with files as the
 * place for what the keyring cannot take. A secret in a file is found too, so that a session
 * without a keyring, such as over SSH, and one with it can follow each other.
 */
final class KeyringSecrets implements Secrets, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(KeyringSecrets.class);
  private static final String SERVICE = "Wheelhouse";

  private final Keyring keyring;
  private final FileSecrets files;

  private KeyringSecrets(Keyring keyring, FileSecrets files) {
    this.keyring = keyring;
    this.files = files;
  }

  /**
   * Opens the keyring when there is one that keeps what it is given; a keyring that does not answer
   * within the patience counts as none.
   */
  static Optional<KeyringSecrets> open(FileSecrets files, Duration patience) {
    CompletableFuture<Keyring> opening = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("keyring")
        .start(() -> {
          try {
            Keyring keyring = Keyring.create();
            probe(keyring);
            opening.complete(keyring);
          } catch (BackendNotSupportedException | PasswordAccessException | LinkageError e) {
            opening.completeExceptionally(e);
          } catch (RuntimeException e) {
            // the backends throw whatever D-Bus gives them
            opening.completeExceptionally(e);
          }
        });
    try {
      Keyring keyring = opening.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return Optional.of(new KeyringSecrets(keyring, files));
    } catch (ExecutionException | TimeoutException e) {
      log.info("No system keyring ({}): secrets are kept in files", e.toString());
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  @Override
  public synchronized Optional<String> read(String name) {
    try {
      String value = keyring.getPassword(SERVICE, name);
      if (value != null && !value.isEmpty()) {
        return Optional.of(value);
      }
    } catch (PasswordAccessException | RuntimeException e) {
      log.debug("not in the keyring: {}", name, e);
    }
    return files.read(name);
  }

  @Override
  public synchronized void write(String name, String value) {
    try {
      keyring.setPassword(SERVICE, name, value);
    } catch (PasswordAccessException | RuntimeException e) {
      log.warn("The keyring refused to keep {}: kept in a file instead", name, e);
      files.write(name, value);
      return;
    }
    files.delete(name);
  }

  @Override
  public synchronized void delete(String name) {
    try {
      keyring.deletePassword(SERVICE, name);
    } catch (PasswordAccessException | RuntimeException e) {
      log.debug("not in the keyring: {}", name, e);
    }
    files.delete(name);
  }

  @Override
  public synchronized String readOrGenerate(String name) {
    Optional<String> present = read(name);
    if (present.isPresent()) {
      return present.get();
    }
    String fresh = FileSecrets.random();
    write(name, fresh);
    return fresh;
  }

  @Override
  public String place() {
    return "system keyring";
  }

  @Override
  public void close() throws Exception {
    keyring.close();
  }

  private static void probe(Keyring keyring) throws PasswordAccessException {
    String name = "probe-" + ProcessHandle.current().pid();
    keyring.setPassword(SERVICE, name, "works");
    if (!"works".equals(keyring.getPassword(SERVICE, name))) {
      throw new PasswordAccessException("the keyring does not keep what it is given");
    }
    keyring.deletePassword(SERVICE, name);
  }
}
