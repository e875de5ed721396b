// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.redis;

import dev.wheelhouse.engine.backup.format.Manifest;
import dev.wheelhouse.engine.backup.format.Manifest.Count;
import dev.wheelhouse.engine.backup.format.MemberFile;
import dev.wheelhouse.engine.backup.format.TarGuard;
import dev.wheelhouse.engine.backup.format.TarSource;
import dev.wheelhouse.engine.backup.service.Capture;
import dev.wheelhouse.engine.backup.service.Meter;
import dev.wheelhouse.engine.job.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One backup of one Redis server. */
final class RedisCapture {
  private static final Duration SAVE = Duration.ofHours(2);

  private final Capture capture;
  private final Redis redis;

  RedisCapture(Capture capture) {
    this.capture = capture;
    this.redis = new Redis(capture.server());
  }

  Manifest.Service run(String version) {
    Instant start = capture.now();
    Map<String, String> settings =
        Map.of(
            "appendonly", redis.setting("appendonly"),
            "appenddirname", redis.setting("appenddirname"),
            "appendfilename", redis.setting("appendfilename"),
            "dbfilename", redis.setting("dbfilename"));
    Map<String, Redis.Keys> before = redis.keyspace();
    save();
    Map<String, Redis.Keys> after = redis.keyspace();
    Copy copy = copy(redis.setting("dir") + "/" + settings.get("dbfilename"));
    RdbCheck check = check(copy.member());
    if (!check.good()) {
      throw redis.server().failed("checking what BGSAVE wrote", check.complaint());
    }
    List<Count> counts = new ArrayList<>(check.counts());
    if (before.equals(after) && RedisBackup.total(after).equals(check.counts())) {
      // nobody wrote meanwhile, so these numbers are those of the file
      counts.addAll(RedisBackup.byDatabase(after));
    }
    Manifest.Source source = capture.source(version, copy.owner(), copy.member().size());
    return new Manifest.Service(
        capture.blueprint().name(),
        "redis",
        "bgsave",
        Manifest.Consistency.SNAPSHOT,
        start,
        capture.now(),
        source,
        counts,
        Map.of(),
        settings,
        List.of(),
        List.of(copy.member()));
  }

  /** Makes the server write its file, and insists that it is this very save that succeeded. */
  private void save() {
    capture.control().report(Progress.step("Waiting for Redis to save"));
    awaitNoSave();
    long before = Long.parseLong(redis.ask("LASTSAVE"));
    awaitLaterSecond(before);
    String answer = redis.ask("BGSAVE");
    if (!answer.startsWith("Background saving")) {
      throw redis.server().failed("BGSAVE", answer);
    }
    Map<String, String> state = awaitNoSave();
    long saved = Long.parseLong(redis.ask("LASTSAVE"));
    if (!"ok".equals(state.get("rdb_last_bgsave_status")) || saved <= before) {
      List<String> log = redis.server().lastLines();
      throw redis
          .server()
          .failed(
              "BGSAVE",
              "status "
                  + state.get("rdb_last_bgsave_status")
                  + "; "
                  + (log.isEmpty() ? "" : log.getLast()));
    }
  }

  private Map<String, String> awaitNoSave() {
    long end = System.nanoTime() + SAVE.toNanos();
    while (true) {
      Map<String, String> state = redis.info("persistence");
      if ("0".equals(state.get("rdb_bgsave_in_progress"))
          && "0".equals(state.getOrDefault("aof_rewrite_in_progress", "0"))) {
        return state;
      }
      if (System.nanoTime() > end) {
        throw redis.server().failed("BGSAVE", "not done after " + SAVE.toMinutes() + " minutes");
      }
      pause();
    }
  }

  /** LASTSAVE counts whole seconds: a save within the same second would not move it. */
  private void awaitLaterSecond(long second) {
    while (Long.parseLong(redis.ask("TIME").lines().findFirst().orElse("0")) <= second) {
      pause();
    }
  }

  private void pause() {
    capture.control().checkCancelled();
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while Redis saves", e);
    }
  }

  /** What was copied, and whose file it was. */
  private record Copy(Manifest.Member member, Capture.Owner owner) {}

  /** The file is replaced by renaming, so what is open for reading stays whole. */
  private Copy copy(String path) {
    String step = "copying " + path;
    Meter meter = new Meter(capture.control(), "Copying " + capture.blueprint().name(), -1);
    try (TarGuard tar =
            new TarGuard(
                redis.server().docker().copyFrom(redis.server().container(), path),
                TarGuard.Limits.STANDARD);
        MemberFile member = capture.member("dump.rdb", meter)) {
      TarSource.Entry entry =
          tar.next().orElseThrow(() -> redis.server().failed(step, "it is not there"));
      tar.content().transferTo(member);
      if (entry.folder() || member.size() != entry.size() || tar.next().isPresent()) {
        throw redis.server().failed(step, "it is not one plain file");
      }
      return new Copy(
          member.finish(RedisBackup.RDB, ""), new Capture.Owner(entry.uid(), entry.gid()));
    } catch (IOException e) {
      throw capture.failed(step, e);
    }
  }

  private RdbCheck check(Manifest.Member member) {
    Path file = capture.path(member);
    try {
      return RdbCheck.run(capture.workbench().tools(capture.blueprint()), file);
    } catch (IOException e) {
      throw capture.failed("checking what BGSAVE wrote", e);
    }
  }
}
