// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.read;

import dev.wheelhouse.engine.compose.ComposeHealth;
import dev.wheelhouse.engine.compose.ComposeService.Program;
import dev.wheelhouse.engine.compose.tree.Tree;
import dev.wheelhouse.engine.compose.tree.Words;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a service runs, and how its health is asked for. */
final class ProgramReader {
  private static final Duration DEFAULT_GRACE = Duration.ofSeconds(10);

  private ProgramReader() {}

  static Program read(Fields service) {
    return new Program(
        command(service, "entrypoint"),
        command(service, "command"),
        service.textOrNull("user"),
        service.textOrNull("working_dir"),
        service.textOrNull("hostname"),
        service.flag("init", false),
        service.textOrNull("stop_signal"),
        service.duration("stop_grace_period", DEFAULT_GRACE));
  }

  private static @Nullable List<String> command(Fields service, String key) {
    Optional<Tree> value = service.get(key);
    if (value.isEmpty()) {
      return null;
    }
    return value.get() instanceof Tree.Leaf leaf
        ? Words.split(leaf.text(), leaf.place())
        : service.texts(key);
  }

  static @Nullable ComposeHealth health(Fields service) {
    if (service.get("healthcheck").isEmpty()) {
      return null;
    }
    Fields check = service.child("healthcheck");
    boolean disabled = check.flag("disable", false);
    List<String> test = disabled ? List.of("NONE") : test(check);
    if (disabled) {
      check.get("test");
    }
    ComposeHealth health =
        new ComposeHealth(
            test,
            check.duration("interval", Duration.ZERO),
            check.duration("timeout", Duration.ZERO),
            check.duration("start_period", Duration.ZERO),
            Math.toIntExact(check.number("retries", 0)));
    check.get("start_interval");
    check.done();
    return health;
  }

  private static List<String> test(Fields check) {
    Optional<Tree> value = check.get("test");
    if (value.isEmpty()) {
      return List.of();
    }
    if (value.get() instanceof Tree.Leaf leaf) {
      return List.of("CMD-SHELL", leaf.text());
    }
    List<String> test = check.texts("test");
    String kind = test.isEmpty() ? "" : test.getFirst();
    if (!List.of("NONE", "CMD", "CMD-SHELL").contains(kind)) {
      throw check.place("test").invalid("the test must begin with NONE, CMD or CMD-SHELL");
    }
    return test;
  }
}
