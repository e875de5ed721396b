// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * An uncompressed tar, written anew from its entries as it is read: nothing of the source but
 * names, sizes, bits, owners, times and content reaches the reader.
 */
public final class TarStream extends InputStream {
  private static final int BLOCK = 512;
  private static final byte[] END = new byte[2 * BLOCK];

  private final TarSource source;
  private byte[] head = new byte[0];
  private int headRead;
  private long contentLeft;
  private int padding;
  private boolean ended;

  public TarStream(TarSource source) {
    this.source = source;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (headRead == head.length && contentLeft == 0) {
      if (ended) {
        return -1;
      }
      advance();
    }
    if (headRead < head.length) {
      int count = Math.min(length, head.length - headRead);
      System.arraycopy(head, headRead, buffer, offset, count);
      headRead += count;
      return count;
    }
    int count = source.content().read(buffer, offset, (int) Math.min(length, contentLeft));
    if (count < 0) {
      throw new IOException("a file became shorter while it was read");
    }
    contentLeft -= count;
    if (contentLeft == 0) {
      head = new byte[padding];
      headRead = 0;
    }
    return count;
  }

  private void advance() throws IOException {
    Optional<TarSource.Entry> next = source.next();
    if (next.isEmpty()) {
      head = END;
      headRead = 0;
      ended = true;
      return;
    }
    TarSource.Entry entry = next.get();
    head = header(entry);
    headRead = 0;
    contentLeft = entry.size();
    padding = (int) ((BLOCK - entry.size() % BLOCK) % BLOCK);
  }

  @Override
  public void close() throws IOException {
    source.close();
  }

  /** The header blocks of one entry; more than one for a long name or a large size. */
  private static byte[] header(TarSource.Entry entry) throws IOException {
    TarArchiveEntry header =
        new TarArchiveEntry(
            entry.folder() ? entry.name() + "/" : entry.name(),
            entry.folder() ? TarConstants.LF_DIR : TarConstants.LF_NORMAL);
    header.setSize(entry.size());
    header.setMode(entry.mode() | (entry.folder() ? 040000 : 0100000));
    header.setUserId(entry.uid());
    header.setGroupId(entry.gid());
    header.setModTime(entry.modifiedSeconds() * 1000);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // never closed: only its header is wanted, the content follows from elsewhere
    TarArchiveOutputStream tar =
        new TarArchiveOutputStream(bytes, BLOCK, StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
    tar.putArchiveEntry(header);
    tar.flush();
    return bytes.toByteArray();
  }
}
