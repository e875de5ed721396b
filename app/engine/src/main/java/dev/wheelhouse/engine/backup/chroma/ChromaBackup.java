// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.chroma;

import dev.wheelhouse.engine.backup.format.Manifest;
import dev.wheelhouse.engine.backup.format.Manifest.Count;
import dev.wheelhouse.engine.backup.format.TarSource;
import dev.wheelhouse.engine.backup.service.Capture;
import dev.wheelhouse.engine.backup.service.Comparison;
import dev.wheelhouse.engine.backup.service.FolderCopy;
import dev.wheelhouse.engine.backup.service.Load;
import dev.wheelhouse.engine.backup.service.Meter;
import dev.wheelhouse.engine.backup.service.Server;
import dev.wheelhouse.engine.backup.service.ServiceBackup;
import dev.wheelhouse.engine.docker.ExecResult;
import dev.wheelhouse.engine.job.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Chroma: stop, copy the whole folder, start. A copy of a running server may be damaged. */
public final class ChromaBackup implements ServiceBackup {
  static final String DATABASE = "chroma.sqlite3";

  private static final Duration START = Duration.ofMinutes(5);
  private static final Pattern VERSION = Pattern.compile("(?s)\\D*(\\d+)\\.(\\d+)(?:\\.(\\d+))?.*");

  @Override
  public String kind() {
    return "chroma";
  }

  @Override
  public boolean needsServer() {
    return false;
  }

  @Override
  public String version(Server server) {
    String text = server.output("asking for the version", List.of("chroma", "--version"));
    Matcher matcher = VERSION.matcher(text);
    if (!matcher.matches()) {
      throw server.failed("asking for the version", text.strip());
    }
    String patch = matcher.group(3) == null ? "0" : matcher.group(3);
    return matcher.group(1) + "." + matcher.group(2) + "." + patch;
  }

  /** The files belong to one major version; within it only later servers read them. */
  @Override
  public List<String> refusals(String taken, String present) {
    List<String> refusals = new ArrayList<>();
    Matcher then = VERSION.matcher(taken);
    Matcher now = VERSION.matcher(present);
    boolean known = then.matches() && now.matches();
    if (!known || !then.group(1).equals(now.group(1))) {
      refusals.add("Chroma " + present + " cannot use the files of Chroma " + taken);
    } else if (Integer.parseInt(now.group(2)) < Integer.parseInt(then.group(2))) {
      refusals.add(
          "Chroma " + present + " cannot use the files of Chroma " + taken + ", a later one");
    }
    return refusals;
  }

  @Override
  public long estimate(Server server) {
    String target = server.blueprint().dataVolume().orElseThrow().target();
    ExecResult result = server.exec(List.of("du", "-sk", target));
    Matcher matcher = Pattern.compile("(?s)(\\d+)\\s.*").matcher(result.output());
    return matcher.matches() ? Long.parseLong(matcher.group(1)) * 1024 : 0;
  }

  @Override
  public Manifest.Service capture(Capture capture) {
    Server server = capture.server();
    Chroma chroma = new Chroma(server);
    boolean running = server.running();
    List<Count> before = running ? chroma.found().counts() : List.of();
    long size = running ? estimate(server) : -1;
    String version = version(capture.workbench().tools(capture.blueprint()));
    if (running) {
      capture.control().report(Progress.step("Stopping " + server.blueprint().name()));
      capture.pauser().stop(server);
    }
    Instant start = capture.now();
    Meter meter = new Meter(capture.control(), "Copying " + server.blueprint().name(), size);
    FolderCopy copy = FolderCopy.run(capture, "data.tar", meter);
    Instant end = capture.now();
    if (running) {
      capture.control().report(Progress.step("Starting " + server.blueprint().name()));
      capture.pauser().resume(server);
      server.await("starting again", START, capture.control(), chroma::ready);
    }
    TarSource.Entry database = copy.files().get(DATABASE);
    if (database == null) {
      throw server.failed(
          "copying " + capture.volume().target(),
          "there is no " + DATABASE + " in it: the volume is mounted at the wrong place");
    }
    Capture.Owner owner = new Capture.Owner(database.uid(), database.gid());
    Manifest.Service taken =
        new Manifest.Service(
            capture.blueprint().name(),
            kind(),
            "stopped-copy",
            Manifest.Consistency.STOPPED,
            start,
            end,
            capture.source(version, owner, copy.dataBytes()),
            before,
            Map.of(),
            Map.of(),
            List.of(),
            List.of(copy.member()));
    boolean quiet = running && chroma.found().counts().equals(before);
    return quiet ? taken : with(taken, countsOfTheCopy(capture, taken));
  }

  /** Somebody wrote around the copy, or nobody could be asked: the copy itself is counted. */
  private static List<Count> countsOfTheCopy(Capture capture, Manifest.Service taken) {
    Load load =
        new Load(
            capture.blueprint(), taken, capture.folder(), capture.workbench(), capture.control());
    Server scratch = fill(load, capture.workbench().volume());
    List<Count> counts = new Chroma(scratch).found().counts();
    capture.workbench().discard(scratch);
    return counts;
  }

  private static Manifest.Service with(Manifest.Service taken, List<Count> counts) {
    return new Manifest.Service(
        taken.service(),
        taken.kind(),
        taken.method(),
        taken.consistency(),
        taken.startedAt(),
        taken.endedAt(),
        taken.source(),
        counts,
        taken.owners(),
        taken.details(),
        taken.warnings(),
        taken.members());
  }

  @Override
  public List<String> check(Load load) {
    List<String> findings = new ArrayList<>();
    for (Manifest.Member member : load.members(FolderCopy.TAR)) {
      findings.addAll(new ChromaCheck(load, member).run());
    }
    return findings;
  }

  @Override
  public Comparison load(Load load, String volume) {
    Server server = fill(load, volume);
    Comparison first = compare(server, load.taken(), Comparison.Mode.ALONE);
    List<String> failures = new Chroma(server).searchFailures();
    // a collection that answers once and is empty after the next start is a known trouble
    server.stopCleanly();
    start(load, server);
    Comparison second = compare(server, load.taken(), Comparison.Mode.ALONE);
    server.stopCleanly();
    load.workbench().discard(server);
    List<String> differences = new ArrayList<>(first.differences());
    differences.addAll(second.differences());
    failures.forEach(failure -> differences.add(load.taken().service() + ": " + failure));
    return new Comparison(second.lines(), differences.stream().distinct().toList());
  }

  private static Server fill(Load load, String volume) {
    Server server = load.workbench().server(load.blueprint(), volume);
    FolderCopy.restore(load, load.member(FolderCopy.TAR), server);
    start(load, server);
    return server;
  }

  private static void start(Load load, Server server) {
    server.docker().start(server.container());
    server.await(
        "starting on the restored files", START, load.control(), new Chroma(server)::ready);
  }

  @Override
  public Comparison compare(Server server, Manifest.Service taken, Comparison.Mode mode) {
    return Comparison.of(taken, new Chroma(server).found(), mode);
  }
}
