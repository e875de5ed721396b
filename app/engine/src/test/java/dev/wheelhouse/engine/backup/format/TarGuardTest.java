// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.engine.backup.format.TarGuard.Limits;
import dev.wheelhouse.engine.backup.format.TarGuard.TarRefused;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarGuardTest {

  @Test
  void passesPlainFilesAndFoldersAndRewritesThemWhole() throws IOException {
    byte[] tar = tar(folder("data/"), file("data/chroma.sqlite3", 5000), file("data/ä.bin", 0));

    byte[] again = new TarStream(new TarGuard(in(tar), Limits.STANDARD)).readAllBytes();

    assertThat(again.length % 512).isZero();
    assertThat(read(again)).isEqualTo(read(tar));
    assertThat(read(again)).containsExactly("data/ 0", "data/chroma.sqlite3 5000", "data/ä.bin 0");
  }

  @Test
  void keepsOwnersTimesAndLongNames() throws IOException {
    String name = "a/" + "x".repeat(200);
    TarArchiveEntry entry = file(name, 3);
    entry.setUserId(3_000_000_000L);
    entry.setGroupId(82);
    entry.setMode(0104755);
    entry.setModTime(1_700_000_000_000L);

    byte[] again = new TarStream(new TarGuard(in(tar(entry)), Limits.STANDARD)).readAllBytes();

    try (TarGuard guard = new TarGuard(in(again), Limits.STANDARD)) {
      assertThat(guard.next())
          .contains(new TarSource.Entry(name, false, 3, 0755, 3_000_000_000L, 82, 1_700_000_000L));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x",
        "a/../../x",
        "/etc/passwd",
        "a//b",
        "a/./b",
        "..",
        "a\\b",
        "a\nb",
        "C:\\x",
        "//x",
        "a/..",
      })
  void refusesNamesThatLeadElsewhere(String name) throws IOException {
    refuses(tar(raw(name)), "leads elsewhere");
  }

  @Test
  void refusesNamesThatAreTooLong() throws IOException {
    refuses(tar(raw("a/".repeat(2500) + "b")), "too long");
    refuses(tar(raw("x".repeat(256))), "leads elsewhere");
  }

  @ParameterizedTest
  @ValueSource(
      bytes = {
        TarConstants.LF_LINK,
        TarConstants.LF_SYMLINK,
        TarConstants.LF_CHR,
        TarConstants.LF_BLK,
        TarConstants.LF_FIFO,
        TarConstants.LF_CONTIG,
      })
  void refusesEverythingButFilesAndFolders(byte kind) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry("link", kind);
    entry.setLinkName("/etc/passwd");
    refuses(tar(entry), "neither a plain file nor a folder");
  }

  @Test
  void refusesTheSameNameTwiceInAnyCase() throws IOException {
    refuses(tar(file("a", 1), file("a", 1)), "there twice");
    refuses(tar(file("a", 1), file("A", 1)), "there twice");
  }

  @Test
  void refusesTooManyEntriesAndBytes() throws IOException {
    byte[] tar = tar(file("a", 10), file("b", 10));
    assertThatThrownBy(() -> drain(tar, new Limits(1, 100))).hasMessageContaining("at b");
    assertThatThrownBy(() -> drain(tar, new Limits(9, 19))).hasMessageContaining("at b");
    drain(tar, new Limits(2, 20));
  }

  @Test
  void refusesACompressedTar() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(tar(file("a", 600)));
    }
    assertThatThrownBy(() -> drain(bytes.toByteArray(), Limits.STANDARD))
        .isInstanceOf(IOException.class);
  }

  @Test
  void refusesEveryCut() throws IOException {
    byte[] tar = tar(folder("d/"), file("d/a", 700), file("d/b", 512));
    int content = 512 + 512 + 1024 + 512 + 512;
    for (int length = 0; length <= content; length++) {
      byte[] cut = Arrays.copyOf(tar, length);
      assertThatThrownBy(() -> drain(cut, Limits.STANDARD))
          .as("cut to %d", length)
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void dropsTheBitsThatGiveRights() throws IOException {
    TarArchiveEntry entry = file("a", 1);
    entry.setMode(0107777);
    try (TarGuard guard = new TarGuard(in(tar(entry)), Limits.STANDARD)) {
      assertThat(guard.next().orElseThrow().mode()).isEqualTo(0777);
    }
  }

  @Test
  void saysWhenAFileShrinksWhileItIsRead() throws IOException {
    TarSource liar =
        new TarSource() {
          private final ByteArrayInputStream fifty = in(new byte[50]);
          private boolean given;

          @Override
          public Optional<Entry> next() {
            Optional<Entry> entry =
                given ? Optional.empty() : Optional.of(Entry.file("a", 100, 0, 0));
            given = true;
            return entry;
          }

          @Override
          public java.io.InputStream content() {
            return fifty;
          }

          @Override
          public void close() {}
        };
    assertThatThrownBy(() -> new TarStream(liar).readAllBytes()).hasMessageContaining("shorter");
  }

  private static void refuses(byte[] tar, String reason) {
    assertThatThrownBy(() -> drain(tar, Limits.STANDARD))
        .isInstanceOf(TarRefused.class)
        .hasMessageContaining(reason);
  }

  private static void drain(byte[] tar, Limits limits) throws IOException {
    try (TarGuard guard = new TarGuard(in(tar), limits)) {
      while (guard.next().isPresent()) {
        guard.content().readAllBytes();
      }
    }
  }

  private static List<String> read(byte[] tar) throws IOException {
    List<String> found = new ArrayList<>();
    try (TarGuard guard = new TarGuard(in(tar), Limits.STANDARD)) {
      for (var entry = guard.next(); entry.isPresent(); entry = guard.next()) {
        int size = guard.content().readAllBytes().length;
        found.add(entry.get().name() + (entry.get().folder() ? "/" : "") + " " + size);
      }
    }
    return found;
  }

  private static ByteArrayInputStream in(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  private static TarArchiveEntry folder(String name) {
    return new TarArchiveEntry(name);
  }

  private static TarArchiveEntry file(String name, int size) {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(size);
    return entry;
  }

  private static TarArchiveEntry raw(String name) {
    TarArchiveEntry entry = new TarArchiveEntry("x", TarConstants.LF_NORMAL);
    TarArchiveEntry named = new TarArchiveEntry(name, true);
    named.setSize(0);
    entry.setName(name);
    return named.getName().equals(name) ? named : entry;
  }

  private static byte[] tar(TarArchiveEntry... entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(bytes, 512, StandardCharsets.UTF_8.name())) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      for (TarArchiveEntry entry : entries) {
        tar.putArchiveEntry(entry);
        tar.write(new byte[(int) entry.getSize()]);
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }
}
