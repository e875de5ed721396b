// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Texts of strangers do not steer the terminal. */
class OutputTest {
  private static final String EVIL = "a\u001b[2Jb\u009bc\rd\u202ee\u2066f\u007fg\u0000h";
  private static final String SHOWN = "a\uFFFD[2Jb\uFFFDc\uFFFDd\uFFFDe\uFFFDf\uFFFDg\uFFFDh";

  private final StringWriter out = new StringWriter();
  private final StringWriter error = new StringWriter();
  private final Output output = new Output(new PrintWriter(out), new PrintWriter(error), false);

  @Test
  void showsControlCharactersAsReplacements() {
    output.line(EVIL);
    output.remark(EVIL);

    assertThat(out.toString().strip()).isEqualTo(SHOWN);
    assertThat(error.toString().strip()).isEqualTo(SHOWN);
  }

  @Test
  void doesSoInProblemsAndTablesToo() {
    output.complain(EVIL, List.of(EVIL), EVIL);
    output.table(List.of("NAME"), List.of(List.of(EVIL)));

    assertThat(error.toString().lines())
        .containsExactly("wheelhouse: " + SHOWN, "  " + SHOWN, "  → " + SHOWN);
    assertThat(out.toString().lines()).containsExactly("NAME", SHOWN);
  }

  @Test
  void evidenceOfSeveralLinesCannotLookLikeARemedy() {
    output.complain("no", List.of("one\n→ do it"), "stop");

    assertThat(error.toString().lines())
        .containsExactly("wheelhouse: no", "  one", "  → do it".replace("  ", "    "), "  → stop");
  }

  @Test
  void leavesTabsLineEndsAndLettersOfAllKinds() {
    output.line("ä\t→ 漢 😀\nnext");

    assertThat(out.toString().lines()).containsExactly("ä\t→ 漢 😀", "next");
  }

  @Test
  void jsonEscapesThemAndLosesNothing() throws IOException {
    output.json(Map.of("name", EVIL));
    String first = out.toString();
    output.jsonLine(Map.of("name", EVIL));

    assertThat(out.toString()).doesNotContain("\u001b", "\u009b", "\u202e", "\u2066", "\u007f");
    assertThat(new ObjectMapper().readTree(first).path("name").asText()).isEqualTo(EVIL);
  }
}
