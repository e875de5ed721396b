// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.testing.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Models on disk, laid out as Ollama does: {@code manifests/registry.ollama.ai/NAMESPACE/MODEL/TAG}
 * names layers, {@code blobs/sha256-…} holds them. The layers are small and made up, their digests
 * are right.
 */
final class ModelStore {
  private static final int CHUNK = 64 * 1024;
  private static final int WEIGHTS_BYTES = 4 * 1024 * 1024;

  private final Path folder;

  ModelStore(Path folder) {
    this.folder = folder;
  }

  /** Gets each step of a pull. */
  @FunctionalInterface
  interface Progress {
    /**
     * One step.
     *
     * @throws IOException when the client has left
     */
    void step(Layer layer, long completed) throws IOException, InterruptedException;
  }

  /** One file of a model. */
  @SuppressWarnings("ArrayRecordComponent") // copied in and out
  record Layer(String mediaType, String digest, byte[] content) {
    Layer {
      content = content.clone();
    }

    @Override
    public byte[] content() {
      return content.clone();
    }
  }

  /** A model that is here. */
  record Stored(ModelName name, ModelKind kind, String digest, long size, Instant modified) {}

  /** The layers of a model of the library, always the same for the same name. */
  static List<Layer> layers(ModelKind kind) {
    byte[] weights = new byte[WEIGHTS_BYTES];
    new Random(kind.name().hashCode()).nextBytes(weights);
    ObjectNode config = kind.details().put("name", kind.name());
    return List.of(
        layer("application/vnd.ollama.image.model", weights),
        layer(
            "application/vnd.ollama.image.template",
            "{{ .Prompt }}".getBytes(StandardCharsets.UTF_8)),
        layer("application/vnd.docker.container.image.v1+json", bytes(config)));
  }

  /** In how many steps so many bytes are fetched. */
  static long steps(long bytes) {
    return 1 + (bytes + CHUNK - 1) / CHUNK;
  }

  /** All models, the newest first. */
  List<Stored> list() {
    Path manifests = manifests();
    if (!Files.isDirectory(manifests)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(manifests)) {
      return files
          .filter(Files::isRegularFile)
          .flatMap(file -> stored(file).stream())
          .sorted(Comparator.comparing(Stored::modified).reversed())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Optional<Stored> find(ModelName name) {
    return list().stream().filter(stored -> stored.name().equals(name)).findFirst();
  }

  /** Writes a model; layers that are here already are not fetched again. */
  void pull(ModelName name, ModelKind kind, Progress progress)
      throws IOException, InterruptedException {
    List<Layer> layers = layers(kind);
    for (Layer layer : layers) {
      fetch(layer, progress);
    }
    writeManifest(name, kind, layers);
  }

  /** Gives a model a second name. */
  void copy(Stored source, ModelName target) throws IOException {
    writeManifest(target, source.kind(), layers(source.kind()));
  }

  /** Forgets a model and the layers that no other one uses. */
  void delete(ModelName name) throws IOException {
    Files.deleteIfExists(manifest(name));
    List<String> used = new ArrayList<>();
    list().forEach(stored -> layers(stored.kind()).forEach(layer -> used.add(layer.digest())));
    try (Stream<Path> blobs = Files.list(folder.resolve("blobs"))) {
      for (Path blob : blobs.toList()) {
        if (!used.contains(blob.getFileName().toString().replace('-', ':'))) {
          Files.delete(blob);
        }
      }
    }
  }

  private void fetch(Layer layer, Progress progress) throws IOException, InterruptedException {
    Path blob = folder.resolve("blobs").resolve(layer.digest().replace(':', '-'));
    Files.createDirectories(blob.getParent());
    byte[] content = layer.content();
    if (Files.exists(blob)) {
      progress.step(layer, content.length);
      return;
    }
    Path partial = blob.resolveSibling(blob.getFileName() + "-partial");
    Files.deleteIfExists(partial);
    progress.step(layer, 0);
    for (int at = 0; at < content.length; at += CHUNK) {
      int length = Math.min(CHUNK, content.length - at);
      try (var out =
          Files.newOutputStream(partial, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        out.write(content, at, length);
      }
      progress.step(layer, at + length);
    }
    Files.move(partial, blob, StandardCopyOption.ATOMIC_MOVE);
  }

  private void writeManifest(ModelName name, ModelKind kind, List<Layer> layers)
      throws IOException {
    ObjectNode manifest = Json.object().put("schemaVersion", 2).put("kind", kind.name());
    for (Layer layer : layers) {
      manifest
          .withArray("layers")
          .addObject()
          .put("mediaType", layer.mediaType())
          .put("digest", layer.digest())
          .put("size", layer.content().length);
    }
    Path file = manifest(name);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes(manifest));
  }

  private Optional<Stored> stored(Path file) {
    Path relative = manifests().relativize(file);
    ModelName name =
        new ModelName(
            relative.getName(0).toString(),
            relative.getName(1).toString(),
            relative.getName(2).toString());
    try {
      byte[] content = Files.readAllBytes(file);
      JsonNode manifest = Json.MAPPER.readTree(content);
      long size = 0;
      for (JsonNode layer : manifest.path("layers")) {
        size += layer.path("size").asLong();
      }
      Instant modified = Files.getLastModifiedTime(file).toInstant();
      long total = size;
      return ModelName.parse(manifest.path("kind").asText())
          .flatMap(ModelKind::find)
          .map(kind -> new Stored(name, kind, sha256(content), total, modified));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path manifests() {
    return folder.resolve("manifests").resolve("registry.ollama.ai");
  }

  private Path manifest(ModelName name) {
    return manifests().resolve(name.namespace()).resolve(name.model()).resolve(name.tag());
  }

  private static Layer layer(String mediaType, byte[] content) {
    return new Layer(mediaType, "sha256:" + sha256(content), content);
  }

  private static byte[] bytes(JsonNode node) {
    return Json.write(node).getBytes(StandardCharsets.UTF_8);
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
