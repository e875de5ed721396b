// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.redis;

import dev.wheelhouse.engine.backup.format.Manifest;
import dev.wheelhouse.engine.backup.format.Manifest.Count;
import dev.wheelhouse.engine.backup.service.Capture;
import dev.wheelhouse.engine.backup.service.Comparison;
import dev.wheelhouse.engine.backup.service.Comparison.Found;
import dev.wheelhouse.engine.backup.service.Load;
import dev.wheelhouse.engine.backup.service.Server;
import dev.wheelhouse.engine.backup.service.ServiceBackup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Redis: {@code BGSAVE}, then a copy of the file it wrote. The append-only files are not copied: a
 * copy during their rewrite would be worthless.
 */
public final class RedisBackup implements ServiceBackup {
  static final String RDB = "rdb";

  private static final Pattern VERSION = Pattern.compile("(?s).*?v=(\\d+)\\.(\\d+)(\\S*).*");
  private static final Pattern NUMBERS = Pattern.compile("(\\d+)\\.(\\d+).*");

  @Override
  public String kind() {
    return "redis";
  }

  @Override
  public boolean needsServer() {
    return true;
  }

  @Override
  public String version(Server server) {
    String text = server.output("asking for the version", List.of("redis-server", "--version"));
    Matcher matcher = VERSION.matcher(text);
    if (!matcher.matches()) {
      throw server.failed("asking for the version", text.strip());
    }
    return matcher.group(1) + "." + matcher.group(2) + matcher.group(3);
  }

  /** The format of the file grows with the server, and only later ones read it. */
  @Override
  public List<String> refusals(String taken, String present) {
    List<String> refusals = new ArrayList<>();
    if (number(present) < number(taken)) {
      refusals.add("Redis " + present + " cannot read a file of Redis " + taken + ", a later one");
    }
    if (number(present) < 7000) {
      refusals.add("Redis " + present + " is too old: a restore needs 7.0 or later");
    }
    return refusals;
  }

  private static int number(String version) {
    Matcher matcher = NUMBERS.matcher(version);
    return matcher.matches()
        ? Integer.parseInt(matcher.group(1)) * 1000 + Integer.parseInt(matcher.group(2))
        : 0;
  }

  @Override
  public long estimate(Server server) {
    return Long.parseLong(new Redis(server).info("memory", "used_memory"));
  }

  @Override
  public Manifest.Service capture(Capture capture) {
    return new RedisCapture(capture).run(version(capture.server()));
  }

  @Override
  public List<String> check(Load load) {
    List<String> findings = new ArrayList<>();
    for (Manifest.Member member : load.members(RDB)) {
      RdbCheck check = RdbCheck.run(load, member);
      if (!check.good()) {
        findings.add(member.name() + " cannot be read by redis-check-rdb: " + check.complaint());
      } else if (!sameCounts(check.counts(), load.taken().counts())) {
        findings.add(
            member.name() + " holds " + check.counts() + ", which is not what was counted");
      }
    }
    return findings;
  }

  private static boolean sameCounts(List<Count> found, List<Count> taken) {
    return taken.containsAll(found);
  }

  @Override
  public Comparison load(Load load, String volume) {
    return new RedisLoad(load).run(volume);
  }

  @Override
  public Comparison compare(Server server, Manifest.Service taken, Comparison.Mode mode) {
    return Comparison.of(taken, found(new Redis(server), taken), mode);
  }

  /** Counts what is there, by database where the backup did so. */
  static Found found(Redis redis, Manifest.Service taken) {
    Map<String, Redis.Keys> keyspace = redis.keyspace();
    List<Count> counts = new ArrayList<>(total(keyspace));
    for (Count count : taken.counts()) {
      String database = count.name().substring(count.name().lastIndexOf(' ') + 1);
      if (database.matches("db\\d+") && !keyspace.containsKey(database)) {
        keyspace.put(database, new Redis.Keys(0, 0));
      }
    }
    if (taken.counts().stream().anyMatch(count -> count.name().contains(" in db"))) {
      counts.addAll(byDatabase(keyspace));
    }
    return new Found(counts, Map.of());
  }

  static List<Count> total(Map<String, Redis.Keys> keyspace) {
    long lasting = keyspace.values().stream().mapToLong(Redis.Keys::lasting).sum();
    long expiring = keyspace.values().stream().mapToLong(Redis.Keys::expiring).sum();
    return totals(lasting, expiring);
  }

  /** Keys that expire go by themselves, so a restore may have fewer of them. */
  static List<Count> totals(long lasting, long expiring) {
    return List.of(
        Count.equal("keys that stay", lasting), Count.atMost("keys that expire", expiring));
  }

  static List<Count> byDatabase(Map<String, Redis.Keys> keyspace) {
    List<Count> counts = new ArrayList<>();
    keyspace.forEach((database, keys) -> {
      counts.add(Count.equal("keys that stay in " + database, keys.lasting()));
      counts.add(Count.atMost("keys that expire in " + database, keys.expiring()));
    });
    return counts;
  }
}
