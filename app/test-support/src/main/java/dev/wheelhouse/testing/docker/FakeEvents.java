// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.testing.docker;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.testing.http.HttpCall;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The event streams of {@link FakeEngine}: sends to all that are open, well or badly. */
public final class FakeEvents {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration LOOK = Duration.ofMillis(200);

  private final List<Stream> open = new ArrayList<>();
  private boolean silent;
  private int copies = 1;
  private int opened;

  FakeEvents() {}

  /** From now on what happens to containers is not told; the streams stay open. */
  public synchronized void beSilent() {
    silent = true;
  }

  /** From now on each event is sent so many times; 1 is normal. Ends a silence. */
  public synchronized void sendEach(int times) {
    silent = false;
    copies = times;
  }

  /** Ends every open stream in good order, as an engine that shuts down does. */
  public synchronized void endCleanly() {
    open.forEach(Stream::end);
    open.clear();
  }

  /** Sends the first half of an event and cuts the connection. */
  public synchronized void cutInsideJson() {
    String event = event("start", FakeContainer.running("half"));
    open.forEach(stream -> stream.send(event.substring(0, event.length() / 2)));
    open.forEach(stream -> stream.call.drop());
    open.forEach(Stream::end);
    open.clear();
  }

  /** Sends the events of these changes, the last one first, all with the same time. */
  public synchronized void sendReversed(List<String> actions, FakeContainer container) {
    actions.reversed().forEach(action -> tell(event(action, container)));
  }

  /** Sends one event so many times, as fast as it goes. */
  public synchronized void burst(int count, String action, FakeContainer container) {
    String event = event(action, container);
    for (int i = 0; i < count; i++) {
      tell(event);
    }
  }

  /** Sends these bytes as they are. */
  public synchronized void sendRaw(String text) {
    tell(text);
  }

  /** How many streams are open now. */
  public synchronized int openStreams() {
    return open.size();
  }

  /** How many streams have been opened since the start. */
  public synchronized int openedStreams() {
    return opened;
  }

  /** Tells what happened, the way that is set. */
  synchronized void happened(String action, FakeContainer container) {
    if (!silent) {
      for (int i = 0; i < copies; i++) {
        tell(event(action, container));
      }
    }
  }

  /** Serves one stream until it is ended or the client leaves. */
  void serve(HttpCall call) throws IOException, InterruptedException {
    Stream stream = new Stream(call);
    call.begin(200, "application/json");
    synchronized (this) {
      open.add(stream);
      opened++;
    }
    try {
      while (!stream.isEnded() && !call.clientGone(LOOK)) {
        // The writing is done by those who send.
      }
    } finally {
      synchronized (this) {
        open.remove(stream);
      }
    }
  }

  private void tell(String event) {
    open.forEach(stream -> stream.send(event));
  }

  private static String event(String action, FakeContainer container) {
    Instant now = Instant.now();
    ObjectNode event = MAPPER.createObjectNode();
    event.put("status", action).put("id", container.id()).put("from", container.image());
    event.put("Type", "container").put("Action", action);
    ObjectNode attributes = container.labelsNode();
    attributes.put("image", container.image()).put("name", container.name());
    event.putObject("Actor").put("ID", container.id()).set("Attributes", attributes);
    event.put("scope", "local").put("time", now.getEpochSecond());
    event.put("timeNano", now.getEpochSecond() * 1_000_000_000L + now.getNano());
    return event + "\n";
  }

  /** One client that listens. */
  private static final class Stream {
    private final HttpCall call;
    private volatile boolean ended;

    Stream(HttpCall call) {
      this.call = call;
    }

    void send(String text) {
      try {
        call.write(text);
      } catch (IOException e) {
        ended = true;
      }
    }

    void end() {
      ended = true;
    }

    boolean isEnded() {
      return ended;
    }
  }
}
