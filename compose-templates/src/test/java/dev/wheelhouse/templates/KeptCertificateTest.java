// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.templates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script of {@code ish-chat} that keeps a certificate, with openssl and one look. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a shell script")
class KeptCertificateTest {
  private static final String OURS = "CN=ish-chat on this machine";
  private static final Duration LONG = Duration.ofMinutes(2);

  @TempDir Path folder;
  private Path tls;
  private Path tools;

  @BeforeEach
  void prepare() throws IOException {
    Assumptions.assumeTrue(hasOpenssl(), "needs openssl");
    new Templates().find("ish-chat").orElseThrow().extractTo(folder.resolve("stack"));
    tls = Files.createDirectories(folder.resolve("tls"));
    tools = Files.createDirectories(folder.resolve("tools"));
    tool("chown", "exit 0");
    // instead of the hour's sleep
    tool("sleep", "kill -TERM $PPID");
  }

  @Test
  void makesOneWhereThereIsNone() throws IOException {
    assertThat(look()).contains("made a new one");

    assertThat(subject()).isEqualTo(OURS);
    assertThat(Files.readString(tls.resolve("key.pem"))).contains("PRIVATE KEY");
  }

  @Test
  void replacesItsOwnInTheLastMonthAndNotBefore() throws IOException {
    put(OURS, 5);
    Map<String, String> old = files();
    assertThat(look()).contains("made a new one");

    Map<String, String> made = files();
    assertThat(made.values()).doesNotContainAnyElementsOf(old.values());
    assertThat(look()).doesNotContain("made a new one");
    assertThat(files()).isEqualTo(made);
  }

  @Test
  void leavesAnotherOneAndItsKeyAndWarns() throws IOException {
    put("CN=chat.example.com", 5);
    Map<String, String> before = files();

    assertThat(look()).contains("WARNING", "within 30 days").doesNotContain("made a new one");

    assertThat(files()).isEqualTo(before);
  }

  @Test
  void saysNothingOfAnotherOneThatIsValidForLong() throws IOException {
    put("CN=chat.example.com", 90);

    assertThat(look()).isEmpty();
  }

  @Test
  void leavesAKeyThatWaitsForItsCertificate() throws IOException {
    put("CN=chat.example.com", 90);
    Files.delete(tls.resolve("certificate.pem"));
    Map<String, String> before = files();

    assertThat(look()).contains("WARNING");

    assertThat(files()).isEqualTo(before);
  }

  private String look() throws IOException {
    String script = Files.readString(folder.resolve("stack/certificates/keep.sh"));
    Path own = folder.resolve("keep.sh");
    Files.writeString(own, script.replace("/tmp/", folder + "/").replace("/tls", tls.toString()));
    String path = tools + ":" + System.getenv("PATH");
    return Command.run(folder, Map.of("PATH", path), LONG, List.of("sh", own.toString()))
        .succeeded();
  }

  private void put(String subject, int days) {
    List<String> words = new ArrayList<>(List.of("openssl", "req", "-x509", "-nodes"));
    words.addAll(List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"));
    words.addAll(List.of("-days", String.valueOf(days), "-subj", "/" + subject));
    words.addAll(List.of("-keyout", tls + "/key.pem", "-out", tls + "/certificate.pem"));
    Command.run(folder, Map.of(), LONG, words).succeeded();
  }

  private String subject() {
    List<String> words = List.of("openssl", "x509", "-in", tls + "/certificate.pem", "-noout");
    words = Stream.concat(words.stream(), Stream.of("-subject", "-nameopt", "RFC2253")).toList();
    return Command.run(folder, Map.of(), LONG, words)
        .succeeded()
        .strip()
        .replaceFirst("^subject=\\s*", "");
  }

  private Map<String, String> files() throws IOException {
    Map<String, String> result = new TreeMap<>();
    for (String name : List.of("key.pem", "certificate.pem")) {
      if (Files.exists(tls.resolve(name))) {
        result.put(name, Files.readString(tls.resolve(name)));
      }
    }
    return result;
  }

  private void tool(String name, String does) throws IOException {
    Path file = Files.writeString(tools.resolve(name), "#!/bin/sh\n" + does + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private boolean hasOpenssl() {
    return Command.run(folder, Map.of(), LONG, List.of("sh", "-c", "command -v openssl")).exit()
        == 0;
  }
}
