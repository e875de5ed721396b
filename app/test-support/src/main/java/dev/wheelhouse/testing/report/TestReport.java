// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.testing.report;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Reads every Surefire and Failsafe report below a folder and says in one line what came out. Runs
 * from source ({@code java TestReport.java FOLDER}), so that it works when the build did not.
 *
 * @param passed tests that passed
 * @param failed one line for each failed test: which, and its message
 * @param skipped one line for each skipped test: which, and the reason
 */
record TestReport(int passed, List<String> failed, List<String> skipped) {
  private static final int LONGEST_MESSAGE = 300;

  TestReport {
    failed = List.copyOf(failed);
    skipped = List.copyOf(skipped);
  }

  /** Prints the report of the folder; status 0 when tests ran and none failed. */
  public static void main(String[] arguments) throws IOException {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    TestReport report = read(Path.of(arguments[0]));
    report.failed().forEach(line -> out.println("FAILED  " + line));
    report.skipped().forEach(line -> out.println("SKIPPED " + line));
    out.println(report.line());
    System.exit(report.good() ? 0 : 1);
  }

  static TestReport read(Path folder) throws IOException {
    int passed = 0;
    List<String> failed = new ArrayList<>();
    List<String> skipped = new ArrayList<>();
    for (Path file : reports(folder)) {
      NodeList cases = parse(file).getElementsByTagName("testcase");
      for (int i = 0; i < cases.getLength(); i++) {
        Element test = (Element) cases.item(i);
        String problem = message(test, "failure", "error");
        String reason = message(test, "skipped");
        String name = test.getAttribute("classname") + "." + test.getAttribute("name");
        if (!problem.isEmpty()) {
          failed.add(name + ": " + problem);
        } else if (!reason.isEmpty()) {
          skipped.add(name + ": " + reason);
        } else {
          passed++;
        }
      }
    }
    return new TestReport(passed, failed, skipped);
  }

  boolean good() {
    return failed.isEmpty() && passed > 0;
  }

  String line() {
    return "%d passed, %d failed, %d skipped".formatted(passed, failed.size(), skipped.size());
  }

  private static List<Path> reports(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(TestReport::isReport).sorted().toList();
    }
  }

  private static boolean isReport(Path file) {
    Path parent = file.getParent();
    String name = file.getFileName().toString();
    return parent != null
        && parent.getFileName() != null
        && parent.getFileName().toString().matches("surefire-reports|failsafe-reports")
        && name.startsWith("TEST-")
        && name.endsWith(".xml");
  }

  private static Element parse(Path file) throws IOException {
    try {
      return DocumentBuilderFactory.newDefaultInstance()
          .newDocumentBuilder()
          .parse(file.toFile())
          .getDocumentElement();
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException("not a test report: " + file, e);
    }
  }

  /** The first line of what the test says under one of these elements; empty without one. */
  private static String message(Element test, String... elements) {
    for (String name : elements) {
      Node found = test.getElementsByTagName(name).item(0);
      if (found instanceof Element element) {
        String text = element.getAttribute("message");
        text = text.isBlank() ? element.getTextContent() : text;
        String line = text.strip().lines().findFirst().orElse("no reason given");
        return line.length() > LONGEST_MESSAGE ? line.substring(0, LONGEST_MESSAGE) + "…" : line;
      }
    }
    return "";
  }
}
