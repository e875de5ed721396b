// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.status;

import dev.wheelhouse.desktop.format.Times;
import dev.wheelhouse.engine.metric.ServiceUse;
import dev.wheelhouse.engine.stack.ServiceStatus;
import java.time.Duration;
import java.time.Instant;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/** One service of the table; its parts change one by one, so that only their cells repaint. */
final class ServiceRow {
  private final ReadOnlyObjectWrapper<ServiceStatus> status;
  private final ReadOnlyObjectWrapper<@Nullable ServiceUse> use = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyStringWrapper uptime = new ReadOnlyStringWrapper("");

  ServiceRow(ServiceStatus first, Instant now) {
    status = new ReadOnlyObjectWrapper<>(first);
    tick(now);
  }

  String name() {
    return status.get().name();
  }

  ServiceStatus status() {
    return status.get();
  }

  ReadOnlyObjectProperty<ServiceStatus> statusProperty() {
    return status.getReadOnlyProperty();
  }

  /** Null while it does not run, or nobody has measured yet. */
  ReadOnlyObjectProperty<@Nullable ServiceUse> useProperty() {
    return use.getReadOnlyProperty();
  }

  ReadOnlyStringProperty uptimeProperty() {
    return uptime.getReadOnlyProperty();
  }

  void show(ServiceStatus changed, Instant now) {
    status.set(changed);
    if (changed.containerId() == null) {
      use.set(null);
    }
    tick(now);
  }

  void show(@Nullable ServiceUse sample) {
    use.set(sample);
  }

  void tick(Instant now) {
    Instant since = status.get().startedAt();
    uptime.set(since == null ? "" : Times.coarse(Duration.between(since, now)));
  }
}
