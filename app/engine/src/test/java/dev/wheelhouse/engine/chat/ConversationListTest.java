// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.engine.job.JobControl;
import dev.wheelhouse.engine.problem.Notices;
import dev.wheelhouse.engine.store.Database;
import java.nio.file.Path;
import java.time.Clock;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConversationListTest {
  @TempDir Path place;
  private final ScriptedGateway gateway = new ScriptedGateway();
  private Database database;
  private Conversations chats;

  @BeforeEach
  void open() {
    database = Database.open(place.resolve("w.db"), new Notices(), Clock.systemUTC());
    chats = Conversations.open(database, gateway, new OkHttpClient(), Clock.systemUTC());
  }

  @AfterEach
  void close() {
    database.close();
    gateway.close();
  }

  @ParameterizedTest
  @CsvSource({
    "blue sk, true",
    "BLUE, true",
    "reason, true",
    "reasons, false",
    "cafe, true",
    "sky red, false",
    "C++, true",
    "100%, true",
    "空は青, true",
    "Holidays, true",
  })
  void findsConversationsByTheirTitlesAndMessages(String search, boolean found) {
    long id = chats.create("Holidays").id();
    chats.send(id, "tiny", "Why is the sky blue? Give a reason, at the café, in C++: 100%", none());
    chats.send(id, "tiny", "なぜ空は青いの", none());
    chats.create("other");

    assertThat(chats.list(search)).hasSize(found ? 1 : 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"", "'", "AND", "a NEAR b", "*", "^", "col:", "%", "_", "!", "\\", "--", "("})
  void takesEverySignAsText(String search) {
    chats.create("nothing of that kind");

    assertThat(chats.list(search)).isEmpty();
  }

  @Test
  void findsAnswersToo() {
    long id = chats.create("x").id();
    gateway.plays(ScriptedGateway.answer("", "Rayleigh", " scattering"));
    chats.send(id, "tiny", "Why?", none());

    assertThat(chats.list("rayleigh scatter")).hasSize(1);
  }

  @Test
  void bringsADeletedConversationBack() {
    long id = chats.create("x").id();
    chats.send(id, "tiny", "findme", none());

    chats.delete(id);
    assertThat(chats.list("")).isEmpty();
    assertThat(chats.list("findme")).isEmpty();

    chats.restore(id);
    assertThat(chats.list("findme")).hasSize(1);
    assertThat(chats.messages(id)).hasSize(2);
  }

  @Test
  void dropsDeletedConversationsForGoodAtTheNextStart() {
    long id = chats.create("x").id();
    chats.send(id, "tiny", "findme", none());
    chats.delete(id);

    database.close();
    open();

    assertThat(chats.messages(id)).isEmpty();
    assertThat(integrity()).isEqualTo("ok");
  }

  @Test
  void listsTheLastUsedFirst() throws InterruptedException {
    long first = chats.create("first").id();
    Thread.sleep(5);
    chats.create("second");
    Thread.sleep(5);
    chats.send(first, "tiny", "again", none());

    assertThat(chats.list("")).extracting(Conversation::title).containsExactly("first", "second");
  }

  @Test
  void renames() {
    long id = chats.create("x").id();

    chats.rename(id, " Better ");

    assertThat(chats.list("better")).extracting(Conversation::title).containsExactly("Better");
  }

  @Property(tries = 500)
  void makesATitleOfAnyText(@ForAll String question) {
    String title = ChatText.title(question);

    assertThat(title).isNotBlank().doesNotContain("\n");
    assertThat(title.codePointCount(0, title.length())).isLessThanOrEqualTo(61);
  }

  @Example
  void cutsTitlesAtAWord() {
    assertThat(ChatText.title("word ".repeat(40))).hasSize(60).endsWith("word…");
  }

  private String integrity() {
    return database.read(
        handle -> handle.createQuery("PRAGMA integrity_check").mapTo(String.class).one());
  }

  private static JobControl none() {
    return JobControl.none();
  }
}
