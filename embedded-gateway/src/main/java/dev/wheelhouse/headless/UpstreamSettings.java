// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.headless;

import dev.wheelhouse.gateway.GatewayException;
import dev.wheelhouse.gateway.KnownProvider;
import dev.wheelhouse.gateway.UpstreamConfig;
import dev.wheelhouse.gateway.credential.UpstreamKey;
import dev.wheelhouse.gateway.secret.Secret;
import dev.wheelhouse.headless.SettingsFile.UpstreamEntry;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The upstreams: those of the file first, then the local Ollama, then providers with a key. */
final class UpstreamSettings {
  private static final String LOCAL = "LOCAL_LLM_ENDPOINT";

  private final Variables variables;
  private final String fileSetting;
  private final List<UpstreamConfig> upstreams = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  private UpstreamSettings(Variables variables, String fileSetting) {
    this.variables = variables;
    this.fileSetting = fileSetting;
  }

  static List<UpstreamConfig> read(Variables variables, String fileSetting, SettingsFile file) {
    UpstreamSettings reading = new UpstreamSettings(variables, fileSetting);
    file.upstreams().forEach(reading::add);
    reading.addLocal();
    KnownProvider.ALL.forEach(reading::addKnown);
    return List.copyOf(reading.upstreams);
  }

  /** One sentence for each provider whose key waits for its owner. */
  static List<String> leftOut(Variables variables) {
    List<String> notes = new ArrayList<>();
    for (KnownProvider provider : KnownProvider.ALL) {
      for (String variable : provider.variables()) {
        variables
            .emptyFile(variable)
            .ifPresent(name ->
                notes.add(
                    "%s names an empty file, so %s is left out".formatted(name, provider.name())));
      }
    }
    return notes;
  }

  private void add(UpstreamEntry entry) {
    String place = fileSetting + ", upstreams[" + upstreams.size() + "]";
    String name = required(place, "name", entry.name());
    Secret key = key(place, entry);
    List<UpstreamKey> keys = keys(place, entry, key);
    List<String> models = entry.models() == null ? List.of() : entry.models();
    add(
        place,
        () -> {
          URI url = URI.create(required(place, "url", entry.url()));
          UpstreamConfig made =
              switch (String.valueOf(entry.type() == null ? "auto" : entry.type())) {
                case "ollama" -> new UpstreamConfig.Ollama(name, url, key);
                case "openai" -> new UpstreamConfig.OpenAiCompatible(name, url, key, models);
                case "anthropic" -> new UpstreamConfig.Anthropic(name, url, key, models);
                case "auto" -> UpstreamConfig.of(name, url, key);
                default ->
                    throw new SettingsProblem(
                        place, "Its type is not known.", "Use ollama, openai, anthropic or auto.");
              };
          return keys.isEmpty() ? made : made.withKeys(keys);
        });
  }

  /** All keys where {@code key_files} names some: that of {@code key_file} or variable first. */
  private static List<UpstreamKey> keys(String place, UpstreamEntry entry, Secret first) {
    if (entry.keyFiles() == null || entry.keyFiles().isEmpty()) {
      return List.of();
    }
    List<UpstreamKey> keys = new ArrayList<>();
    if (first.isPresent()) {
      String label = entry.keyFile() == null ? "" : fileName(entry.keyFile());
      keys.add(labelled(keys, label, first));
    }
    for (String file : entry.keyFiles()) {
      String setting = place + ", key_files[" + keys.size() + "]";
      Secret key = Variables.secret(setting, Variables.content(setting, file));
      if (keys.stream().anyMatch(other -> other.secret().equals(key))) {
        throw new SettingsProblem(
            setting, "Another file has the same key.", "Give each key of an upstream once.");
      }
      keys.add(labelled(keys, fileName(file), key));
    }
    return keys;
  }

  /** A key is called as its file, where that can be a label; else by its place. */
  private static UpstreamKey labelled(List<UpstreamKey> before, String file, Secret key) {
    String place = "key-" + (before.size() + 1);
    boolean taken = before.stream().anyMatch(other -> other.label().equals(file));
    try {
      return new UpstreamKey(taken ? place : file, key);
    } catch (IllegalArgumentException e) {
      return new UpstreamKey(place, key);
    }
  }

  private static String fileName(String file) {
    return String.valueOf(Path.of(file).getFileName());
  }

  private Secret key(String place, UpstreamEntry entry) {
    String variable = entry.keyVariable();
    if (entry.keyFile() != null && variable != null) {
      throw new SettingsProblem(
          place, "It has a key_file and a key_variable.", "Leave one of them out.");
    }
    if (entry.keyFile() != null) {
      String setting = place + ", key_file";
      return Variables.secret(setting, Variables.content(setting, entry.keyFile()));
    }
    if (variable == null) {
      return Secret.none();
    }
    return variables
        .secret(variable)
        .orElseThrow(() ->
            new SettingsProblem(
                place, "Its key_variable names a variable that is not set.", "Set it."));
  }

  private void addLocal() {
    Optional<Variables.Value> local = variables.value(LOCAL);
    if (local.isPresent()) {
      String name = local.get().name();
      add(name, () -> new UpstreamConfig.Ollama("local", URI.create(local.get().text())));
    }
  }

  private void addKnown(KnownProvider provider) {
    for (String variable : provider.variables()) {
      if (variables.emptyFile(variable).isPresent()) {
        continue;
      }
      Optional<Secret> key = variables.secret(variable);
      if (key.isPresent() && !names.contains(provider.name())) {
        add(variable, () -> UpstreamConfig.of(provider.name(), provider.base(), key.get()));
      }
    }
  }

  private void add(String setting, Supplier<UpstreamConfig> make) {
    UpstreamConfig made;
    try {
      made = make.get();
    } catch (GatewayException e) {
      throw new SettingsProblem(setting, String.valueOf(e.getMessage()), "Correct the address.");
    } catch (IllegalArgumentException e) {
      throw new SettingsProblem(
          setting,
          "Its name or address cannot be used.",
          "An address is http://host:port, a name has letters, digits, dots and dashes.");
    }
    if (!names.add(made.name())) {
      throw new SettingsProblem(
          setting, "Another upstream has the same name.", "Give each its own.");
    }
    upstreams.add(made);
  }

  static String required(String place, String field, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw new SettingsProblem(place, "Its " + field + " is missing.", "Add it.");
    }
    return value.strip();
  }
}
