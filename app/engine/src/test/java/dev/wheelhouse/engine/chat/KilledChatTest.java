// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.engine.chat.Message.Role;
import dev.wheelhouse.engine.chat.Message.Status;
import dev.wheelhouse.engine.job.JobControl;
import dev.wheelhouse.engine.problem.Notices;
import dev.wheelhouse.engine.store.Database;
import dev.wheelhouse.testing.Wait;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reliability test R17: the program is killed while it chats. {@code -Dwheelhouse.kill.rounds=500}
 * runs the long form.
 */
class KilledChatTest {
  private static final int ROUNDS = Integer.getInteger("wheelhouse.kill.rounds", 6);
  private static final long SEED = Long.getLong("wheelhouse.kill.seed", 20_260_304L);

  @TempDir Path place;
  private long interrupted;

  @Test
  void losesNoAcknowledgedMessage() throws IOException, InterruptedException {
    Random random = new Random(SEED);
    Path file = place.resolve("w.db");
    Set<String> acknowledged = new HashSet<>();
    try (ScriptedGateway gateway = new ScriptedGateway()) {
      gateway.plays(KilledChatTest::slowly);
      for (int round = 0; round < ROUNDS; round++) {
        int before = acknowledged.size();
        acknowledged.addAll(chatAndDie(file, gateway.port(), round, random.nextInt(5, 400)));
        assertThat(acknowledged)
            .as("round %d acknowledged nothing", round)
            .hasSizeGreaterThan(before);
        assertKept(file, gateway, acknowledged);
      }
    }
    assertThat(interrupted).as("answers that a kill cut short").isPositive();
  }

  private void assertKept(Path file, ScriptedGateway gateway, Set<String> acknowledged) {
    Notices notices = new Notices();
    try (Database database = Database.open(file, notices, Clock.systemUTC())) {
      Conversations chats =
          Conversations.open(database, gateway, new OkHttpClient(), Clock.systemUTC());
      List<Message> messages = new ArrayList<>();
      chats.list("").forEach(c -> messages.addAll(chats.messages(c.id())));

      assertThat(messages)
          .filteredOn(message -> message.role() == Role.USER)
          .extracting(Message::text)
          .containsAll(acknowledged);
      assertThat(messages).extracting(Message::status).doesNotContain(Status.STREAMING);
      interrupted += messages.stream().filter(m -> m.status() == Status.INTERRUPTED).count();
      String verdict =
          database.read(
              handle -> handle.createQuery("PRAGMA integrity_check").mapTo(String.class).one());
      assertThat(verdict).isEqualTo("ok");
    }
    assertThat(notices.past()).isEmpty();
  }

  /** Runs a chatting program, kills it some time after its first acknowledgement. */
  private List<String> chatAndDie(Path file, int port, int round, int lifeMillis)
      throws IOException, InterruptedException {
    Path output = place.resolve("acknowledged-" + round);
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ChattingProgram.class.getName(),
                file.toString(),
                Integer.toString(port),
                Integer.toString(round))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(output.toFile())
            .start();
    try {
      Wait.until(
          "the first question is kept", () -> !lines(output).isEmpty(), Duration.ofSeconds(30));
      Thread.sleep(lifeMillis);
    } finally {
      child.destroyForcibly();
      assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
    return lines(output);
  }

  /** A torn last line was not acknowledged. */
  private static List<String> lines(Path output) {
    try {
      return Files.readString(output).lines().filter(line -> line.endsWith(";")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void slowly(java.io.OutputStream client) throws IOException, InterruptedException {
    client.write(ScriptedGateway.head());
    for (int piece = 0; piece < 12; piece++) {
      client.write(ScriptedGateway.text("piece " + piece + " "));
      client.flush();
      Thread.sleep(3);
    }
    client.write(ScriptedGateway.end());
  }

  /** Chats until it is killed, and prints each question as soon as it counts as kept. */
  static final class ChattingProgram {
    private ChattingProgram() {}

    public static void main(String[] arguments) {
      try (ScriptedGateway unused = new ScriptedGateway();
          Database database =
              Database.open(Path.of(arguments[0]), new Notices(), Clock.systemUTC())) {
        Conversations chats =
            Conversations.open(
                database,
                unused.at(Integer.parseInt(arguments[1])),
                new OkHttpClient(),
                Clock.systemUTC());
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        chats
            .events()
            .subscribe(event -> {
              if (event instanceof ChatEvent.Changed changed
                  && changed.message().role() == Role.USER) {
                out.println(changed.message().text());
              }
            });
        long conversation = chats.create("").id();
        for (int number = 0; true; number++) {
          String text = "question " + arguments[2] + "." + number + ";";
          chats.send(conversation, "tiny", text, JobControl.none());
        }
      }
    }
  }
}
