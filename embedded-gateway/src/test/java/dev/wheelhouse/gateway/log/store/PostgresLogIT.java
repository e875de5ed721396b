// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.log.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.gateway.log.LogFailure;
import dev.wheelhouse.gateway.log.LogQuery;
import dev.wheelhouse.gateway.log.LogRecord;
import dev.wheelhouse.gateway.log.RequestLog;
import dev.wheelhouse.gateway.log.Retention;
import dev.wheelhouse.gateway.secret.Secret;
import dev.wheelhouse.testing.FreePorts;
import dev.wheelhouse.testing.Wait;
import dev.wheelhouse.testing.docker.DockerCommand;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The log in a real Postgres. */
class PostgresLogIT extends LogContract {
  private static final String PASSWORD = "p:w/d@1";
  private static DockerCommand docker;
  private static String container;
  private static Secret url;
  private RequestLog log;

  @BeforeAll
  static void startServer() {
    docker = new DockerCommand();
    int port = FreePorts.one();
    container =
        docker.start(
            "postgres:17.11-trixie",
            List.of(
                "-e",
                "POSTGRES_PASSWORD=" + PASSWORD,
                "-e",
                "POSTGRES_USER=gateway",
                "-e",
                "POSTGRES_DB=app",
                "-p",
                "127.0.0.1:" + port + ":5432"));
    url = Secret.of("postgresql://gateway:p%3Aw%2Fd%401@127.0.0.1:" + port + "/app");
    Wait.until(
        "Postgres is ready",
        () ->
            docker
                    .tryRun("exec", container, "pg_isready", "-h", "127.0.0.1", "-U", "gateway")
                    .status()
                == 0,
        Duration.ofMinutes(1));
  }

  @AfterAll
  static void removeServer() {
    docker.removeAll();
  }

  @BeforeEach
  void open() {
    log = PostgresLog.at(url);
    log.clear();
  }

  @AfterEach
  void close() {
    log.close();
  }

  @Override
  RequestLog log() {
    return log;
  }

  @Test
  void keepsItselfBelowItsBound() {
    String text = "word ".repeat(400);
    List<LogRecord> records = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      records.add(new LogRecord(entry(i, "completed", 0.7, 1L), text, text));
    }
    log.write(records);
    Retention bound = new Retention(256 << 10, Duration.ofDays(365));
    while (log.trim(bound, START, 25) > 0) {
      // in small steps
    }
    assertThat(log.entries()).isBetween(30L, 70L);
    assertThat(log.find(LogQuery.newest(1)).getFirst()).isEqualTo(records.getLast().entry());
  }

  @Test
  void sharesOneDatabaseBetweenTwoGateways() {
    try (RequestLog other = PostgresLog.at(url)) {
      fill(3);
      other.write(List.of(new LogRecord(entry(10, "completed", 0.7, 1L), "", "")));
      assertThat(log.entries()).isEqualTo(4);
      assertThat(other.find(LogQuery.ALL)).isEqualTo(log.find(LogQuery.ALL));
    }
  }

  @Test
  void takesOverTablesOfAVersionThatKnewNoIdsOfKeys() throws SQLException {
    fill(3);
    try (Connection old =
            DriverManager.getConnection(
                PostgresAddress.of(url).url(),
                PostgresAddress.of(url).properties("wheelhouse_gateway"));
        Statement statement = old.createStatement()) {
      statement.execute("ALTER TABLE requests DROP COLUMN key_id");
    }
    try (RequestLog taken = PostgresLog.at(url)) {
      taken.write(List.of(new LogRecord(entry(5, "completed", 0.7, 1L), "", "")));
      assertThat(taken.find(LogQuery.ALL))
          .extracting(e -> e.asked().keyId())
          .containsExactly("key:2", "", "", "");
    }
  }

  @Test
  void writesOnAfterTheServerWasRestarted() {
    fill(3);
    docker.run("restart", container);
    LogRecord next = new LogRecord(entry(10, "completed", 0.7, 1L), "", "");
    Wait.until("it is written", () -> written(next), Duration.ofMinutes(1));
    assertThat(log.entries()).isEqualTo(4);
  }

  @Test
  void showsNoPasswordWhenItCannotConnect() {
    Secret wrong = Secret.of(url.reveal().replace("p%3Aw", "secret-word"));
    assertThatThrownBy(() -> PostgresLog.at(wrong))
        .isInstanceOf(LogFailure.class)
        .hasStackTraceContaining("gateway")
        .satisfies(e -> {
          java.io.StringWriter trace = new java.io.StringWriter();
          e.printStackTrace(new java.io.PrintWriter(trace));
          assertThat(trace.toString()).doesNotContain("secret-word");
        });
    assertThatThrownBy(() -> PostgresLog.at(Secret.of("postgresql://x:secret-word@[:/")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret-word");
  }

  private boolean written(LogRecord record) {
    try {
      log.write(List.of(record));
      return true;
    } catch (LogFailure e) {
      return false;
    }
  }
}
