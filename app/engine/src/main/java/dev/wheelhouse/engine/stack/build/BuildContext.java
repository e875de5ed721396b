// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.build;

import dev.wheelhouse.engine.compose.ComposeBuild;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** The files that a build gets, as one tar in a file of its own that goes when it is closed. */
public final class BuildContext implements AutoCloseable {
  private static final String OWN_DOCKERFILE = ".wheelhouse.Dockerfile";
  private static final int EXECUTABLE = 0755;
  private static final int PLAIN = 0644;

  private final Path tar;
  private final String dockerfile;

  private BuildContext(Path tar, String dockerfile) {
    this.tar = tar;
    this.dockerfile = dockerfile;
  }

  /** Packs the context as its {@code .dockerignore} says. */
  public static BuildContext pack(ComposeBuild build) throws IOException {
    Path tar = Files.createTempFile("wheelhouse-build-", ".tar");
    try (OutputStream file = Files.newOutputStream(tar, StandardOpenOption.WRITE);
        TarArchiveOutputStream out =
            new TarArchiveOutputStream(new BufferedOutputStream(file, 1 << 16), "UTF-8")) {
      out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      String name = dockerfile(build, out);
      IgnoreFile ignored = IgnoreFile.of(build.context(), build.dockerfile());
      Files.walkFileTree(build.context(), new Packer(build.context(), ignored, name, out));
      return new BuildContext(tar, name);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(tar);
      throw e;
    }
  }

  /** One that is written in the Compose file, or lies outside the context, is packed by itself. */
  private static String dockerfile(ComposeBuild build, TarArchiveOutputStream out)
      throws IOException {
    String inline = build.inline();
    if (inline != null) {
      bytes(out, inline.getBytes(StandardCharsets.UTF_8));
      return OWN_DOCKERFILE;
    }
    Path file = build.context().resolve(build.dockerfile()).normalize();
    if (!file.startsWith(build.context())) {
      bytes(out, Files.readAllBytes(file));
      return OWN_DOCKERFILE;
    }
    return slashes(build.context().relativize(file));
  }

  private static void bytes(TarArchiveOutputStream out, byte[] content) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(OWN_DOCKERFILE);
    entry.setSize(content.length);
    out.putArchiveEntry(entry);
    out.write(content);
    out.closeArchiveEntry();
  }

  private static String slashes(Path path) {
    return path.toString().replace('\\', '/');
  }

  /** Writes what is not ignored; the Dockerfile and the list itself always go. */
  private static final class Packer extends SimpleFileVisitor<Path> {
    private final Path root;
    private final IgnoreFile ignored;
    private final String dockerfile;
    private final TarArchiveOutputStream out;

    Packer(Path root, IgnoreFile ignored, String dockerfile, TarArchiveOutputStream out) {
      this.root = root;
      this.ignored = ignored;
      this.dockerfile = dockerfile;
      this.out = out;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
        throws IOException {
      String name = slashes(root.relativize(folder));
      if (name.isEmpty()) {
        return FileVisitResult.CONTINUE;
      }
      if (ignored.ignores(name)) {
        boolean needed = !ignored.simple() || dockerfile.startsWith(name + "/");
        return needed ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
      }
      put(new TarArchiveEntry(name + "/"), folder, attributes);
      out.closeArchiveEntry();
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      String name = slashes(root.relativize(file));
      boolean always = name.equals(dockerfile) || name.equals(".dockerignore");
      if (!always && ignored.ignores(name)) {
        return FileVisitResult.CONTINUE;
      }
      if (attributes.isSymbolicLink()) {
        TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
        entry.setLinkName(slashes(Files.readSymbolicLink(file)));
        out.putArchiveEntry(entry);
        out.closeArchiveEntry();
      } else if (attributes.isRegularFile()) {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(attributes.size());
        put(entry, file, attributes);
        try (InputStream content = Files.newInputStream(file)) {
          content.transferTo(out);
        }
        out.closeArchiveEntry();
      }
      return FileVisitResult.CONTINUE;
    }

    /** Without times of access and owners, so that the builder finds its earlier layers again. */
    private void put(TarArchiveEntry entry, Path path, BasicFileAttributes attributes)
        throws IOException {
      boolean runs = attributes.isDirectory() || Files.isExecutable(path);
      entry.setMode(runs ? EXECUTABLE : PLAIN);
      entry.setModTime(attributes.lastModifiedTime());
      out.putArchiveEntry(entry);
    }
  }

  /** The tar. */
  public InputStream open() throws IOException {
    return Files.newInputStream(tar, LinkOption.NOFOLLOW_LINKS);
  }

  /** Where the Dockerfile is in it. */
  public String dockerfile() {
    return dockerfile;
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(tar);
  }
}
