// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.http;

import dev.wheelhouse.gateway.answer.ChatEvent;
import dev.wheelhouse.gateway.answer.ChatSink;
import dev.wheelhouse.gateway.answer.Frame;
import dev.wheelhouse.gateway.chat.Dialect;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;
import java.util.ArrayList;
import java.util.List;

/** An answer in one piece. One of the same dialect passes as it is, others are put together. */
public final class WholeSink implements ChatSink {
  private static final byte[] NOTHING = {};

  private final Exchange exchange;
  private final Dialect dialect;
  private final Writer writer;
  private final List<ChatEvent> events = new ArrayList<>();
  private byte[] passedOn = NOTHING;

  /** Writes all events of an answer as one JSON object. */
  @FunctionalInterface
  public interface Writer {
    /** The object's bytes. */
    byte[] write(List<ChatEvent> events) throws ApiFailure;
  }

  /** The answer to {@code exchange}. */
  public WholeSink(Exchange exchange, Dialect dialect, Writer writer) {
    this.exchange = exchange;
    this.dialect = dialect;
    this.writer = writer;
  }

  @Override
  public void header(String name, String value) {
    exchange.answerHeader(name, value);
  }

  @Override
  public boolean atOnce() {
    return true;
  }

  @Override
  public void frame(Frame frame) {
    if (frame.dialect() == dialect) {
      passedOn = frame.bytes();
    } else {
      events.addAll(frame.events());
    }
  }

  @Override
  public void end() throws ClientGone, ApiFailure {
    exchange.sendJson(passedOn.length > 0 ? passedOn : writer.write(events));
  }

  @Override
  public void fail(ApiFailure failure) throws ClientGone {
    exchange.fail(failure);
  }

  @Override
  public void heartbeat() {
    // one JSON object has no place for a sign of life; the client's leaving is noticed all the same
  }

  @Override
  public long silentNanos() {
    return 0;
  }

  @Override
  public long blockedNanos() {
    return 0;
  }

  @Override
  public boolean committed() {
    return false;
  }
}
