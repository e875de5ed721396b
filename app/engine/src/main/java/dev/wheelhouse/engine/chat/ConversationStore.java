// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.chat;

import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The table of conversations. */
final class ConversationStore {
  private static final Logger log = LoggerFactory.getLogger(ConversationStore.class);
  private static final String COLUMNS =
      """
      SELECT c.id, c.title, c.model, c.created_at, c.changed_at,
             (SELECT count(*) FROM message m
               WHERE m.conversation_id = c.id AND m.replaced_by IS NULL) AS messages
        FROM conversation c
       WHERE c.deleted_at IS NULL
      """;

  private final Database database;
  private final Clock clock;

  ConversationStore(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Newest first; all of them, or those whose title or messages hold the words. */
  List<Conversation> list(String search) {
    if (search.isBlank()) {
      return database.read(handle ->
          handle
              .createQuery(COLUMNS + " ORDER BY c.changed_at DESC, c.id DESC")
              .map((row, _) -> conversation(row))
              .list());
    }
    try {
      return database.read(handle -> matching(handle, search));
    } catch (ProblemException e) {
      // the index can be made again from the messages, so its damage is no loss
      log.warn("The search index is made again", e);
      rebuildIndex();
      return database.read(handle -> matching(handle, search));
    }
  }

  Optional<Conversation> find(long id) {
    return database.read(handle ->
        handle
            .createQuery(COLUMNS + " AND c.id = :id")
            .bind("id", id)
            .map((row, _) -> conversation(row))
            .findOne());
  }

  long create(String title) {
    long now = clock.millis();
    return database.write(handle ->
        handle
            .createUpdate(
                "INSERT INTO conversation (title, created_at, changed_at)"
                    + " VALUES (:title, :now, :now)")
            .bind("title", title)
            .bind("now", now)
            .executeAndReturnGeneratedKeys("id")
            .mapTo(Long.class)
            .one());
  }

  /** Whether there was one. */
  boolean rename(long id, String title) {
    return change(id, "title = :value", title);
  }

  boolean delete(long id) {
    return change(id, "deleted_at = :value", clock.millis());
  }

  boolean restore(long id) {
    return database.write(handle ->
        handle
                .createUpdate("UPDATE conversation SET deleted_at = NULL WHERE id = :id")
                .bind("id", id)
                .execute()
            > 0);
  }

  /** Removes for good what was deleted before this start. */
  void purge() {
    database.write(handle ->
        handle.createUpdate("DELETE FROM conversation WHERE deleted_at IS NOT NULL").execute());
  }

  private boolean change(long id, String assignment, Object value) {
    return database.write(handle ->
        handle
                .createUpdate(
                    "UPDATE conversation SET "
                        + assignment
                        + " WHERE id = :id AND deleted_at IS NULL")
                .bind("value", value)
                .bind("id", id)
                .execute()
            > 0);
  }

  private static List<Conversation> matching(Handle handle, String search) {
    SearchWords words = SearchWords.of(search);
    String inMessages =
        words.indexable()
            ? "SELECT m.conversation_id FROM message_search s JOIN message m ON m.id = s.rowid"
                + " WHERE message_search MATCH :words AND m.replaced_by IS NULL"
            : "SELECT m.conversation_id FROM message m"
                + " WHERE m.text LIKE :part ESCAPE '!' AND m.replaced_by IS NULL";
    var query =
        handle
            .createQuery(
                COLUMNS
                    + " AND (c.title LIKE :part ESCAPE '!' OR c.id IN ("
                    + inMessages
                    + ")) ORDER BY c.changed_at DESC, c.id DESC")
            .bind("part", words.likePattern());
    if (words.indexable()) {
      query.bind("words", words.matchExpression());
    }
    return query.map((row, _) -> conversation(row)).list();
  }

  private void rebuildIndex() {
    try {
      database.write(handle ->
          handle.execute("INSERT INTO message_search (message_search) VALUES ('rebuild')"));
    } catch (ProblemException e) {
      log.warn("The search index could not be made again", e);
    }
  }

  private static Conversation conversation(ResultSet row) throws SQLException {
    return new Conversation(
        row.getLong("id"),
        row.getString("title"),
        row.getString("model"),
        Instant.ofEpochMilli(row.getLong("created_at")),
        Instant.ofEpochMilli(row.getLong("changed_at")),
        row.getInt("messages"));
  }
}
