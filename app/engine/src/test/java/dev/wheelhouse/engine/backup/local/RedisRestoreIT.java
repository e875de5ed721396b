// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.engine.backup.BackupOptions;
import dev.wheelhouse.engine.backup.BackupSummary;
import dev.wheelhouse.engine.backup.RestoreOptions;
import dev.wheelhouse.engine.backup.VerifyLevel;
import dev.wheelhouse.engine.job.JobControl;
import dev.wheelhouse.engine.stack.StackSession;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Reliability test R10. A Redis with append-only files ignores a restored dump.rdb, and an old set
 * of such files wins over it; both without a word.
 */
class RedisRestoreIT {

  @ParameterizedTest
  @ValueSource(strings = {"yes", "no"})
  void keepsEveryKeyThroughTwoRestartsAndAKill(String appendOnly) {
    try (LiveEngine engine = new LiveEngine("redis")) {
      LiveStack stack = engine.stack.withRedis("--appendonly", appendOnly).start();
      stack.redis("EVAL", "for i=1,1000 do redis.call('SET', 'k'..i, 'v'..i) end", "0");
      stack.redis("SET", "soon", "x", "EX", "86400");
      BackupSummary backup =
          engine
              .backups()
              .create(stack.id(), new BackupOptions(VerifyLevel.L2, ""), JobControl.none());
      stack.redis("FLUSHALL");
      stack.redis("SET", "old", "in the old append-only file");

      engine.backups().restore(backup.id(), RestoreOptions.standard(), JobControl.none());

      assertKeys(stack, 1001);
      restart(stack);
      assertKeys(stack, 1001);
      stack.redis("SET", "after", "the restore");
      restart(stack);
      assertKeys(stack, 1002);
      assertThat(stack.redis("CONFIG", "GET", "appendonly")).endsWith(appendOnly);
      if (appendOnly.equals("yes")) {
        // what was written after the restore is in the append-only file, not in the base
        stack.redis("SET", "last", "before the kill");
        Duration second = Duration.ofMillis(1500);
        dev.wheelhouse.testing.Wait.until(() -> flushed(stack), second.multipliedBy(10));
        engine.docker.kill(stack.containerOf("redis").orElseThrow(), "SIGKILL");
        start(stack);
        assertKeys(stack, 1003);
      }
    }
  }

  private static boolean flushed(LiveStack stack) {
    return stack.redis("INFO", "persistence").contains("aof_pending_bio_fsync:0");
  }

  private static void assertKeys(LiveStack stack, int keys) {
    assertThat(stack.redis("DBSIZE")).isEqualTo(String.valueOf(keys));
    assertThat(stack.redis("MGET", "k1", "k500", "k1000").lines())
        .containsExactly("v1", "v500", "v1000");
    assertThat(Long.parseLong(stack.redis("TTL", "soon"))).isBetween(80_000L, 86_400L);
    assertThat(stack.redis("EXISTS", "old")).isEqualTo("0");
  }

  private static void restart(LiveStack stack) {
    try (StackSession session = stack.exclusive(stack.id(), "restart")) {
      session.halt(Set.of("redis"), JobControl.none());
    }
    start(stack);
  }

  private static void start(LiveStack stack) {
    try (StackSession session = stack.exclusive(stack.id(), "start")) {
      session.start(Set.of("redis"), Duration.ofMinutes(1), JobControl.none());
    }
  }
}
