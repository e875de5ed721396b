// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.testing;

import dev.wheelhouse.desktop.frame.ScreenName;
import dev.wheelhouse.testing.Wait;
import dev.wheelhouse.testing.stack.LocalAi;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javafx.scene.input.KeyCode;

/**
 * The window in a process of its own, which a test drives and can kill; see {@link DrivenWindow}.
 * Closing kills it.
 */
public final class WindowProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Process process;
  private final Path log;
  private final Writer orders;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

  private WindowProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    orders = process.outputWriter(StandardCharsets.UTF_8);
    Thread.ofVirtual().name("answers").start(this::read);
  }

  /** Starts the program on the stack's home, and waits for its window. */
  public static WindowProcess open(LocalAi stack) {
    WindowProcess window = start(stack);
    try {
      window.answer("to open");
      return window;
    } catch (AssertionError e) {
      window.close();
      throw e;
    }
  }

  private static WindowProcess start(LocalAi stack) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // as ./wheelhouse does it
    command.addAll(List.of("-XX:+UseSerialGC", "-Xms32m", "-Xmx512m", "-Dprism.order=sw"));
    command.addAll(List.of("--module-path", classPath(WindowProcess::isJavaFx)));
    command.addAll(List.of("--add-modules", "javafx.controls,javafx.fxml,javafx.swing"));
    command.add("--enable-native-access=javafx.graphics,ALL-UNNAMED");
    command.add("-Dlogback.configurationFile=logback.xml");
    command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
    command.addAll(List.of("-cp", classPath(entry -> !isJavaFx(entry))));
    command.add(DrivenWindow.class.getName());
    try {
      Path log = Files.createTempFile(stack.home(), "window", ".err");
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().putAll(stack.environment());
      return new WindowProcess(builder.redirectError(log.toFile()).start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isJavaFx(String entry) {
    return Path.of(entry).getFileName().toString().startsWith("javafx-");
  }

  private static String classPath(Predicate<String> wanted) {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(wanted)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private void read() {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.startsWith(DrivenWindow.MARK)) {
          answers.add(line.substring(DrivenWindow.MARK.length()));
        }
      }
    } catch (IOException e) {
      // it was killed
    }
  }

  public void go(ScreenName screen) {
    order("go", screen.name());
  }

  /** As {@link WindowUser#click}. */
  public void click(String wanted) {
    order("click", wanted);
  }

  public void clickText(String text) {
    order("clickText", text);
  }

  /** Clicks the field with this prompt. */
  public void clickField(String prompt) {
    order("clickField", prompt);
  }

  public void write(String text) {
    order("write", text);
  }

  public void press(KeyCode key) {
    order("press", key.name());
  }

  public void picture(Path file) {
    order("picture", file.toString());
  }

  /** Every text that can be read now. */
  public List<String> texts() {
    return order("look", "");
  }

  public boolean sees(String words) {
    return texts().stream().anyMatch(text -> text.contains(words));
  }

  /** Waits until a text contains these words. */
  public void awaits(String words) {
    awaits("“" + words + "”", texts -> texts.stream().anyMatch(text -> text.contains(words)));
  }

  /** Waits until what can be read meets the condition. */
  public void awaits(String what, Predicate<List<String>> condition) {
    try {
      Wait.until(what, () -> condition.test(texts()), PATIENCE);
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "; to be read is " + texts(), e);
    }
  }

  /** {@code kill -9}; fails when the program had ended by itself before. */
  public void kill() {
    if (!process.isAlive()) {
      throw new AssertionError("it had ended before: " + process.exitValue() + said());
    }
    close();
  }

  /** Closes the window as users do and returns the exit status. */
  public int quit() {
    order("close", "");
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        throw new AssertionError("it does not end" + said());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private List<String> order(String order, String what) {
    try {
      orders.write(order + " " + what + "\n");
      orders.flush();
    } catch (IOException e) {
      throw new AssertionError("it takes no order to " + order + " " + what + said(), e);
    }
    return answer("to " + order + " " + what);
  }

  private List<String> answer(String what) {
    try {
      String answer = answers.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      List<String> parts =
          answer == null ? List.of("no answer") : List.of(answer.split(DrivenWindow.BETWEEN));
      if (!parts.getFirst().equals("done")) {
        throw new AssertionError(what + ": " + parts + said());
      }
      return parts.subList(1, parts.size());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private String said() {
    try {
      return "; on standard error: " + Files.readString(log);
    } catch (IOException e) {
      return "; its standard error cannot be read: " + e;
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        throw new AssertionError("the window's process " + process.pid() + " does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
