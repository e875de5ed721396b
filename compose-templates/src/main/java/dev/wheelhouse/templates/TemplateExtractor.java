// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.templates;

import dev.wheelhouse.templates.Extraction.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One run of {@link Template#extractTo}. */
final class TemplateExtractor {

  private final Template template;
  private final Path folder;
  private final Map<String, String> written = new TreeMap<>();
  private final Map<String, Outcome> outcomes = new TreeMap<>();

  TemplateExtractor(Template template, Path folder) {
    this.template = template;
    this.folder = folder;
  }

  Extraction run() throws IOException {
    Files.createDirectories(folder);
    Map<String, String> before = ChecksumList.read(folder);
    for (TemplateFile file : template.files()) {
      outcomes.put(file.path(), extract(file, before.get(file.path())));
    }
    for (Map.Entry<String, String> old : before.entrySet()) {
      if (!outcomes.containsKey(old.getKey())) {
        retire(old.getKey(), old.getValue());
      }
    }
    if (!written.equals(before)) {
      Path fresh = Files.createTempFile(folder, ".checksums", ".new");
      Files.writeString(fresh, ChecksumList.format(written));
      putInPlace(fresh, folder.resolve(ChecksumList.NAME), false);
    }
    return new Extraction(folder, outcomes);
  }

  private Outcome extract(TemplateFile file, @Nullable String checksumBefore) throws IOException {
    byte[] content;
    try (InputStream stream = template.open(file)) {
      content = stream.readAllBytes();
    }
    String checksum = ChecksumList.checksum(content);
    Path target = folder.resolve(file.path());
    if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      write(file, content, target);
      written.put(file.path(), checksum);
      return Outcome.CREATED;
    }
    String present = checksumOf(target);
    if (checksum.equals(present)) {
      allow(target, file.executable());
      written.put(file.path(), checksum);
      return Outcome.UNCHANGED;
    }
    if (present != null && present.equals(checksumBefore)) {
      write(file, content, target);
      written.put(file.path(), checksum);
      return Outcome.UPDATED;
    }
    // Remember what we wrote once: should the user go back to it, it is ours again.
    if (checksumBefore != null) {
      written.put(file.path(), checksumBefore);
    }
    return Outcome.KEPT;
  }

  /** A file of an older version: goes when nobody changed it, and is forgotten either way. */
  private void retire(String path, String checksumBefore) throws IOException {
    Path target = folder.resolve(path);
    if (checksumBefore.equals(checksumOf(target))) {
      Files.delete(target);
      outcomes.put(path, Outcome.REMOVED);
    }
  }

  /** The checksum of a regular file; null for anything else, which is the user's then. */
  private static @Nullable String checksumOf(Path target) throws IOException {
    if (!Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
      return null;
    }
    return ChecksumList.checksum(Files.readAllBytes(target));
  }

  private void write(TemplateFile file, byte[] content, Path target) throws IOException {
    Path fresh = Files.createTempFile(makeFolderOf(file), ".template", ".new");
    Files.write(fresh, content);
    putInPlace(fresh, target, file.executable());
  }

  private static void putInPlace(Path fresh, Path target, boolean executable) throws IOException {
    try {
      allow(fresh, executable);
      Files.move(
          fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException exception) {
      Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  // Services read these files as other users, so the user's umask must not hide them. What
  // is secret lies in another folder, and the stack's own folder may be closed.
  private Path makeFolderOf(TemplateFile file) throws IOException {
    String[] parts = file.path().split("/");
    Path parent = folder;
    for (String part : Arrays.asList(parts).subList(0, parts.length - 1)) {
      parent = parent.resolve(part);
      if (!Files.isDirectory(parent)) {
        Files.createDirectory(parent);
        setPermissions(parent, "rwxr-xr-x");
      }
    }
    return parent;
  }

  private static void allow(Path file, boolean executable) throws IOException {
    setPermissions(file, executable ? "rwxr-xr-x" : "rw-r--r--");
  }

  private static void setPermissions(Path path, String permissions) throws IOException {
    if (Files.getFileAttributeView(path, PosixFileAttributeView.class) != null) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
  }
}
