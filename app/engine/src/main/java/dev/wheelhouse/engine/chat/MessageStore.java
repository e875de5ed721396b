// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.chat;

import dev.wheelhouse.engine.chat.Message.Figures;
import dev.wheelhouse.engine.chat.Message.Role;
import dev.wheelhouse.engine.chat.Message.Status;
import dev.wheelhouse.engine.platform.ProcessMark;
import dev.wheelhouse.engine.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table of messages. What a method returned is on the disk. */
final class MessageStore {
  private static final String SELECT = "SELECT * FROM message WHERE ";

  private final Database database;
  private final Clock clock;
  private final String writer = ProcessMark.ofThisProcess().text();

  MessageStore(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Messages of a conversation that show, oldest first. */
  List<Message> of(long conversation) {
    return database.read(handle ->
        handle
            .createQuery(
                SELECT + "conversation_id = :conversation AND replaced_by IS NULL ORDER BY id")
            .bind("conversation", conversation)
            .map((row, _) -> message(row))
            .list());
  }

  /** Stores a question and the empty answer to it in one step. */
  Turn ask(long conversation, String model, String text, String titleWhenNone) {
    return database.write(handle -> {
      touch(handle, conversation, model, titleWhenNone);
      long question = insert(handle, conversation, Role.USER, text, "", Status.COMPLETE);
      long answer = insert(handle, conversation, Role.ASSISTANT, "", model, Status.STREAMING);
      return new Turn(byId(handle, question), byId(handle, answer));
    });
  }

  /**
   * Begins another answer to the last question. The present one leaves the view, and is deleted as
   * soon as the new one has text.
   */
  Message askAgain(long conversation, String model, long lastQuestion) {
    return database.write(handle -> {
      touch(handle, conversation, model, "");
      long answer = insert(handle, conversation, Role.ASSISTANT, "", model, Status.STREAMING);
      handle
          .createUpdate(
              "UPDATE message SET replaced_by = :answer WHERE conversation_id = :conversation"
                  + " AND id > :question AND id < :answer AND replaced_by IS NULL")
          .bind("answer", answer)
          .bind("conversation", conversation)
          .bind("question", lastQuestion)
          .execute();
      return byId(handle, answer);
    });
  }

  /** Changes the last question, drops what came after it, and begins an answer. */
  Turn edit(long conversation, String model, long question, String text) {
    return database.write(handle -> {
      touch(handle, conversation, model, "");
      handle
          .createUpdate(
              "DELETE FROM message WHERE conversation_id = :conversation AND id > :question")
          .bind("conversation", conversation)
          .bind("question", question)
          .execute();
      handle
          .createUpdate("UPDATE message SET text = :text WHERE id = :question")
          .bind("text", text)
          .bind("question", question)
          .execute();
      long answer = insert(handle, conversation, Role.ASSISTANT, "", model, Status.STREAMING);
      return new Turn(byId(handle, question), byId(handle, answer));
    });
  }

  /** Keeps what has arrived so far. */
  void flush(long answer, String text, String thinking) {
    database.write(handle -> {
      write(handle, answer, text, thinking);
      dropReplaced(handle, answer);
      return null;
    });
  }

  /** Ends an answer. */
  Message finish(long answer, AnswerEnd end) {
    return database.write(handle -> {
      write(handle, answer, end.text(), end.thinking());
      Figures figures = end.figures();
      handle
          .createUpdate(
              """
              UPDATE message
                 SET status = :status, error = :error, route = :route,
                     prompt_tokens = :prompt, answer_tokens = :answered,
                     first_token_seconds = :first, seconds = :seconds, writer = ''
               WHERE id = :id
              """)
          .bind("status", end.status().name())
          .bind("error", end.error())
          .bind("route", figures == null ? null : figures.route())
          .bind("prompt", figures == null ? null : figures.promptTokens())
          .bind("answered", figures == null ? null : figures.answerTokens())
          .bind("first", figures == null ? null : figures.firstTokenSeconds())
          .bind("seconds", figures == null ? null : figures.seconds())
          .bind("id", answer)
          .execute();
      dropReplaced(handle, answer);
      return byId(handle, answer);
    });
  }

  /** Takes back an answer that never got any text, and shows again what it was to replace. */
  void withdraw(long answer) {
    database.write(handle -> {
      withdraw(handle, answer);
      return null;
    });
  }

  /**
   * Marks the answers of processes that ended while they wrote.
   *
   * @param alone no other process uses the database, so every streaming answer is a left-over
   */
  void markInterrupted(boolean alone) {
    database.write(handle -> {
      for (Message left : streaming(handle, alone)) {
        boolean replaces =
            handle
                .createQuery("SELECT EXISTS (SELECT 1 FROM message WHERE replaced_by = :id)")
                .bind("id", left.id())
                .mapTo(Boolean.class)
                .one();
        if (replaces && left.text().isEmpty()) {
          withdraw(handle, left.id());
        } else {
          handle
              .createUpdate("UPDATE message SET status = 'INTERRUPTED', writer = '' WHERE id = :id")
              .bind("id", left.id())
              .execute();
          dropReplaced(handle, left.id());
        }
      }
      return null;
    });
  }

  private static List<Message> streaming(Handle handle, boolean alone) {
    List<Long> left = new ArrayList<>();
    handle
        .createQuery("SELECT id, writer FROM message WHERE status = 'STREAMING'")
        .map((row, _) ->
            alone || !new ProcessMark(row.getString("writer")).alive() ? row.getLong("id") : 0L)
        .forEach(id -> left.addAll(id == 0 ? List.of() : List.of(id)));
    return left.stream().map(id -> byId(handle, id)).toList();
  }

  private static void withdraw(Handle handle, long answer) {
    handle
        .createUpdate("UPDATE message SET replaced_by = NULL WHERE replaced_by = :id")
        .bind("id", answer)
        .execute();
    handle.createUpdate("DELETE FROM message WHERE id = :id").bind("id", answer).execute();
  }

  private static void write(Handle handle, long answer, String text, String thinking) {
    handle
        .createUpdate("UPDATE message SET text = :text, thinking = :thinking WHERE id = :id")
        .bind("text", text)
        .bind("thinking", thinking)
        .bind("id", answer)
        .execute();
  }

  private static void dropReplaced(Handle handle, long answer) {
    handle.createUpdate("DELETE FROM message WHERE replaced_by = :id").bind("id", answer).execute();
  }

  private void touch(Handle handle, long conversation, String model, String titleWhenNone) {
    handle
        .createUpdate(
            "UPDATE conversation SET changed_at = :now, model = :model,"
                + " title = iif(title = '', :title, title) WHERE id = :id")
        .bind("now", clock.millis())
        .bind("model", model)
        .bind("title", titleWhenNone)
        .bind("id", conversation)
        .execute();
  }

  private long insert(
      Handle handle, long conversation, Role role, String text, String model, Status status) {
    return handle
        .createUpdate(
            """
            INSERT INTO message (conversation_id, role, text, model, status, created_at, writer)
            VALUES (:conversation, :role, :text, :model, :status, :now, :writer)
            """)
        .bind("conversation", conversation)
        .bind("role", role.name())
        .bind("text", text)
        .bind("model", model)
        .bind("status", status.name())
        .bind("now", clock.millis())
        .bind("writer", status == Status.STREAMING ? writer : "")
        .executeAndReturnGeneratedKeys("id")
        .mapTo(Long.class)
        .one();
  }

  private static Message byId(Handle handle, long id) {
    return handle
        .createQuery(SELECT + "id = :id")
        .bind("id", id)
        .map((row, _) -> message(row))
        .one();
  }

  private static Message message(ResultSet row) throws SQLException {
    return new Message(
        row.getLong("id"),
        row.getLong("conversation_id"),
        Role.valueOf(row.getString("role")),
        row.getString("text"),
        row.getString("thinking"),
        row.getString("model"),
        Status.valueOf(row.getString("status")),
        Instant.ofEpochMilli(row.getLong("created_at")),
        figures(row),
        row.getString("error"));
  }

  private static @Nullable Figures figures(ResultSet row) throws SQLException {
    String route = row.getString("route");
    return route == null
        ? null
        : new Figures(
            route,
            row.getInt("prompt_tokens"),
            row.getInt("answer_tokens"),
            row.getDouble("first_token_seconds"),
            row.getDouble("seconds"));
  }

  /** A question and its answer. */
  record Turn(Message question, Message answer) {}
}
