// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.write;

import dev.wheelhouse.engine.compose.ComposeProject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/**
 * A project as one Compose document, in the form of {@code docker compose config}: variables put
 * in, short forms written out, paths absolute, what says nothing left out. Secrets appear as the
 * paths of their files; what looks like one elsewhere is hidden.
 */
public final class ComposeDocument {
  private ComposeDocument() {}

  /** The document as maps, lists, texts and numbers, in the order of the file. */
  public static Map<String, Object> of(ComposeProject project) {
    return asComposeText(Hidden.document(project.reading().document()));
  }

  /** A document as {@code docker compose config} writes it: nothing is hidden. */
  public static Map<String, Object> whole(Map<String, Object> document) {
    return asComposeText(document);
  }

  /** Whether a value of that name is a secret, as far as a name can tell. */
  public static boolean namesSecret(String name) {
    return Hidden.secret(name);
  }

  /** The document as YAML, which is a Compose file again where nothing was hidden. */
  public static String yaml(Map<String, Object> document) {
    DumpSettings settings =
        DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setWidth(100).build();
    return new Dump(settings).dumpToString(document).stripTrailing();
  }

  /** Each dollar sign twice: what is written here has had its variables put in. */
  static Map<String, Object> asComposeText(Map<?, ?> map) {
    Map<String, Object> result = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> put(result, String.valueOf(key).replace("$", "$$"), asComposeText(value)));
    return result;
  }

  private static @Nullable Object asComposeText(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case TreeDocument.Null nothing -> null;
      case String text -> text.replace("$", "$$");
      case Map<?, ?> map -> asComposeText(map);
      case List<?> list -> asComposeText(list);
      default -> value;
    };
  }

  private static List<Object> asComposeText(List<?> list) {
    List<Object> result = new ArrayList<>();
    list.forEach(item -> add(result, asComposeText((Object) item)));
    return result;
  }

  @SuppressWarnings("NullAway") // a network that is joined without options has no value
  private static void put(Map<String, Object> map, String key, @Nullable Object value) {
    map.put(key, value);
  }

  @SuppressWarnings("NullAway") // YAML has empty items, and so have the notes of people
  private static void add(List<Object> list, @Nullable Object value) {
    list.add(value);
  }
}
