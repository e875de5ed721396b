// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.engine.gateway.config.GatewaySettings;
import dev.wheelhouse.engine.gateway.config.GatewaySettingsFile;
import dev.wheelhouse.engine.gateway.config.ModelPrice;
import dev.wheelhouse.engine.problem.Notices;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes of the gateway's settings that several make at one moment: each of them counts. */
class SettingsTurnsTest {
  private static final int ROUNDS = 40;
  private static final int WRITERS = 3;
  private static final String READY = "> ready";

  @TempDir Path place;

  @Test
  void windowsOfOneProcessLoseNoChangeOfEachOther() throws Exception {
    List<Callable<Boolean>> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      String name = "writer" + i;
      GatewaySettingsFile own = settings(place);
      writers.add(() -> changed(own, name));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> each : threads.invokeAll(writers)) {
        assertThat(each.get()).isTrue();
      }
    }
    assertEveryChange();
  }

  @Test
  void processesLoseNoChangeOfEachOther() throws Exception {
    List<Process> processes = new ArrayList<>();
    try {
      for (int i = 0; i < WRITERS; i++) {
        processes.add(process("writer" + i));
      }
      for (Process each : processes) {
        awaitReady(each);
      }
      for (Process each : processes) {
        each.getOutputStream().write('\n');
        each.getOutputStream().flush();
      }
      for (Process each : processes) {
        assertThat(each.waitFor()).isZero();
      }
    } finally {
      processes.forEach(each -> each.destroyForcibly().onExit().join());
    }
    assertEveryChange();
  }

  private void assertEveryChange() {
    List<String> wanted =
        IntStream.range(0, WRITERS * ROUNDS)
            .mapToObj(i -> "writer" + i / ROUNDS + "-" + i % ROUNDS)
            .toList();
    assertThat(settings(place).read().prices())
        .extracting(ModelPrice::models)
        .containsExactlyInAnyOrderElementsOf(wanted);
  }

  private static GatewaySettingsFile settings(Path place) {
    return new GatewaySettingsFile(place.resolve("gateway.json"), new Notices(), _ -> {});
  }

  private static boolean changed(GatewaySettingsFile settings, String name) {
    for (int round = 0; round < ROUNDS; round++) {
      ModelPrice price = new ModelPrice(name + "-" + round, 1, 1);
      settings.update(now -> with(now, price));
    }
    return true;
  }

  private static GatewaySettings with(GatewaySettings now, ModelPrice price) {
    List<ModelPrice> all = new ArrayList<>(now.prices());
    all.add(price);
    return now.withPrices(all);
  }

  private Process process(String name) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            SettingsTurnsTest.class.getName(),
            place.toString(),
            name)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Reads until the process says so, over what it logs. */
  private static void awaitReady(Process process) throws IOException {
    BufferedReader said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = said.readLine();
    while (line != null && !line.equals(READY)) {
      line = said.readLine();
    }
    assertThat(line).as("it is there").isEqualTo(READY);
  }

  /** Another process: the folder, and the name of its changes. */
  public static void main(String[] arguments) throws IOException {
    GatewaySettingsFile settings = settings(Path.of(arguments[0]));
    System.out.println(READY);
    if (System.in.read() >= 0) {
      changed(settings, arguments[1]);
    }
  }
}
