// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.store;

import dev.wheelhouse.engine.platform.PrivateFiles;
import dev.wheelhouse.engine.problem.HomeProblem.DatabaseTrouble;
import dev.wheelhouse.engine.problem.Notices;
import dev.wheelhouse.engine.problem.ProblemException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database of this home: SQLite in WAL mode, one thread that writes, readers beside it. Several
 * processes may have it open; the first one checks and migrates it. Thread-safe.
 */
public final class Database implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Database.class);

  private final Path file;
  private final DatabaseUsers users;
  private final Connection connection;
  private final Handle writer;
  private final Jdbi readers;
  private final ExecutorService writing =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("database-writer").factory());

  private Database(Path file, DatabaseUsers users, Connection connection) {
    this.file = file;
    this.users = users;
    this.connection = connection;
    this.writer = discreet(Jdbi.create(connection)).open();
    this.readers = discreet(Jdbi.create(new Connections(file)::open));
  }

  /** Its exceptions show no statements and values: those hold what people wrote. */
  private static Jdbi discreet(Jdbi jdbi) {
    jdbi.getConfig(StatementExceptions.class)
        .setMessageRendering(StatementExceptions.MessageRendering.NONE);
    return jdbi;
  }

  /**
   * Opens the database, or makes it. A broken one is set aside, and a notice tells.
   *
   * @throws ProblemException with {@code DatabaseTooNew} or {@code DatabaseTrouble}
   */
  public static Database open(Path file, Notices notices, Clock clock) {
    PrivateFiles.folder(file.toAbsolutePath().resolveSibling(".").normalize());
    DatabaseUsers users = DatabaseUsers.join(file);
    boolean opened = false;
    try {
      OpenDatabase opening = new OpenDatabase(file.toAbsolutePath(), notices, clock);
      Connection connection = users.first() ? opening.alone() : opening.beside();
      users.letOthersIn();
      opened = true;
      return new Database(file.toAbsolutePath(), users, connection);
    } finally {
      if (!opened) {
        users.close();
      }
    }
  }

  /** Whether no other process had it open when this one opened it. */
  public boolean first() {
    return users.first();
  }

  /**
   * Runs in one transaction on the writer's thread; when it returns, the change is on the disk.
   *
   * @throws ProblemException with {@code DatabaseTrouble}
   */
  public <T, X extends Exception> T write(HandleCallback<T, X> work) throws X {
    try {
      return CompletableFuture.supplyAsync(() -> inTransaction(work), writing).join();
    } catch (CompletionException e) {
      throw unwrapped(e);
    } catch (RejectedExecutionException e) {
      throw new ProblemException(new DatabaseTrouble(file.toString(), "it is closed"), e);
    }
  }

  /**
   * Reads on a connection of its own.
   *
   * @throws ProblemException with {@code DatabaseTrouble}
   */
  public <T, X extends Exception> T read(HandleCallback<T, X> work) throws X {
    try {
      return readers.withHandle(work);
    } catch (JdbiException e) {
      throw trouble(e);
    }
  }

  @Override
  public void close() {
    writing.close();
    try {
      writer.close();
      // the last one to close moves the log into the database
      connection.close();
    } catch (JdbiException | SQLException e) {
      log.warn("The database did not close well", e);
    }
    users.close();
  }

  private <T, X extends Exception> T inTransaction(HandleCallback<T, X> work) {
    try {
      return writer.inTransaction(work);
    } catch (Exception e) {
      throw e instanceof RuntimeException known ? known : new CompletionException(e);
    }
  }

  private RuntimeException unwrapped(CompletionException e) {
    return switch (e.getCause()) {
      case JdbiException database -> trouble(database);
      case RuntimeException other -> other;
      case null, default -> e;
    };
  }

  private ProblemException trouble(JdbiException e) {
    Throwable root = e.getCause() instanceof SQLException cause ? cause : e;
    return new ProblemException(
        new DatabaseTrouble(file.toString(), String.valueOf(root.getMessage())), e);
  }
}
