// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.local;

import dev.wheelhouse.engine.backup.BackupId;
import dev.wheelhouse.engine.backup.BackupOptions;
import dev.wheelhouse.engine.backup.RestoreOptions;
import dev.wheelhouse.engine.backup.VerifyLevel;
import dev.wheelhouse.engine.docker.ContainerSpec;
import dev.wheelhouse.engine.docker.Docker;
import dev.wheelhouse.engine.docker.ExecSpec;
import dev.wheelhouse.engine.job.JobControl;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * A process that backs up or restores until it comes to a named call of the Docker port, says so,
 * and then waits there to be killed.
 *
 * <p>Arguments: folder of the test, name of the stack, the call to stop at, and the backup to
 * restore, or nothing to make one.
 */
final class CrashChild {
  private CrashChild() {}

  public static void main(String[] arguments) {
    PrintStream out = System.out;
    Path place = Path.of(arguments[0]);
    Docker docker =
        Watched.docker(
            LiveEngine.connect(),
            (method, values) -> {
              if (call(method, values).matches(arguments[2])) {
                out.println("reached");
                out.flush();
                sleep();
              }
            });
    LiveStack stack =
        new LiveStack(docker, place.resolve("stack"), arguments[1])
            .withPostgres()
            .withRedis("--appendonly", "yes")
            .withChroma();
    LocalBackups backups =
        new LocalBackups(
            place.resolve("backups"),
            new FixedConnection(docker),
            stack,
            Clock.systemUTC(),
            "wheelhouse test");
    if (arguments.length > 3) {
      BackupId id = new BackupId(arguments[3]);
      backups.restore(id, new RestoreOptions(false), JobControl.none());
    } else {
      backups.create(stack.id(), new BackupOptions(VerifyLevel.L1, ""), JobControl.none());
    }
    out.println("ended");
  }

  /** The method with what matters of its arguments; ids of containers do not. */
  private static String call(String method, Object[] values) {
    List<String> words =
        Arrays.stream(values)
            .map(value ->
                switch (value) {
                  case ExecSpec spec -> String.join(" ", spec.command());
                  case ContainerSpec spec -> spec.name();
                  case String text when text.matches("[0-9a-f]{64}") -> "";
                  case String text -> text;
                  case null, default -> "";
                })
            .filter(word -> !word.isEmpty())
            .toList();
    return method + " " + String.join(" ", words);
  }

  private static void sleep() {
    try {
      Thread.sleep(Duration.ofMinutes(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
