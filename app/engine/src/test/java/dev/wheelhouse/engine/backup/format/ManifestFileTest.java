// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reliability test R6: every edit of a manifest is refused, and the reason names what was edited.
 * The edits come with a right hash, as somebody who knows the format would make them.
 */
class ManifestFileTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path place;
  private Path folder;

  @BeforeEach
  void writeBackup() throws IOException {
    folder = SampleBackup.write(place.resolve("backups"));
  }

  static Stream<Arguments> editsOfMembers() {
    return Stream.of(
        edit(
            "member that is not there",
            "redis/more.rdb is missing",
            m -> copyMember(m, "redis/more.rdb")),
        edit(
            "member left out",
            "redis/dump.rdb is not in the manifest",
            m -> members(m, 1).removeAll()),
        edit(
            "wrong size",
            "redis/dump.rdb has 4000 bytes instead of 4001",
            m -> member(m).put("size", 4001)),
        edit(
            "wrong hash",
            "redis/dump.rdb was changed",
            m -> member(m).put("sha256", "0".repeat(64))),
        edit(
            "hash in capitals",
            "redis/dump.rdb has no usable size or hash",
            m -> member(m).put("sha256", "A".repeat(64))),
        edit(
            "negative size",
            "redis/dump.rdb has no usable size or hash",
            m -> member(m).put("size", -1)),
        edit("later format", "has format 2; this version knows 1", m -> m.put("format", 2)),
        edit("format as text", "has format \"1\"", m -> m.put("format", "1")),
        edit("no format", "has format", m -> m.remove("format")));
  }

  static Stream<Arguments> editsOfNames() {
    return Stream.of(
        edit(
            "duplicate name",
            "redis/dump.rdb is named twice",
            m -> copyMember(m, "redis/dump.rdb")),
        edit(
            "name differing in case",
            "Redis/dump.rdb is not a name",
            m -> copyMember(m, "Redis/dump.rdb")),
        edit(
            "name leading out",
            "../dump.rdb is not a name",
            m -> member(m).put("name", "../dump.rdb")),
        edit(
            "absolute name",
            "/etc/passwd is not a name",
            m -> member(m).put("name", "/etc/passwd")),
        edit(
            "name with dots",
            "redis/..rdb is not a name",
            m -> member(m).put("name", "redis/..rdb")),
        edit("duplicate service", "service redis is named twice", m -> duplicateService(m)),
        edit(
            "other backup's manifest",
            "is of backup demo-other",
            m -> m.put("backup", "demo-other")),
        edit("unknown property", "Unrecognized field \"extra\"", m -> m.put("extra", 1)),
        edit("missing property", "skew", m -> m.remove("skew")),
        edit(
            "no members",
            "not a manifest",
            m -> ((ObjectNode) m.at("/services/1")).putNull("members")),
        edit(
            "unknown rule",
            "not a manifest",
            m -> ((ObjectNode) m.at("/services/1/counts/0")).put("rule", "any")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"editsOfMembers", "editsOfNames"})
  void refusesTheEditAndNamesIt(String name, String reason, Consumer<ObjectNode> edit)
      throws IOException {
    ObjectNode manifest = (ObjectNode) JSON.readTree(folder.resolve("manifest.json").toFile());
    edit.accept(manifest);
    rewrite(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(manifest));

    assertThat(FolderCheckTest.findings(folder)).anySatisfy(f -> assertThat(f).contains(reason));
  }

  @Test
  void refusesAnEditWithoutANewHash() throws IOException {
    Path file = folder.resolve("manifest.json");
    Files.writeString(file, Files.readString(file).replace("\"note\" : \"\"", "\"note\" : \"x\""));

    assertThat(FolderCheckTest.findings(folder))
        .containsExactly("manifest.json does not match its own hash in manifest.json.sha256");
  }

  @Test
  void refusesAPropertyThatIsThereTwice() throws IOException {
    String text = Files.readString(folder.resolve("manifest.json"));
    rewrite(text.replaceFirst("\\{", "{ \"stack\" : \"other\","));

    assertThat(FolderCheckTest.findings(folder).getFirst()).contains("Duplicate", "stack");
  }

  @Test
  void refusesAFileThatNobodyListed() throws IOException {
    Files.writeString(folder.resolve("redis/appendonly.aof"), "FLUSHALL");

    assertThat(FolderCheckTest.findings(folder))
        .containsExactly("redis/appendonly.aof is not in the manifest");
  }

  @Test
  void refusesAFolderWithoutAManifest() throws IOException {
    Files.delete(folder.resolve("manifest.json"));

    assertThat(FolderCheckTest.findings(folder)).containsExactly("manifest.json is missing");
  }

  @Test
  void refusesGarbageInPlaceOfAManifest() throws IOException {
    rewrite("[".repeat(100_000));

    assertThat(FolderCheckTest.findings(folder).getFirst()).contains("not a manifest");
  }

  @Test
  void readsWhatItWrote() {
    assertThat(ManifestFile.read(folder))
        .isInstanceOfSatisfying(
            ManifestFile.Reading.Good.class,
            good -> {
              assertThat(good.manifest().stack()).isEqualTo("demo");
              assertThat(good.manifest().startedAt()).isEqualTo(SampleBackup.AT);
              assertThat(good.manifest().sizeBytes()).isEqualTo(13_700);
            });
  }

  private static Arguments edit(String name, String reason, Consumer<ObjectNode> edit) {
    return arguments(name, reason, edit);
  }

  private static ArrayNode members(JsonNode manifest, int service) {
    return (ArrayNode) manifest.at("/services/" + service + "/members");
  }

  private static ObjectNode member(JsonNode manifest) {
    return (ObjectNode) members(manifest, 1).get(0);
  }

  private static void copyMember(JsonNode manifest, String name) {
    members(manifest, 1).add(member(manifest).deepCopy().put("name", name));
  }

  private static void duplicateService(JsonNode manifest) {
    ObjectNode copy = manifest.at("/services/1").deepCopy();
    copy.putArray("members");
    ((ArrayNode) manifest.at("/services")).add(copy);
  }

  private void rewrite(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Files.write(folder.resolve("manifest.json"), bytes);
    Files.writeString(
        folder.resolve("manifest.json.sha256"), MemberFile.sha256(bytes) + "  manifest.json\n");
  }
}
