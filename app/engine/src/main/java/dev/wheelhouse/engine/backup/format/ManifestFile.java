// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads and writes {@code manifest.json} and the file with its SHA-256 beside it, in the form that
 * {@code sha256sum -c} reads. Strict: an unknown or repeated property is damage.
 */
public final class ManifestFile {
  public static final String NAME = "manifest.json";
  public static final String HASH_NAME = "manifest.json.sha256";

  private static final long LARGEST = 64L * 1024 * 1024;
  private static final Pattern MEMBER =
      Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}/[a-z0-9][a-z0-9._-]{0,62}");
  private static final Pattern STACK = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  static {
    JSON.getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder()
                .maxDocumentLength(LARGEST)
                .maxNestingDepth(20)
                .maxStringLength(1024 * 1024)
                .build());
  }

  private ManifestFile() {}

  /** What a folder's manifest says, or what is wrong with it. */
  public sealed interface Reading {
    /** Complete and its own hash is right. */
    record Good(Manifest manifest) implements Reading {}

    /** Not to be trusted; each finding names what is wrong. */
    record Bad(List<String> findings) implements Reading {
      public Bad {
        findings = List.copyOf(findings);
      }
    }
  }

  /** Writes the manifest and its hash into the folder, both flushed to the disk. */
  public static void write(Path folder, Manifest manifest) throws IOException {
    byte[] text = (JSON.writeValueAsString(manifest) + "\n").getBytes(StandardCharsets.UTF_8);
    MemberFile.writeWhole(folder.resolve(NAME), text);
    String line = MemberFile.sha256(text) + "  " + NAME + "\n";
    MemberFile.writeWhole(folder.resolve(HASH_NAME), line.getBytes(StandardCharsets.UTF_8));
  }

  /** Reads and checks; never throws for what is in the folder. */
  public static Reading read(Path folder) {
    try {
      for (String name : List.of(NAME, HASH_NAME)) {
        if (!Files.isRegularFile(folder.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
          return new Reading.Bad(List.of(name + " is missing"));
        }
      }
      if (Files.size(folder.resolve(NAME)) > LARGEST
          || Files.size(folder.resolve(HASH_NAME)) > 200) {
        return new Reading.Bad(List.of(NAME + " is too large"));
      }
      byte[] text = Files.readAllBytes(folder.resolve(NAME));
      byte[] hash = Files.readAllBytes(folder.resolve(HASH_NAME));
      String expected = MemberFile.sha256(text) + "  " + NAME + "\n";
      if (!expected.equals(new String(hash, StandardCharsets.ISO_8859_1))) {
        return new Reading.Bad(List.of(NAME + " does not match its own hash in " + HASH_NAME));
      }
      return parse(folder, text);
    } catch (IOException e) {
      return new Reading.Bad(List.of(NAME + " cannot be read: " + e.getMessage()));
    }
  }

  private static Reading parse(Path folder, byte[] text) throws IOException {
    try {
      JsonNode format = JSON.readTree(text).path("format");
      if (!format.isInt() || format.intValue() != Manifest.FORMAT) {
        return new Reading.Bad(
            List.of(NAME + " has format " + format + "; this version knows " + Manifest.FORMAT));
      }
      Manifest manifest = JSON.readValue(text, Manifest.class);
      List<String> findings = findings(folder, manifest);
      return findings.isEmpty() ? new Reading.Good(manifest) : new Reading.Bad(findings);
    } catch (JsonProcessingException e) {
      return new Reading.Bad(List.of(NAME + " is not a manifest: " + e.getOriginalMessage()));
    }
  }

  private static List<String> findings(Path folder, Manifest manifest) {
    List<String> findings = new ArrayList<>();
    if (!manifest.backup().equals(BackupFolders.nameOf(folder))) {
      findings.add(NAME + " is of backup " + manifest.backup() + ", not of this folder");
    }
    if (!STACK.matcher(manifest.stack()).matches()) {
      findings.add(NAME + " names no stack: " + manifest.stack());
    }
    Set<String> seen = new HashSet<>();
    for (Manifest.Member member : manifest.members()) {
      String name = member.name();
      if (!MEMBER.matcher(name).matches() || name.contains("..")) {
        findings.add(name + " is not a name that a member can have");
      } else if (!seen.add(name.toLowerCase(Locale.ROOT))) {
        findings.add(name + " is named twice");
      }
      if (member.size() < 0 || !SHA256.matcher(member.sha256()).matches()) {
        findings.add(name + " has no usable size or hash");
      }
    }
    Set<String> services = new HashSet<>();
    for (Manifest.Service service : manifest.services()) {
      if (!services.add(service.service())) {
        findings.add("service " + service.service() + " is named twice");
      }
    }
    return findings;
  }
}
