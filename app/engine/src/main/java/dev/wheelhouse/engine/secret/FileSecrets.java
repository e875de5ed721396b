// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.secret;

import dev.wheelhouse.engine.platform.PrivateFiles;
import dev.wheelhouse.engine.problem.InputProblem.FileTrouble;
import dev.wheelhouse.engine.problem.ProblemException;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/** One file (0600) for each secret, in a folder (0700); its name is the secret's, made safe. */
public final class FileSecrets implements Secrets {
  private static final int RANDOM_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path folder;

  /**
   * @param folder made when the first secret is written
   */
  public FileSecrets(Path folder) {
    this.folder = folder;
  }

  /** A fresh secret of 256 random bits that fits into headers and URLs. */
  static String random() {
    byte[] bytes = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public Optional<String> read(String name) {
    Path file = file(name);
    try {
      String value = Files.readString(file).strip();
      return value.isEmpty() ? Optional.empty() : Optional.of(value);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw trouble(file, e);
    }
  }

  @Override
  public void write(String name, String value) {
    PrivateFiles.folder(folder);
    PrivateFiles.write(file(name), value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void delete(String name) {
    Path file = file(name);
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw trouble(file, e);
    }
  }

  /** Holds a lock between processes, so that two starts at once agree on one secret. */
  @Override
  public synchronized String readOrGenerate(String name) {
    Optional<String> present = read(name);
    if (present.isPresent()) {
      return present.get();
    }
    PrivateFiles.folder(folder);
    Path lockFile = folder.resolve(".lock");
    try (FileChannel channel =
            FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      Optional<String> meanwhile = lock.isValid() ? read(name) : Optional.empty();
      if (meanwhile.isPresent()) {
        return meanwhile.get();
      }
      String fresh = random();
      write(name, fresh);
      return fresh;
    } catch (IOException e) {
      throw trouble(lockFile, e);
    }
  }

  @Override
  public String place() {
    return "files in " + folder;
  }

  /** URL encoding leaves letters, digits, dot, minus and underscore: no separators, no spaces. */
  private Path file(String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a secret needs a name");
    }
    String safe = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("*", "%2A");
    return folder.resolve(safe.startsWith(".") ? "%2E" + safe.substring(1) : safe);
  }

  private static ProblemException trouble(Path file, IOException e) {
    return new ProblemException(new FileTrouble(file.toString(), e.toString()), e);
  }
}
