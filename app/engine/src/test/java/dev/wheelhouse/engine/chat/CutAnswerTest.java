// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.engine.chat.Message.Status;
import dev.wheelhouse.engine.job.JobControl;
import dev.wheelhouse.engine.problem.ChatProblem.AnswerFailed;
import dev.wheelhouse.engine.problem.Notices;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.store.Database;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reliability test R20: an answer whose stream is cut anywhere. */
class CutAnswerTest {
  private static final String WHOLE = "Straße, 空, and more";

  @TempDir Path place;

  @Test
  void keepsWhatHasArrivedWhereverTheStreamIsCut() {
    byte[] answer = ScriptedGateway.answer("hm", "Straße, ", "空", ", and more");
    int complete = end(answer, "\"finish_reason\":\"stop\"}]}\n\n");
    try (ScriptedGateway gateway = new ScriptedGateway();
        Database database =
            Database.open(place.resolve("w.db"), new Notices(), Clock.systemUTC())) {
      Conversations chats =
          Conversations.open(database, gateway, new OkHttpClient(), Clock.systemUTC());
      for (int length = 0; length < answer.length; length++) {
        gateway.plays(ScriptedGateway.cut(answer, length));
        long id = chats.create("cut at " + length).id();

        boolean failed = fails(chats, id);

        Message kept = chats.messages(id).getLast();
        assertThat(failed).as("cut at %d", length).isEqualTo(length < complete);
        assertThat(kept.status()).isEqualTo(failed ? Status.FAILED : Status.COMPLETE);
        assertThat(WHOLE).startsWith(kept.text());
        assertThat(kept.error().isEmpty()).isEqualTo(!failed);
        assertThat(chats.messages(id)).hasSize(2);
      }
      gateway.plays(answer);
      long id = chats.create("after all that").id();
      assertThat(chats.send(id, "tiny", "Hi", JobControl.none()).text()).isEqualTo(WHOLE);
      assertThat(chats.list("")).hasSize(answer.length + 1);
    }
  }

  private static boolean fails(Conversations chats, long id) {
    try {
      chats.send(id, "tiny", "Hi", JobControl.none());
      return false;
    } catch (ProblemException e) {
      assertThat(e.problem()).isInstanceOf(AnswerFailed.class);
      return true;
    }
  }

  /** Where the line with this end is whole: after its first line feed. */
  private static int end(byte[] answer, String text) {
    String all = new String(answer, StandardCharsets.ISO_8859_1);
    return all.indexOf(text) + text.length() - 1;
  }
}
