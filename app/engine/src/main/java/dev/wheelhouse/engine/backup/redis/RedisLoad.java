// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.redis;

import dev.wheelhouse.engine.backup.format.Manifest;
import dev.wheelhouse.engine.backup.format.TarFiles;
import dev.wheelhouse.engine.backup.format.TarStream;
import dev.wheelhouse.engine.backup.service.Comparison;
import dev.wheelhouse.engine.backup.service.Load;
import dev.wheelhouse.engine.backup.service.Server;
import dev.wheelhouse.engine.job.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Fills an empty volume for Redis. A server with append-only files on ignores {@code dump.rdb} and
 * later overwrites it with nothing. For such a server the file becomes the base of a new set of
 * append-only files, which needs Redis 7.
 */
final class RedisLoad {
  private static final Duration START = Duration.ofMinutes(10);

  private final Load load;
  private final Manifest.Member rdb;

  RedisLoad(Load load) {
    this.load = load;
    this.rdb = load.member(RedisBackup.RDB);
  }

  Comparison run(String volume) {
    load.control().report(Progress.step("Restoring " + load.blueprint().name()));
    Setting setting = presentSetting();
    Server server = load.workbench().server(load.blueprint(), volume);
    fill(server, setting);
    start(server);
    Redis redis = new Redis(server);
    Comparison first = compare(redis);
    if (!first.equal()) {
      return first;
    }
    // a set of files that is read but not kept would show only now
    server.stopCleanly();
    start(server);
    Comparison second = compare(redis);
    server.stopCleanly();
    load.workbench().discard(server);
    return second;
  }

  private void start(Server server) {
    server.docker().start(server.container());
    Redis redis = new Redis(server);
    server.await("starting on the restored file", START, load.control(), redis::ready);
  }

  private Comparison compare(Redis redis) {
    return Comparison.of(
        load.taken(), RedisBackup.found(redis, load.taken()), Comparison.Mode.ALONE);
  }

  /** The names of files as the service is set up now, which need not be as it was then. */
  private record Setting(boolean appendOnly, String folder, String file, String dump) {}

  private Setting presentSetting() {
    Server probe = load.workbench().server(load.blueprint(), load.workbench().volume());
    start(probe);
    Redis redis = new Redis(probe);
    Setting setting =
        new Setting(
            "yes".equals(redis.setting("appendonly")),
            plainName(redis, "appenddirname"),
            plainName(redis, "appendfilename"),
            plainName(redis, "dbfilename"));
    load.workbench().discard(probe);
    return setting;
  }

  private String plainName(Redis redis, String setting) {
    String name = redis.setting(setting);
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,100}")) {
      throw load.failed("reading the setting " + setting, "it is no plain file name");
    }
    return name;
  }

  private void fill(Server server, Setting setting) {
    String target = load.blueprint().dataVolume().orElseThrow().target();
    try (TarStream tar =
        new TarStream(setting.appendOnly() ? appendOnlyFiles(setting) : plainFile(setting))) {
      server.docker().copyTo(server.container(), target, tar);
    } catch (IOException e) {
      throw load.failed("copying " + rdb.name() + " into the new volume", e);
    }
  }

  private TarFiles plainFile(Setting setting) throws IOException {
    return TarFiles.builder().file(setting.dump(), load.path(rdb), uid(), gid()).build();
  }

  private TarFiles appendOnlyFiles(Setting setting) throws IOException {
    String base = setting.file() + ".1.base.rdb";
    String manifest = "file " + base + " seq 1 type b\n";
    return TarFiles.builder()
        .folder(setting.folder(), uid(), gid())
        .file(setting.folder() + "/" + base, load.path(rdb), uid(), gid())
        .bytes(
            setting.folder() + "/" + setting.file() + ".manifest",
            manifest.getBytes(StandardCharsets.UTF_8),
            uid(),
            gid())
        .build();
  }

  private long uid() {
    return load.taken().source().uid();
  }

  private long gid() {
    return load.taken().source().gid();
  }
}
