// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.cache;

import dev.wheelhouse.gateway.answer.ChatEvent;
import dev.wheelhouse.gateway.answer.ChatSink;
import dev.wheelhouse.gateway.answer.FinishReason;
import dev.wheelhouse.gateway.answer.Frame;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;
import java.util.ArrayList;
import java.util.List;

/** Passes an answer to the client and remembers it, as long as it is not too large. */
public final class Recording implements ChatSink {
  private final ChatSink client;
  private final long maxBytes;
  private final Keeper keeper;
  private final List<Frame> frames = new ArrayList<>();
  private long bytes;
  private boolean worthKeeping = true;

  /** Takes what was recorded. */
  public interface Keeper {
    /** The answer is complete and fit to be given again. */
    void keep(List<Frame> frames);

    /** It could not be given to the client after all. */
    void forget();
  }

  /** Remembers up to so many bytes. */
  public Recording(ChatSink client, long maxBytes, Keeper keeper) {
    this.client = client;
    this.maxBytes = maxBytes;
    this.keeper = keeper;
  }

  @Override
  public void header(String name, String value) {
    client.header(name, value);
  }

  @Override
  public boolean atOnce() {
    return client.atOnce();
  }

  @Override
  public void frame(Frame frame) throws ClientGone, ApiFailure {
    client.frame(frame);
    bytes += CachedAnswer.bytes(frame);
    if (bytes > maxBytes || refused(frame)) {
      worthKeeping = false;
      frames.clear();
    }
    if (worthKeeping) {
      frames.add(frame);
    }
  }

  @Override
  public void end() throws ClientGone, ApiFailure {
    if (!worthKeeping) {
      client.end();
      return;
    }
    // before the client sees the end: it may ask again at once
    keeper.keep(frames);
    try {
      client.end();
    } catch (ApiFailure failure) {
      keeper.forget();
      throw failure;
    }
  }

  @Override
  public void fail(ApiFailure failure) throws ClientGone {
    worthKeeping = false;
    client.fail(failure);
  }

  @Override
  public void heartbeat() throws ClientGone {
    client.heartbeat();
  }

  @Override
  public long silentNanos() {
    return client.silentNanos();
  }

  @Override
  public long blockedNanos() {
    return client.blockedNanos();
  }

  @Override
  public boolean committed() {
    return client.committed();
  }

  /** An answer that a filter stopped may come out otherwise the next time. */
  private static boolean refused(Frame frame) {
    return frame.events().stream()
        .anyMatch(event ->
            event instanceof ChatEvent.Finished finished
                && finished.reason() == FinishReason.CONTENT_FILTER);
  }
}
