// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.testing;

import dev.wheelhouse.desktop.Services;
import dev.wheelhouse.desktop.Wiring;
import dev.wheelhouse.desktop.frame.Place;
import dev.wheelhouse.desktop.frame.ScreenName;
import dev.wheelhouse.desktop.fx.UiTasks;
import dev.wheelhouse.desktop.fx.UiThread;
import dev.wheelhouse.desktop.theme.Fonts;
import dev.wheelhouse.desktop.theme.Palette;
import dev.wheelhouse.desktop.theme.Themes;
import dev.wheelhouse.engine.doctor.Doctor;
import dev.wheelhouse.engine.event.EventBus;
import dev.wheelhouse.engine.job.Jobs;
import dev.wheelhouse.engine.platform.WheelhouseHome;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.stack.Stack;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import javafx.scene.Scene;
import javafx.stage.Stage;

/** The real window over fakes, which the test holds in its hand. */
public final class TestWindow {
  public final FakeStacks stacks;
  public final FakeDockerConnection docker;
  public final FakeBackups backups = new FakeBackups();
  public final FakeMetrics metrics = new FakeMetrics();
  public final FakeChats chats = new FakeChats();
  public final FakeLogs logs = new FakeLogs();
  public final FakeModels models = new FakeModels();
  public final FakeSettings settings = new FakeSettings();
  public final FakeSecrets secrets = new FakeSecrets();
  public final FakeGateway gateway = new FakeGateway();
  public final FakeGatewayServices gatewayServices = new FakeGatewayServices();
  public final FakeFrame outside = new FakeFrame();
  public final EventBus<Problem> notices = new EventBus<>();
  public final Jobs jobs;

  private final UiThread ui;
  private final Executor executor;

  public TestWindow(UiThread ui, Executor executor, FakeDockerConnection docker, Stack... initial) {
    this.ui = ui;
    this.executor = executor;
    this.docker = docker;
    stacks = new FakeStacks(initial);
    jobs = new Jobs(executor, TestTasks.clock());
  }

  /** Builds and shows the window; to be called on the UI thread. */
  public Scene show(Stage stage, ScreenName screen, Palette palette, int width, int height) {
    Fonts.load();
    Wiring wiring =
        new Wiring(
            services(), new UiTasks(ui, executor, jobs), outside.outside(), TestTasks.clock());
    Scene scene = wiring.shell().scene(width, height);
    Themes.dress(scene, palette);
    stage.setScene(scene);
    stage.setX(0);
    stage.setY(0);
    stage.setWidth(width);
    stage.setHeight(height);
    wiring.shell().go(Place.of(screen));
    stage.show();
    return scene;
  }

  private Services services() {
    Path folder = Path.of("target", "test-home");
    WheelhouseHome home =
        new WheelhouseHome(folder, folder.resolve("config"), folder.resolve("logs"));
    return new Services(
        home,
        jobs,
        docker,
        stacks,
        logs,
        metrics,
        backups,
        secrets,
        settings,
        gateway,
        new FakeProviders(settings, secrets),
        gatewayServices.services(),
        chats,
        models,
        new Doctor(docker, new Doctor.Subject(stacks, _ -> {}), gateway, models, secrets, home),
        notices);
  }
}
