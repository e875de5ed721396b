// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli.output;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.wheelhouse.engine.problem.Problem;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where commands print. Standard output gets what was asked for, as text or as one JSON document;
 * standard error gets problems and progress.
 */
public final class Output {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .addModule(new Jdk8Module())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private final PrintWriter out;
  private final PrintWriter error;
  private final boolean terminal;

  /**
   * @param terminal whether standard error is a terminal, where progress may overwrite its line
   */
  public Output(PrintWriter out, PrintWriter error, boolean terminal) {
    this.out = out;
    this.error = error;
    this.terminal = terminal;
  }

  public void line(String text) {
    print(PlainText.of(text));
  }

  private void print(String text) {
    out.println(text);
    out.flush();
  }

  /** Text without a line end, at once, as when an answer streams in. */
  public void part(String text) {
    out.print(text);
    out.flush();
  }

  public void json(Object document) {
    try {
      print(PlainText.json(JSON.writeValueAsString(document)));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One document on one line, as when there is no end to them. */
  public void jsonLine(Object document) {
    try {
      print(
          PlainText.json(
              JSON.writer()
                  .without(SerializationFeature.INDENT_OUTPUT)
                  .writeValueAsString(document)));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether nobody reads standard output any more, as behind {@code head}. */
  public boolean closed() {
    return out.checkError();
  }

  /** A remark for the person at the terminal. */
  public void remark(String text) {
    error.println(PlainText.of(text));
    error.flush();
  }

  /** A question, without a line end; on standard error, so that the document stays alone. */
  public void prompt(String text) {
    error.print(PlainText.of(text));
    error.flush();
  }

  /** The progress line; overwritten by the next one, and shown on terminals only. */
  public void progress(String text) {
    if (terminal) {
      error.print("\r\u001b[K" + PlainText.of(text));
      error.flush();
    }
  }

  /** Takes the progress line away. */
  public void endProgress() {
    progress("");
  }

  /** Cause, evidence and remedy on standard error; with JSON also as the document. */
  public void problem(Problem problem, boolean asJson) {
    complain(problem.cause(), problem.evidence(), problem.remedy());
    if (asJson) {
      json(Map.of("error", describe(problem)));
    }
  }

  /** Cause, evidence and remedy on standard error. */
  public void complain(String cause, List<String> evidence, String remedy) {
    endProgress();
    remark("wheelhouse: " + cause);
    evidence.forEach(line -> remark("  " + line.strip().replace("\n", "\n    ")));
    remark("  → " + remedy);
  }

  /** A problem as scripts read it. */
  public static Map<String, Object> describe(Problem problem) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("code", problem.code());
    view.put("cause", problem.cause());
    view.put("evidence", problem.evidence());
    view.put("remedy", problem.remedy());
    return view;
  }

  /** Rows under their headings, columns as wide as their widest cell. */
  public void table(List<String> headings, List<List<String>> rows) {
    int[] widths = new int[headings.size()];
    for (int i = 0; i < widths.length; i++) {
      int column = i;
      widths[i] =
          Math.max(
              headings.get(i).length(),
              rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0));
    }
    line(row(headings, widths));
    rows.forEach(row -> line(row(row, widths)));
  }

  private static String row(List<String> cells, int[] widths) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      text.append(cells.get(i)).repeat(' ', widths[i] - cells.get(i).length() + 2);
    }
    return text.toString().stripTrailing();
  }
}
