// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.files;

import dev.wheelhouse.engine.compose.ComposeFile;
import dev.wheelhouse.engine.compose.ComposeProject;
import dev.wheelhouse.engine.compose.Extension;
import dev.wheelhouse.engine.compose.read.Trust;
import dev.wheelhouse.engine.platform.PrivateFiles;
import dev.wheelhouse.engine.problem.InputProblem;
import dev.wheelhouse.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes the secrets of a stack that are missing, as the {@code x-wheelhouse} of each says: {@code
 * generate} is a random text, {@code derive} is built from other secrets, {@code optional} is an
 * empty file that waits for what only the user has. What is there is never changed. The folder is
 * closed to others; the files in it are readable by all, because each container reads them as a
 * user of its own.
 */
final class SecretFiles {
  private static final Map<String, String> ALPHABETS =
      Map.of(
          "alphanumeric", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
          "hex", "0123456789abcdef",
          "digits", "0123456789");
  private static final Pattern REFERENCE = Pattern.compile("\\{\\{(sha256:)?([A-Za-z0-9_.-]+)}}");
  private static final int SHORTEST = 16;
  private static final int LONGEST = 4096;

  private final ComposeProject project;
  private final SecureRandom random = new SecureRandom();

  SecretFiles(ComposeProject project) {
    this.project = project;
  }

  /** The keys of the secrets that have to be made. */
  List<String> missing() {
    List<String> missing = new ArrayList<>();
    for (ComposeFile secret : project.secrets().values()) {
      if (secret.content() == null && !Files.exists(secret.file())) {
        missing.add(secret.key());
      }
    }
    return missing;
  }

  /** Makes them: random ones first, because others are derived from them. */
  void make() {
    List<String> missing = missing();
    for (boolean derived : List.of(false, true)) {
      for (String key : missing) {
        ComposeFile secret = secret(key);
        if (secret.extension().text("derive").isEmpty() != derived) {
          make(secret, derived);
        }
      }
    }
  }

  private void make(ComposeFile secret, boolean derived) {
    // A project from elsewhere would else write where it likes, for example what a shell runs.
    if (!Trust.inside(project.folder(), secret.file())) {
      throw cannotMake(
          secret.key(),
          "the file is missing, and none is made outside the stack's folder: " + secret.file());
    }
    if (secret.extension().text("optional").isEmpty()) {
      write(secret.file(), derived ? derive(secret) : generate(secret), "r--r--r--");
    } else {
      write(secret.file(), "", "rw-r--r--");
    }
  }

  private ComposeFile secret(String key) {
    ComposeFile secret = project.secrets().get(key);
    if (secret == null) {
      throw cannotMake(key, "it refers to a secret that is not defined");
    }
    return secret;
  }

  private String generate(ComposeFile secret) {
    Extension hint = secret.extension().child("generate");
    if (hint.isEmpty()) {
      throw cannotMake(
          secret.key(), "the file is missing, and nothing says how to make it: " + secret.file());
    }
    String alphabet = ALPHABETS.getOrDefault(hint.text("alphabet"), "");
    int length = length(hint.text("length"));
    if (alphabet.isEmpty() || length < SHORTEST || length > LONGEST) {
      throw cannotMake(secret.key(), "its alphabet or its length makes no sense");
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  private static int length(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private String derive(ComposeFile secret) {
    Matcher matcher = REFERENCE.matcher(secret.extension().text("derive"));
    StringBuilder text = new StringBuilder();
    while (matcher.find()) {
      String value = read(secret(matcher.group(2)).file());
      String used = matcher.group(1) == null ? value : sha256(value);
      matcher.appendReplacement(text, Matcher.quoteReplacement(used));
    }
    return matcher.appendTail(text).toString();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw trouble(file, e);
    }
  }

  /** Whole or not at all, and never over an existing one. */
  private static void write(Path file, String text, String permissions) {
    Path folder = PrivateFiles.folder(file.resolveSibling(".").normalize());
    Path fresh = folder.resolve("." + file.getFileName() + "." + UUID.randomUUID());
    try {
      Files.writeString(fresh, text, StandardOpenOption.CREATE_NEW);
      allow(fresh, permissions);
      Files.move(fresh, file);
    } catch (IOException e) {
      throw trouble(file, e);
    }
  }

  static void allow(Path file, String permissions) throws IOException {
    if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(
          file, java.nio.file.attribute.PosixFilePermissions.fromString(permissions));
    }
  }

  private static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static ProblemException cannotMake(String key, String reason) {
    return new ProblemException(
        new InputProblem.BadInput(
            "The secret \"" + key + "\"",
            reason,
            "Put the file there, or say in the Compose file how it is generated."));
  }

  private static ProblemException trouble(Path file, IOException e) {
    return new ProblemException(
        new InputProblem.FileTrouble(file.toString(), String.valueOf(e.getMessage())), e);
  }
}
