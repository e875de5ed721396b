// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.connection;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import java.io.ByteArrayOutputStream;

/**
 * Writes to a connection; between {@link #gather} and {@link #release} everything is kept, to go
 * out in one piece. Frames of a stream that have come together so cost one write and not one each,
 * and each still is a chunk of its own. Used by one thread at a time.
 */
final class GatheringWriter implements DataWriter {
  private static final int MOST = 64 << 10;

  private final DataWriter out;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream(0);
  private boolean gathering;

  /** Writes to {@code out}. */
  GatheringWriter(DataWriter out) {
    this.out = out;
  }

  /** From now on everything is kept. */
  void gather() {
    gathering = true;
  }

  /** Lets out what was kept, and keeps nothing more. */
  void release() {
    gathering = false;
    letOut();
  }

  /** Forgets what was kept: nobody is there to read it. */
  void drop() {
    gathering = false;
    kept.reset();
  }

  private void letOut() {
    if (kept.size() > 0) {
      byte[] all = kept.toByteArray();
      kept.reset();
      out.writeNow(BufferData.create(all));
    }
  }

  private void keep(BufferData data) {
    data.writeTo(kept);
    if (kept.size() >= MOST) {
      letOut();
    }
  }

  @Override
  public void write(BufferData... buffers) {
    if (!gathering) {
      out.write(buffers);
      return;
    }
    for (BufferData each : buffers) {
      keep(each);
    }
  }

  @Override
  public void write(BufferData buffer) {
    if (gathering) {
      keep(buffer);
    } else {
      out.write(buffer);
    }
  }

  @Override
  public void writeNow(BufferData... buffers) {
    if (!gathering) {
      out.writeNow(buffers);
      return;
    }
    for (BufferData each : buffers) {
      keep(each);
    }
  }

  @Override
  public void writeNow(BufferData buffer) {
    if (gathering) {
      keep(buffer);
    } else {
      out.writeNow(buffer);
    }
  }

  @Override
  public void flush() {
    if (!gathering) {
      out.flush();
    }
  }

  @Override
  public void close() {
    out.close();
  }
}
