// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.platform;

import dev.wheelhouse.engine.problem.InputProblem.FileTrouble;
import dev.wheelhouse.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/**
 * Folders and files that only the user can read (0700 and 0600). On systems without those bits the
 * user's own folders protect them already.
 */
public final class PrivateFiles {
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private PrivateFiles() {}

  /**
   * Makes the folder and its missing parents, and closes the folder itself to others.
   *
   * @throws ProblemException with {@code FileTrouble}
   */
  public static Path folder(Path folder) {
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder, attributes(FOLDER));
      }
      if (POSIX && !Files.getPosixFilePermissions(folder).equals(FOLDER)) {
        Files.setPosixFilePermissions(folder, FOLDER);
      }
      return folder;
    } catch (IOException e) {
      throw trouble(folder, e);
    }
  }

  /**
   * Puts the content in place of the file in one step: after a crash there is the old content or
   * the new one, whole and on the disk. The file's folder is made when missing.
   *
   * @throws ProblemException with {@code FileTrouble}
   */
  public static void write(Path file, byte[] content) {
    Path folder = folder(file.toAbsolutePath().resolveSibling(".").normalize());
    Path fresh = folder.resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".new");
    try {
      try (FileChannel channel = create(fresh)) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      flushFolder(folder);
    } catch (IOException e) {
      discard(fresh);
      throw trouble(file, e);
    }
  }

  /** Makes an empty file that only the user can read; it must not exist yet. */
  public static FileChannel create(Path file) throws IOException {
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
        attributes(FILE));
  }

  /** A rename is safe from a power cut only when its folder was flushed too. */
  public static void flushFolder(Path folder) throws IOException {
    if (POSIX) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static void discard(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // the first failure is the one to tell; a left-over ".new" file does no harm
      org.slf4j.LoggerFactory.getLogger(PrivateFiles.class).debug("left over: {}", file, e);
    }
  }

  private static FileAttribute<?>[] attributes(Set<PosixFilePermission> permissions) {
    return POSIX
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }

  private static ProblemException trouble(Path path, IOException e) {
    return new ProblemException(new FileTrouble(path.toString(), e.toString()), e);
  }
}
