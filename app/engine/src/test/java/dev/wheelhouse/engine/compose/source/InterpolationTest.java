// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.engine.compose.tree.Place;
import dev.wheelhouse.engine.problem.ProblemException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InterpolationTest {
  private static final Place PLACE = new Place("compose.yaml", 3, 7, "services.web.image");
  private final Interpolation interpolation =
      new Interpolation(Map.of("A", "a", "B", "b", "EMPTY", ""));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          plain                    | plain
          $A                       | a
          ${A}                     | a
          $A-$B.${A}               | a-b.a
          x${NONE}y                | xy
          $$A                      | $A
          $$${A}                   | $a
          $${A}                    | ${A}
          ${NONE:-d}               | d
          ${EMPTY:-d}              | d
          ${EMPTY-d}x              | x
          ${NONE-d}                | d
          ${A:-d}                  | a
          ${A:+other}              | other
          ${EMPTY:+other}x         | x
          ${EMPTY+other}           | other
          ${NONE+other}x           | x
          ${A:?must}               | a
          ${EMPTY?must}x           | x
          ${NONE:-${B}}            | b
          ${NONE:-${ALSO:-$A-$B}}! | a-b!
          ${NONE:-}x               | x
          ${NONE:-a b:c/d?e}       | a b:c/d?e
          ${NONE:-$$x}             | $x
          ${NONE:-{"a":{}}}!       | {"a":{}}!
          $                        | $
          a$ $1 $-                 | a$ $1 $-
          """)
  void putsVariablesIn(String text, String expected) {
    assertThat(interpolation.apply(text, PLACE)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"${", "${A", "${}", "${A:}", "${1A}", "${A:-x", "${A!x}", "${A}${"})
  void refusesWhatIsNoVariable(String text) {
    assertThatThrownBy(() -> interpolation.apply(text, PLACE))
        .isInstanceOf(ProblemException.class)
        .hasMessageStartingWith("compose.yaml:3:7");
  }

  @Test
  void saysWhatARequiredVariableIsFor() {
    assertThatThrownBy(() -> interpolation.apply("${NONE:?set the ${A} port}", PLACE))
        .hasMessageContaining("NONE")
        .hasMessageContaining("set the a port");
    assertThatThrownBy(() -> interpolation.apply("${EMPTY:?no}", PLACE))
        .hasMessageContaining("EMPTY");
  }

  @Test
  void doesNotNestWithoutEnd() {
    String text = "${X:-".repeat(5000) + "}".repeat(5000);

    assertThatThrownBy(() -> interpolation.apply(text, PLACE))
        .hasMessageContaining("nested too deeply");
  }
}
