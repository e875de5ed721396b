// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.home;

import dev.wheelhouse.desktop.format.Amounts;
import dev.wheelhouse.engine.docker.EngineInfo;
import dev.wheelhouse.engine.stack.StackPlan;
import dev.wheelhouse.engine.text.Sizes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a start will do and what it costs, in words. */
record StartPreview(boolean firstStart, List<Fact> facts) {

  /** What a fact is about; decides its icon. */
  enum Kind {
    SERVICES,
    IMAGES,
    MEMORY,
    PORTS,
    DATA
  }

  /**
   * One line of the preview.
   *
   * @param details the whole list for the tooltip; may be empty
   */
  record Fact(Kind kind, String words, String details) {}

  static StartPreview of(StackPlan plan, @Nullable EngineInfo engine) {
    List<Fact> facts = new ArrayList<>();
    facts.add(
        new Fact(
            Kind.SERVICES,
            "Starts " + Amounts.count(plan.services().size(), "service", "services"),
            String.join("\n", plan.services().stream().map(part -> part.service()).toList())));
    facts.add(images(plan));
    facts.add(memory(plan, engine));
    facts.add(ports(plan));
    facts.add(data(plan));
    return new StartPreview(!plan.newVolumes().isEmpty(), List.copyOf(facts));
  }

  private static Fact images(StackPlan plan) {
    int count = plan.imagesToPull().size();
    return new Fact(
        Kind.IMAGES,
        count == 0
            ? "All images are on this machine"
            : "Pulls " + Amounts.count(count, "image", "images") + " from the internet",
        String.join("\n", plan.imagesToPull()));
  }

  private static Fact memory(StackPlan plan, @Nullable EngineInfo engine) {
    String limit = "Uses at most " + Sizes.memory(plan.memoryLimitBytes()) + " of memory";
    return new Fact(
        Kind.MEMORY,
        engine == null ? limit : limit + " of " + Sizes.memory(engine.memoryBytes()),
        "The sum of the services' limits; they usually need much less");
  }

  private static Fact ports(StackPlan plan) {
    List<String> numbers =
        plan.hostPorts().stream()
            .map(port -> port.substring(port.lastIndexOf(':') + 1))
            .distinct()
            .toList();
    if (numbers.isEmpty()) {
      return new Fact(Kind.PORTS, "Opens no port", "");
    }
    return new Fact(
        Kind.PORTS,
        (numbers.size() == 1 ? "Opens port " : "Opens ports ")
            + String.join(", ", numbers)
            + " to this machine only",
        String.join("\n", plan.hostPorts()));
  }

  private static Fact data(StackPlan plan) {
    int count = plan.newVolumes().size();
    return new Fact(
        Kind.DATA,
        count == 0
            ? "Your data from before is used"
            : "Makes " + Amounts.count(count, "volume", "volumes") + " for your data",
        String.join("\n", plan.newVolumes()));
  }
}
