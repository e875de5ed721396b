// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.key;

import dev.wheelhouse.gateway.json.JsonFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/**
 * Keeps keys in a file that only its owner can read. A change is written beside it and takes its
 * place in one step, so that whenever the process dies the file holds all of the old keys or all of
 * the new ones.
 */
public final class FileKeyStore implements KeyStore {
  /** Channels of one process do not wait for each other's locks, but fail. */
  private static final ConcurrentMap<Path, Lock> CHANGING = new ConcurrentHashMap<>();

  private final Path file;
  private final Path lock;

  /** A file that need not exist yet, in a folder that does. */
  public FileKeyStore(Path file) {
    this.file = file.toAbsolutePath().normalize();
    this.lock = sibling(".lock");
  }

  @Override
  public List<ClientKey> read() {
    try {
      return KeyFormat.read(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (JsonFault e) {
      // never taken for empty: the next change would make the loss last
      throw new UncheckedIOException(new IOException(file + ": " + e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<ClientKey> change(UnaryOperator<List<ClientKey>> change) {
    Lock changing = CHANGING.computeIfAbsent(lock, _ -> new ReentrantLock());
    changing.lock();
    try {
      return changeAlone(change);
    } finally {
      changing.unlock();
    }
  }

  private List<ClientKey> changeAlone(UnaryOperator<List<ClientKey>> change) {
    // the lock is for other processes, and lies apart as the file itself is replaced
    try (FileChannel channel = open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var held = channel.lock()) {
      List<ClientKey> next = List.copyOf(change.apply(read()));
      if (held.isValid()) {
        write(KeyFormat.write(next));
      }
      return next;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Object version() {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      // the system may know files by number, and a replaced file is another one
      return Arrays.asList(now.fileKey(), now.lastModifiedTime(), now.size());
    } catch (IOException e) {
      return "none";
    }
  }

  private void write(byte[] bytes) throws IOException {
    Path next = sibling(".next");
    Files.deleteIfExists(next); // of a process that died
    try (FileChannel out = open(next, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer left = ByteBuffer.wrap(bytes);
      while (left.hasRemaining()) {
        out.write(left);
      }
      out.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private FileChannel open(Path path, StandardOpenOption... options) throws IOException {
    Set<StandardOpenOption> set = EnumSet.copyOf(List.of(options));
    return FileChannel.open(path, set, ownerOnly());
  }

  private FileAttribute<?>[] ownerOnly() {
    Path folder = file.getParent();
    boolean posix =
        folder != null
            && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
            && file.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private Path sibling(String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }
}
