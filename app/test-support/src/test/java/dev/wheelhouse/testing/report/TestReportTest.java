// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.testing.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestReportTest {
  @TempDir Path folder;

  @Test
  void sumsUpAllModulesAndBothKindsOfTests() throws Exception {
    write("a/target/surefire-reports/TEST-A.xml", "<testcase classname='A' name='one'/>");
    write(
        "b/target/failsafe-reports/TEST-B.xml",
        "<testcase classname='B' name='two'><failure message='expected: 1&#10;but was: 2'/></testcase>"
            + "<testcase classname='B' name='three'><error type='X'>no message here</error></testcase>"
            + "<testcase classname='B' name='four'><skipped message='no engine'/></testcase>"
            + "<testcase classname='B' name='five'><system-out>skipped</system-out></testcase>");
    write("b/target/other/TEST-C.xml", "<testcase classname='C' name='six'/>");

    TestReport report = TestReport.read(folder);

    assertThat(report.line()).isEqualTo("2 passed, 2 failed, 1 skipped");
    assertThat(report.failed()).containsExactly("B.two: expected: 1", "B.three: no message here");
    assertThat(report.skipped()).containsExactly("B.four: no engine");
    assertThat(report.good()).isFalse();
  }

  @Test
  void isNotGoodWhenNothingRan() throws Exception {
    assertThat(TestReport.read(folder).good()).isFalse();
    assertThat(TestReport.read(folder).line()).isEqualTo("0 passed, 0 failed, 0 skipped");
  }

  @Test
  void isGoodWhenAllThatRanPassed() throws Exception {
    write("a/target/surefire-reports/TEST-A.xml", "<testcase classname='A' name='one'/>");

    assertThat(TestReport.read(folder).good()).isTrue();
  }

  private void write(String path, String cases) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "<testsuite name='s' tests='9'>" + cases + "</testsuite>");
  }
}
