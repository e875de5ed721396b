// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.http;

import dev.wheelhouse.gateway.answer.ChatEvent;
import dev.wheelhouse.gateway.answer.ChatSink;
import dev.wheelhouse.gateway.answer.Frame;
import dev.wheelhouse.gateway.chat.Dialect;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;

/**
 * A streamed answer in one dialect: frames of that dialect pass as they are, others are rewritten.
 */
public final class StreamSink implements ChatSink {
  private final Exchange exchange;
  private final ClientStream stream;
  private final Writer writer;
  private boolean passedThrough;

  /** Writes events as frames of one dialect. One instance serves one answer. */
  public interface Writer {
    /** The dialect that it writes. */
    Dialect dialect();

    /** The content type of the stream. */
    String contentType();

    /** The frames for one event; empty when it is kept for later. */
    byte[] write(ChatEvent event) throws ApiFailure;

    /** The frames that end the answer. */
    byte[] end() throws ApiFailure;

    /** A frame that means nothing; used to keep the connection and to notice that it is gone. */
    byte[] heartbeat();

    /** A failure inside the stream. */
    byte[] failure(ApiFailure failure);
  }

  /** The answer to {@code exchange}. */
  public StreamSink(Exchange exchange, Writer writer) {
    this.exchange = exchange;
    this.stream = exchange.stream(writer.contentType());
    this.writer = writer;
  }

  @Override
  public void header(String name, String value) {
    stream.header(name, value);
  }

  @Override
  public void frame(Frame frame) throws ClientGone, ApiFailure {
    if (frame.dialect() == writer.dialect()) {
      passedThrough = true;
      send(frame.bytes());
      return;
    }
    for (ChatEvent event : frame.events()) {
      send(writer.write(event));
    }
  }

  @Override
  public void end() throws ClientGone, ApiFailure {
    if (!passedThrough) {
      send(writer.end());
    }
    stream.end();
  }

  @Override
  public void fail(ApiFailure failure) throws ClientGone {
    if (stream.giveUp()) {
      exchange.fail(failure);
      return;
    }
    stream.write(writer.failure(failure));
    stream.end();
  }

  @Override
  public void flush() throws ClientGone {
    stream.flush();
  }

  @Override
  public void heartbeat() throws ClientGone {
    stream.writeIfIdle(writer.heartbeat());
  }

  @Override
  public long silentNanos() {
    return stream.silentNanos();
  }

  @Override
  public long blockedNanos() {
    return stream.blockedNanos();
  }

  @Override
  public boolean committed() {
    return stream.committed();
  }

  private void send(byte[] frame) throws ClientGone {
    if (frame.length > 0) {
      stream.add(frame);
    }
  }
}
