// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.data;

import dev.wheelhouse.gateway.api.openai.OpenAiErrors;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.http.ClientStream;
import dev.wheelhouse.gateway.http.Endpoint;
import dev.wheelhouse.gateway.http.ErrorForm;
import dev.wheelhouse.gateway.http.Exchange;
import dev.wheelhouse.gateway.log.LogEntry;
import dev.wheelhouse.gateway.log.LogFailure;
import dev.wheelhouse.gateway.log.LogQuery;
import dev.wheelhouse.gateway.log.store.RequestLogs;
import java.io.ByteArrayOutputStream;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * {@code GET /api/db/requests/export}: the entries as CSV, or as one JSON object a line. Goes out
 * as it is read, so it takes no more memory for a million entries than for one.
 */
final class ExportEndpoint implements Endpoint {
  private static final ErrorForm ERRORS = new OpenAiErrors();
  private static final int CHUNK = 32 << 10;

  private final RequestLogs logs;

  ExportEndpoint(RequestLogs logs) {
    this.logs = logs;
  }

  @Override
  public String path() {
    return "/api/db/requests/export";
  }

  @Override
  public Set<String> methods() {
    return Set.of("GET");
  }

  @Override
  public ErrorForm errors() {
    return ERRORS;
  }

  @Override
  public void handle(Exchange exchange) throws ApiFailure, ClientGone {
    LogQuery query = QueryParameters.read(exchange);
    int most = QueryParameters.number(exchange, "limit", Integer.MAX_VALUE);
    String format = exchange.query("format");
    switch (format) {
      case "csv" ->
          send(
              exchange,
              to -> logs.each(query, all(most), to),
              "text/csv; charset=utf-8",
              LogLines.header(),
              LogLines::csv);
      case "", "ndjson" ->
          send(
              exchange,
              to -> logs.each(query, all(most), to),
              "application/x-ndjson",
              new byte[0],
              LogLines::ndjson);
      default -> throw ApiFailure.invalid("The format must be csv or ndjson.", "format");
    }
  }

  private static long all(int most) {
    return most == Integer.MAX_VALUE ? Long.MAX_VALUE : most;
  }

  private void send(
      Exchange exchange,
      Consumer<Consumer<LogEntry>> entries,
      String type,
      byte[] head,
      Function<LogEntry, byte[]> line)
      throws ApiFailure, ClientGone {
    ClientStream stream = exchange.stream(type);
    ByteArrayOutputStream waiting = new ByteArrayOutputStream(CHUNK);
    waiting.writeBytes(head);
    try {
      entries.accept(entry -> {
        waiting.writeBytes(line.apply(entry));
        if (waiting.size() >= CHUNK) {
          flush(stream, waiting);
        }
      });
      flush(stream, waiting);
      stream.end();
    } catch (Left e) {
      throw new ClientGone();
    } catch (LogFailure e) {
      if (!stream.giveUp()) {
        throw new ClientGone(); // the answer breaks off, so that nobody takes a part for the whole
      }
      throw QuestionEndpoint.broken(e);
    }
  }

  private static void flush(ClientStream stream, ByteArrayOutputStream waiting) {
    if (waiting.size() == 0) {
      return;
    }
    try {
      stream.write(waiting.toByteArray());
    } catch (ClientGone e) {
      throw new Left();
    }
    waiting.reset();
  }

  /** The client has gone; ends the reading. */
  private static final class Left extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Left() {
      super("the client has gone", null, false, false);
    }
  }
}
