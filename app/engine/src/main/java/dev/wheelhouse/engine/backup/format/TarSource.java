// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Entries of a tar, one after the other. */
public interface TarSource extends AutoCloseable {
  /**
   * One entry that may be written.
   *
   * @param name relative, with slashes, without one at its end
   * @param mode the lower nine permission bits
   */
  record Entry(
      String name, boolean folder, long size, int mode, long uid, long gid, long modifiedSeconds) {
    public Entry named(String other) {
      return new Entry(other, folder, size, mode, uid, gid, modifiedSeconds);
    }

    /** A file of the given owner that only the owner can read. */
    public static Entry file(String name, long size, long uid, long gid) {
      return new Entry(name, false, size, 0600, uid, gid, 0);
    }

    /** A folder of the given owner that only the owner can enter. */
    public static Entry folder(String name, long uid, long gid) {
      return new Entry(name, true, 0, 0700, uid, gid, 0);
    }
  }

  /** The next entry, or empty at the end. */
  Optional<Entry> next() throws IOException;

  /** Content of the entry last returned; read it to its end, do not close it. */
  InputStream content();

  @Override
  void close() throws IOException;
}
