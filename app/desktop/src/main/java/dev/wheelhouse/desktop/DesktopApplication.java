// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop;

import dev.wheelhouse.desktop.frame.Notices;
import dev.wheelhouse.desktop.frame.Place;
import dev.wheelhouse.desktop.fx.FxThread;
import dev.wheelhouse.desktop.fx.UiFeed;
import dev.wheelhouse.desktop.fx.UiTasks;
import dev.wheelhouse.desktop.shell.PulseCounter;
import dev.wheelhouse.desktop.shell.Shell;
import dev.wheelhouse.desktop.shell.WindowMemory;
import dev.wheelhouse.desktop.theme.Fonts;
import dev.wheelhouse.desktop.theme.Themes;
import dev.wheelhouse.engine.Engine;
import dev.wheelhouse.engine.EngineOptions;
import dev.wheelhouse.engine.platform.RunningLock;
import dev.wheelhouse.engine.problem.InputProblem.Unexpected;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.settings.Settings;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The window's life: open the engine, build the window, show it, and end both in order. */
public final class DesktopApplication extends Application {
  private static final Logger log = LoggerFactory.getLogger(DesktopApplication.class);

  private final EngineOptions options;
  private final IntConsumer exit;
  private final FxThread ui = new FxThread();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private @Nullable RunningLock lock;
  private @Nullable Engine engine;
  private @Nullable Services services;
  private @Nullable ProblemException refused;

  /** What the launcher makes: the window of this process. */
  public DesktopApplication() {
    this(EngineOptions.ofThisProcess(), DesktopApplication::exitProcess);
  }

  /**
   * @param exit gets the exit status when all is closed
   */
  DesktopApplication(EngineOptions options, IntConsumer exit) {
    this.options = options;
    this.exit = exit;
  }

  /** Runs away from the UI thread: opens what reads files. */
  @Override
  public void init() {
    Fonts.load();
    try {
      lock = RunningLock.take(options.home(), "window");
      engine = Engine.open(options);
      services = Services.of(engine);
    } catch (ProblemException e) {
      refused = e;
    }
  }

  @Override
  public void start(Stage stage) {
    ProblemException problem = refused;
    if (problem != null) {
      Main.tell(System.err, problem.problem());
      close();
      exit.accept(1);
      return;
    }
    Services opened = Objects.requireNonNull(services);
    WindowOptions wanted = WindowOptions.parse(getParameters().getRaw());
    UiTasks tasks = new UiTasks(ui, threads, opened.jobs());
    Wiring wiring = new Wiring(opened, tasks, new SystemOutside(getHostServices()), clock());
    catchEverything(wiring.frame().notices());
    show(stage, wiring.shell(), opened, wanted);
    threads.execute(() -> settle(opened));
  }

  /** Puts right what a killed backup or restore left behind; what needs the engine waits for it. */
  private static void settle(Services opened) {
    try {
      opened.backups().recover();
    } catch (ProblemException e) {
      log.warn("Interrupted work could not be settled: {}", e.problem().cause(), e);
    }
  }

  private void show(Stage stage, Shell shell, Services opened, WindowOptions wanted) {
    Settings settings = opened.settings().get();
    Scene scene = shell.scene(1280, 800);
    Themes themes = new Themes(scene);
    themes.choose(Objects.requireNonNullElse(wanted.theme(), settings.theme()));
    if (wanted.theme() == null) {
      opened
          .settings()
          .events()
          .subscribe(new UiFeed<>(ui, batch -> themes.choose(batch.getLast().theme())));
    }
    shell.railCollapsedProperty().set(settings.window().railCollapsed());
    stage.setTitle("Wheelhouse");
    stage.getIcons().setAll(ProductMark.images());
    stage.setScene(scene);
    WindowMemory.restore(stage, settings.window());
    if (wanted.width() > 0) {
      stage.setWidth(wanted.width());
      stage.setHeight(wanted.height());
    }
    stage.iconifiedProperty().subscribe(shell::sleep);
    stage.setOnCloseRequest(event -> {
      event.consume();
      remember(stage, shell, opened, wanted);
    });
    shell.go(Place.of(wanted.screen()));
    stage.show();
    PulseCounter pulses = new PulseCounter(scene);
    pulses.logAsAsked(ui);
    log.info("The window is open");
    if (wanted.screenshot() != null) {
      new Screenshot(scene, pulses, opened.docker(), ui)
          .take(wanted.screenshot(), status -> end(status));
    }
  }

  /** Notes where the window was, away from the UI thread, and then ends. */
  private void remember(Stage stage, Shell shell, Services opened, WindowOptions wanted) {
    Settings.Window now =
        WindowMemory.of(
            stage, shell.railCollapsedProperty().get(), opened.settings().get().window());
    stage.hide();
    threads.execute(() -> {
      try {
        if (wanted.screenshot() == null) {
          opened.settings().update(settings -> settings.withWindow(now));
        }
      } catch (ProblemException e) {
        log.warn("The window's place is not remembered: {}", e.problem().cause());
      }
      end(0);
    });
  }

  private void end(int status) {
    Thread.ofPlatform()
        .name("end")
        .start(() -> {
          close();
          exit.accept(status);
        });
  }

  private static void exitProcess(int status) {
    Platform.exit();
    System.exit(status);
  }

  private void close() {
    ui.close();
    if (engine != null) {
      engine.close();
    }
    if (lock != null) {
      lock.close();
    }
    threads.shutdownNow();
  }

  /** The border for faults of our own: into the log, and told to the user. */
  private void catchEverything(Notices notices) {
    Thread.setDefaultUncaughtExceptionHandler((thread, exception) -> {
      log.error("Uncaught in {}", thread.getName(), exception);
      ui.post(() -> notices.problem(new Unexpected("in the window", exception.toString())));
    });
  }

  private static Clock clock() {
    return Clock.system(ZoneId.systemDefault());
  }
}
