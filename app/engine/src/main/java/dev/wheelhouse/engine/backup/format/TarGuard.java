// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Reads a tar that may be hostile or cut short. Only plain files and folders with ordinary relative
 * names pass; links, devices, {@code ..}, absolute names, names that differ in case only, sparse
 * files, and anything after too many entries or bytes end the reading with {@link TarRefused}. A
 * compressed tar is refused: an engine would unpack it by running a program (CVE-2026-41567).
 */
public final class TarGuard implements TarSource {
  private final EndAwareTar tar;
  private final Limits limits;
  private final Set<String> names = new HashSet<>();
  private long entries;
  private long bytes;

  /**
   * @param entries how many entries at most
   * @param bytes how many bytes of content at most, all entries together
   */
  public record Limits(long entries, long bytes) {
    /** 200,000 entries and 1 TiB. */
    public static final Limits STANDARD = new Limits(200_000, 1L << 40);
  }

  /** The tar holds what it must not hold. */
  public static final class TarRefused extends IOException {
    private static final long serialVersionUID = 1L;

    TarRefused(String message) {
      super(message);
    }
  }

  public TarGuard(InputStream input, Limits limits) {
    this.tar = new EndAwareTar(input);
    this.limits = limits;
  }

  /**
   * The next entry that passed.
   *
   * @throws TarRefused for an entry that must not be there, or a tar without its end marks
   */
  @Override
  public Optional<Entry> next() throws IOException {
    TarArchiveEntry found;
    try {
      found = tar.getNextEntry();
    } catch (IllegalArgumentException e) {
      throw new TarRefused("not a tar: " + e.getMessage());
    }
    if (found == null) {
      if (!tar.endSeen) {
        throw new TarRefused("the tar is cut short: its end marks are missing");
      }
      return Optional.empty();
    }
    return Optional.of(checked(found));
  }

  @Override
  public InputStream content() {
    return tar;
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }

  private Entry checked(TarArchiveEntry found) throws TarRefused {
    String name = name(found);
    boolean folder = found.getLinkFlag() == TarConstants.LF_DIR;
    boolean file =
        found.getLinkFlag() == TarConstants.LF_NORMAL
            || found.getLinkFlag() == TarConstants.LF_OLDNORM;
    if ((!folder && !file) || found.isSparse()) {
      throw new TarRefused(name + " is neither a plain file nor a folder");
    }
    if (file && found.getName().endsWith("/")) {
      throw new TarRefused(name + " is a file with the name of a folder");
    }
    if (!names.add(name.toLowerCase(Locale.ROOT))) {
      throw new TarRefused(name + " is there twice, or differs from another name in case only");
    }
    entries++;
    bytes += folder ? 0 : found.getSize();
    if (entries > limits.entries() || bytes > limits.bytes() || found.getSize() < 0) {
      throw new TarRefused("the tar has more entries or bytes than allowed, at " + name);
    }
    return new Entry(
        name,
        folder,
        folder ? 0 : found.getSize(),
        found.getMode() & 0777,
        found.getLongUserId(),
        found.getLongGroupId(),
        Math.floorDiv(found.getLastModifiedTime().toMillis(), 1000L));
  }

  private static String name(TarArchiveEntry found) throws TarRefused {
    String raw = found.getName();
    String name = raw.endsWith("/") ? raw.substring(0, raw.length() - 1) : raw;
    if (name.startsWith("./")) {
      name = name.substring(2);
    }
    if (name.equals(".")) {
      return name;
    }
    if (name.isEmpty() || name.getBytes(StandardCharsets.UTF_8).length > 4096) {
      throw new TarRefused("an entry has no name, or one that is too long");
    }
    for (String part : name.split("/", -1)) {
      boolean strange = part.chars().anyMatch(one -> one < ' ' || one == 0x7f || one == '\\');
      if (part.isEmpty()
          || part.equals(".")
          || part.equals("..")
          || strange
          || part.length() > 255) {
        throw new TarRefused("an entry has a name that leads elsewhere: " + printable(raw));
      }
    }
    return name;
  }

  private static String printable(String name) {
    String start = name.length() > 80 ? name.substring(0, 80) + "…" : name;
    return start.replaceAll("\\p{Cntrl}", "?");
  }

  /** Tells a tar that ended from one that merely stopped. */
  private static final class EndAwareTar extends TarArchiveInputStream {
    private boolean endSeen;

    EndAwareTar(InputStream input) {
      super(input, StandardCharsets.UTF_8.name());
    }

    @Override
    protected boolean isEOFRecord(byte[] record) {
      // the library asks with null at the end of the stream and calls that an end, too
      if (record == null) {
        return super.isEOFRecord(null);
      }
      boolean end = super.isEOFRecord(record);
      endSeen |= end;
      return end;
    }
  }
}
