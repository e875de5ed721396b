// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.service;

import dev.wheelhouse.engine.backup.format.Manifest;
import dev.wheelhouse.engine.backup.format.MemberFile;
import dev.wheelhouse.engine.backup.format.TarGuard;
import dev.wheelhouse.engine.backup.format.TarSource;
import dev.wheelhouse.engine.backup.format.TarStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Copies the data folder of a stopped server into a member: a tar with names relative to that
 * folder, owners and times kept.
 *
 * @param member what was written
 * @param files every plain file by its name in the tar
 */
public record FolderCopy(Manifest.Member member, Map<String, TarSource.Entry> files) {
  /** Kind of such a member. */
  public static final String TAR = "tar";

  public FolderCopy {
    files = Map.copyOf(files);
  }

  public long dataBytes() {
    return files.values().stream().mapToLong(TarSource.Entry::size).sum();
  }

  /** Copies; the server must not run. */
  public static FolderCopy run(Capture capture, String name, Meter meter) {
    String target = capture.volume().target();
    String step = "copying " + target;
    Server server = capture.server();
    Relative relative =
        new Relative(
            new TarGuard(
                server.docker().copyFrom(server.container(), target), TarGuard.Limits.STANDARD));
    try (TarStream tar = new TarStream(relative);
        MemberFile member = capture.member(name, meter)) {
      tar.transferTo(member);
      return new FolderCopy(member.finish(TAR, target), relative.files);
    } catch (IOException e) {
      throw capture.failed(step, e);
    }
  }

  /** Puts a member back into the folder of a server that does not run. */
  public static void restore(Load load, Manifest.Member member, Server server) {
    String target = load.blueprint().dataVolume().orElseThrow().target();
    Meter meter = load.meter("Restoring " + load.blueprint().name(), member.size());
    try (InputStream file = java.nio.file.Files.newInputStream(load.path(member));
        TarStream tar = new TarStream(new TarGuard(file, TarGuard.Limits.STANDARD))) {
      server.docker().copyTo(server.container(), target, new Metered(tar, meter));
    } catch (IOException e) {
      throw load.failed("copying " + member.name() + " into the new volume", e);
    }
  }

  /** The engine names entries after the folder: {@code data/x}; the tar gets {@code x}. */
  private static final class Relative implements TarSource {
    private final TarGuard guard;
    private final Map<String, Entry> files = new HashMap<>();

    Relative(TarGuard guard) {
      this.guard = guard;
    }

    @Override
    public Optional<Entry> next() throws IOException {
      return guard.next().map(this::relative);
    }

    private Entry relative(Entry entry) {
      int slash = entry.name().indexOf('/');
      Entry named = entry.named(slash < 0 ? "." : entry.name().substring(slash + 1));
      if (!named.folder()) {
        files.put(named.name(), named);
      }
      return named;
    }

    @Override
    public InputStream content() {
      return guard.content();
    }

    @Override
    public void close() throws IOException {
      guard.close();
    }
  }

  /** Counts what is read. */
  private static final class Metered extends java.io.FilterInputStream {
    private final Meter meter;

    Metered(InputStream in, Meter meter) {
      super(in);
      this.meter = meter;
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      meter.accept(one < 0 ? 0 : 1);
      return one;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = super.read(buffer, offset, length);
      meter.accept(Math.max(0, count));
      return count;
    }
  }
}
