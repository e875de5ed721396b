// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DotEnvTest {
  @TempDir Path folder;

  @Test
  void readsEveryFormOfALine() throws IOException {
    Map<String, String> values =
        read(
            """
            # a comment
            PLAIN=one two   # not this
            export EXPORTED=yes
            HASH=a#b

            EMPTY=
            SINGLE='a $PLAIN "b" #c'
            DOUBLE="a ${PLAIN}\\n\\"q\\" \\$X" # comment
            USES=$PLAIN-${OUTER}-${NONE:-d}
            LINES="first
            second"
            COLON: value
            SPACED = x
            QUOTE='it\\'s'
            TWICE=1
            TWICE=2
            LAST=$TWICE
            OUTER
            """);

    assertThat(values)
        .containsEntry("PLAIN", "one two")
        .containsEntry("EXPORTED", "yes")
        .containsEntry("HASH", "a#b")
        .containsEntry("EMPTY", "")
        .containsEntry("SINGLE", "a $PLAIN \"b\" #c")
        .containsEntry("DOUBLE", "a one two\n\"q\" $X")
        .containsEntry("USES", "one two-outer-d")
        .containsEntry("LINES", "first\nsecond")
        .containsEntry("COLON", "value")
        .containsEntry("SPACED", "x")
        .containsEntry("QUOTE", "it's")
        .containsEntry("LAST", "2")
        .containsEntry("OUTER", "outer");
  }

  @Test
  void namesTheLineThatIsWrong() {
    assertThatThrownBy(() -> read("GOOD=1\nwhat is this\n")).hasMessageContaining(".env:2:1");
    assertThatThrownBy(() -> read("A='open\n")).hasMessageContaining("quote");
  }

  @Test
  void neverShowsWhatMayBeASecret() {
    for (String text :
        new String[] {"KEY=a\nheron-7 of a torn secret\n", "KEY=heron-7${\n", "A='heron-7\n"}) {
      assertThatThrownBy(() -> read(text))
          .hasMessageContaining(".env:")
          .satisfies(e -> assertThat(e.toString()).doesNotContain("heron"));
    }
  }

  private Map<String, String> read(String text) throws IOException {
    Path file = Files.writeString(folder.resolve(".env"), text);
    return DotEnv.read(file, Map.of("OUTER", "outer"));
  }
}
