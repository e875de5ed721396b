// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.format;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Entries made from files and bytes of ours. */
public final class TarFiles implements TarSource {
  private final Deque<Part> parts;
  private InputStream content = InputStream.nullInputStream();

  private record Part(Entry entry, Opener opener) {}

  @FunctionalInterface
  private interface Opener {
    InputStream open() throws IOException;
  }

  private TarFiles(List<Part> parts) {
    this.parts = new ArrayDeque<>(parts);
  }

  public static Builder builder() {
    return new Builder();
  }

  @Override
  public Optional<Entry> next() throws IOException {
    content.close();
    Part part = parts.poll();
    if (part == null) {
      return Optional.empty();
    }
    content = part.opener().open();
    return Optional.of(part.entry());
  }

  @Override
  public InputStream content() {
    return content;
  }

  @Override
  public void close() throws IOException {
    content.close();
  }

  /** Collects the entries in order; a folder comes before what is in it. */
  public static final class Builder {
    private final List<Part> parts = new ArrayList<>();

    public Builder folder(String name, long uid, long gid) {
      parts.add(new Part(Entry.folder(name, uid, gid), InputStream::nullInputStream));
      return this;
    }

    public Builder file(String name, Path file, long uid, long gid) throws IOException {
      Entry entry = Entry.file(name, Files.size(file), uid, gid);
      parts.add(new Part(entry, () -> Files.newInputStream(file)));
      return this;
    }

    public Builder bytes(String name, byte[] bytes, long uid, long gid) {
      Entry entry = Entry.file(name, bytes.length, uid, gid);
      parts.add(new Part(entry, () -> new ByteArrayInputStream(bytes)));
      return this;
    }

    public TarFiles build() {
      return new TarFiles(parts);
    }
  }
}
