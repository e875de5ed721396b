// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Changes a field of a JSON object in its bytes: what is not changed stays as the client wrote it,
 * and a large body is not written anew for a short name. For objects that were read before, and so
 * are known to be valid.
 */
public final class JsonEdit {
  private JsonEdit() {}

  /** The object with this text in a field; nothing when the field is not there exactly once. */
  public static Optional<byte[]> withText(byte[] object, String field, String text) {
    try (JsonParser json = Json.parser(object)) {
      int from = -1;
      int to = -1;
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean found = json.currentName().equals(field);
        boolean isText = json.nextToken() == JsonToken.VALUE_STRING;
        if (!found) {
          json.skipChildren();
          continue;
        }
        if (!isText || from >= 0) {
          return Optional.empty();
        }
        from = (int) json.currentTokenLocation().getByteOffset();
        json.finishToken();
        to = (int) json.currentLocation().getByteOffset();
      }
      return from < 0 ? Optional.empty() : Optional.of(replaced(object, from, to, quoted(text)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * The object with one more field before its others; nothing when that cannot be done.
   *
   * @param field name and value, as JSON
   */
  public static Optional<byte[]> withFirst(byte[] object, String field) {
    int from = 0;
    while (from < object.length && object[from] != '{') {
      from++;
    }
    from++;
    if (from >= object.length || object[from] == 0 || object[0] == 0) {
      return Optional.empty(); // it is not in UTF-8
    }
    return Optional.of(
        replaced(object, from, from, (field + ",").getBytes(StandardCharsets.UTF_8)));
  }

  private static byte[] quoted(String text) {
    byte[] inner = JsonStringEncoder.getInstance().quoteAsUTF8(text);
    byte[] quoted = new byte[inner.length + 2];
    quoted[0] = '"';
    System.arraycopy(inner, 0, quoted, 1, inner.length);
    quoted[quoted.length - 1] = '"';
    return quoted;
  }

  private static byte[] replaced(byte[] bytes, int from, int to, byte[] by) {
    byte[] result = new byte[bytes.length - (to - from) + by.length];
    System.arraycopy(bytes, 0, result, 0, from);
    System.arraycopy(by, 0, result, from, by.length);
    System.arraycopy(bytes, to, result, from + by.length, bytes.length - to);
    return result;
  }
}
