// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonEditTest {
  private static final String MORE =
      "\"n\" : 1.10, \"model\" : \"of a message\", \"text\":\"grüße 🌍\"";

  @Test
  void changesOnlyTheFieldOfTheObjectItself() {
    String before = " { \"a\":{%s},\n\"model\" :  \"old\\n\" ,\"b\":[{%s}] }".formatted(MORE, MORE);
    assertThat(withModel(before, "new \"name\""))
        .hasValue(before.replace("\"old\\n\"", "\"new \\\"name\\\"\""));
  }

  @Test
  void leavesWhatIsNotThereOnceToOthers() {
    assertThat(withModel("{\"a\":{\"model\":\"x\"}}", "y")).isEmpty();
    assertThat(withModel("{\"model\":\"x\",\"model\":\"z\"}", "y")).isEmpty();
    assertThat(withModel("{\"model\":7}", "y")).isEmpty();
  }

  @Test
  void putsAFieldBeforeTheOthers() {
    assertThat(withFirst(" {\"a\":1}".getBytes(StandardCharsets.UTF_8)))
        .hasValue(" {\"x\":true,\"a\":1}");
  }

  @Test
  void touchesNoBytesThatAreNotUtf8() {
    byte[] wide = "{\"model\":\"x\"}".getBytes(StandardCharsets.UTF_16LE);
    assertThat(withFirst(wide)).isEmpty();
    assertThat(withFirst("{\"model\":\"x\"}".getBytes(StandardCharsets.UTF_16BE))).isEmpty();
    assertThat(JsonEdit.withText(wide, "model", "y")).isEmpty();
  }

  private static Optional<String> withModel(String object, String model) {
    return JsonEdit.withText(object.getBytes(StandardCharsets.UTF_8), "model", model)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  private static Optional<String> withFirst(byte[] object) {
    return JsonEdit.withFirst(object, "\"x\":true")
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }
}
