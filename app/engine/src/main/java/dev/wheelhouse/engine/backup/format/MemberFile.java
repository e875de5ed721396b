// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.format;

import dev.wheelhouse.engine.platform.PrivateFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/**
 * A member while it is written: everything passes through SHA-256, is counted, and is flushed to
 * the disk on {@link #finish}. Only the user can read the file (0600).
 */
public final class MemberFile extends OutputStream {
  private final String name;
  private final FileChannel channel;
  private final MessageDigest digest = newDigest();
  private final LongConsumer progress;
  private long size;

  private MemberFile(String name, FileChannel channel, LongConsumer progress) {
    this.name = name;
    this.channel = channel;
    this.progress = progress;
  }

  /**
   * Creates the member; it must not exist yet.
   *
   * @param folder the backup's folder
   * @param name path inside it
   * @param progress hears how many more bytes were written; may throw to end the writing
   */
  public static MemberFile create(Path folder, String name, LongConsumer progress)
      throws IOException {
    Path file = folder.resolve(name);
    PrivateFiles.folder(file.resolveSibling(".").normalize());
    return new MemberFile(name, PrivateFiles.create(file), progress);
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    digest.update(bytes, offset, length);
    size += length;
    progress.accept(length);
  }

  public long size() {
    return size;
  }

  /** Flushes to the disk and tells what was written. */
  public Manifest.Member finish(String kind, String subject) throws IOException {
    channel.force(true);
    channel.close();
    return new Manifest.Member(
        name, kind, subject, size, HexFormat.of().formatHex(digest.digest()));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** Writes a small file whole and flushes it. */
  static void writeWhole(Path file, byte[] content) throws IOException {
    try (FileChannel channel = PrivateFiles.create(file)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(newDigest().digest(bytes));
  }

  static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
