// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.log.store;

import dev.wheelhouse.gateway.log.LogQuery;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The condition of a query: its text holds only placeholders. */
final class SqlFilter {
  private final List<String> conditions = new ArrayList<>();
  private final List<Object> values = new ArrayList<>();

  SqlFilter(LogQuery query) {
    if (!query.model().isEmpty()) {
      conditions.add("(model = ? OR asked_model = ?)");
      values.add(query.model());
      values.add(query.model());
    }
    equal("upstream", query.upstream());
    equal("outcome", query.outcome());
    equal("key_id", query.key());
    if (query.from() != null) {
      conditions.add("id >= ?");
      values.add(firstId(query.from()));
    }
    if (query.to() != null) {
      conditions.add("id < ?");
      values.add(firstId(query.to()));
    }
    if (!query.before().isEmpty()) {
      conditions.add("id < ?");
      values.add(query.before());
    }
  }

  /** Ids begin with the time, so that the primary key serves questions for a span of time too. */
  static String firstId(Instant at) {
    return "%012x".formatted(Math.clamp(at.toEpochMilli(), 0, (1L << 48) - 1));
  }

  /** The condition with its {@code WHERE}; empty when everything is wanted. */
  String where() {
    return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
  }

  /** Sets the placeholders; returns the number of the next one. */
  int bind(PreparedStatement statement) throws SQLException {
    int next = 1;
    for (Object value : values) {
      statement.setObject(next++, value);
    }
    return next;
  }

  private void equal(String column, String value) {
    if (!value.isEmpty()) {
      conditions.add(column + " = ?");
      values.add(value);
    }
  }
}
