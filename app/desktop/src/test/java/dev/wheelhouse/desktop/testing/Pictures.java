// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.testing;

import dev.wheelhouse.desktop.fx.FxThread;
import dev.wheelhouse.desktop.theme.Palette;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javafx.scene.Scene;
import javafx.stage.Stage;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/**
 * Writes pictures of every screen in all its states, both palettes and two sizes; run it by {@code
 * app/desktop/pictures}:
 *
 * <pre>
 * Pictures FOLDER [NAME…]                all states, or those whose names begin so
 * Pictures --size WxH FOLDER [NAME…]     the same in another size
 * Pictures --docs FOLDER                 one picture per screen and palette, for the documentation
 * </pre>
 */
public final class Pictures {
  private record Size(int width, int height) {
    static Size of(String text) {
      String[] parts = text.split("x", 2);
      return new Size(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
    }
  }

  private static final List<Size> SIZES = List.of(new Size(1280, 800), new Size(960, 600));

  private static final Set<String> DOCUMENTED =
      Set.of(
          "home-stopped",
          "home-starting",
          "home-running",
          "home-failed",
          "home-no-engine",
          "status-details",
          "status-running",
          "logs-lines",
          "backups-list",
          "backups-restore",
          "chat-conversation",
          "models",
          "gateway-overview",
          "gateway-providers",
          "gateway-pools",
          "gateway-requests",
          "gateway-analytics",
          "gateway-keys",
          "gateway-limits",
          "gateway-connect",
          "doctor",
          "settings",
          "palette");

  private final Path folder;
  private final FxThread ui = new FxThread();

  private Pictures(Path folder) {
    this.folder = folder;
  }

  public static void main(String[] arguments) throws Exception {
    FxToolkit.registerPrimaryStage();
    List<String> rest = new ArrayList<>(List.of(arguments));
    boolean documentation = rest.removeIf("--docs"::equals);
    List<Size> sizes = documentation ? SIZES.subList(0, 1) : SIZES;
    if (rest.getFirst().equals("--size")) {
      rest.removeFirst();
      sizes = List.of(Size.of(rest.removeFirst()));
    }
    Pictures pictures = new Pictures(Path.of(rest.removeFirst()));
    for (Scenario scenario : Scenarios.all()) {
      boolean wanted =
          documentation
              ? DOCUMENTED.contains(scenario.name())
              : rest.isEmpty() || rest.stream().anyMatch(scenario.name()::startsWith);
      if (wanted) {
        for (Palette palette : Palette.values()) {
          for (Size size : sizes) {
            pictures.take(scenario, palette, size);
          }
        }
      }
    }
    System.exit(0);
  }

  private void take(Scenario scenario, Palette palette, Size size) throws Exception {
    TestWindow window =
        new TestWindow(ui, Executors.newVirtualThreadPerTaskExecutor(), scenario.docker());
    scenario.prepare().accept(window);
    Stage[] stage = new Stage[1];
    Scene scene =
        WaitForAsyncUtils.asyncFx(
                () -> {
                  stage[0] = new Stage();
                  return window.show(
                      stage[0], scenario.screen(), palette, size.width(), size.height());
                })
            .get(20, TimeUnit.SECONDS);
    settle();
    WaitForAsyncUtils.asyncFx(() -> scenario.act().on(window, scene)).get(20, TimeUnit.SECONDS);
    settle();
    Stages.picture(
        scene,
        folder.resolve(
            scenario.name()
                + "-"
                + palette.name().toLowerCase(Locale.ROOT)
                + "-"
                + size.width()
                + ".png"));
    WaitForAsyncUtils.asyncFx(() -> stage[0].close()).get(20, TimeUnit.SECONDS);
  }

  private static void settle() {
    WaitForAsyncUtils.waitForFxEvents();
    WaitForAsyncUtils.sleep(400, TimeUnit.MILLISECONDS);
    WaitForAsyncUtils.waitForFxEvents();
  }
}
