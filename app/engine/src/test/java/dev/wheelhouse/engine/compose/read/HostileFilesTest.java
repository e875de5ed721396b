// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.problem.StackProblem.ComposeInvalid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Threats S3 and S12: files that would give a container the machine, or open a port to all. */
@Timeout(10)
class HostileFilesTest {
  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          privileged: true                                  | privileged
          pid: host                                         | pid
          ipc: host                                         | ipc
          network_mode: host                                | network_mode
          userns_mode: host                                 | userns_mode
          uts: host                                         | uts
          cgroup: host                                      | cgroup
          cgroup_parent: /                                  | cgroup_parent
          devices: [/dev/sda]                               | devices
          gpus: all                                         | gpus
          deploy: {resources: {reservations: {devices: [{driver: cdi, device_ids: [a/b=c], capabilities: [gpu]}]}}} | devices
          build: .                                          | build
          extends: other                                    | extends
          volumes_from: [other]                             | volumes_from
          volumes: ["/:/host"]                              | volumes[0]
          volumes: ["/x/..:/host"]                          | volumes[0]
          volumes: ["../:/up"]                              | volumes[0]
          volumes: ["/etc:/etc"]                            | volumes[0]
          volumes: ["~/.ssh:/keys"]                         | volumes[0]
          volumes: ["/var/run/docker.sock:/s"]              | volumes[0]
          volumes: ["./docker.sock:/s"]                     | volumes[0]
          volumes: [{type: bind, source: /, target: /x}]    | source
          volumes: ["/data"]                                | volumes[0]
          cap_add: [ALL]                                    | cap_add
          cap_add: [SYS_ADMIN]                              | cap_add
          cap_add: [NET_ADMIN]                              | cap_add
          cap_add: [cap_sys_ptrace]                         | cap_add
          security_opt: ["seccomp:unconfined"]              | security_opt
          security_opt: ["apparmor=unconfined"]             | security_opt
          ports: ["80:80"]                                  | ports[0]
          ports: ["0.0.0.0:80:80"]                          | ports[0]
          ports: ["192.168.1.5:80:80"]                      | ports[0]
          ports: ["[::]:80:80"]                             | ports[0]
          ports: [{target: 80, published: 80}]              | ports[0]
          ports: ["80"]                                     | ports[0]
          labels: {com.docker.compose.project: other}       | labels
          credential_spec: {file: x}                        | credential_spec
          runtime: evil                                     | runtime
          """)
  void refusesWhatGivesTheMachineAway(String line, String key) throws IOException {
    ComposeInvalid problem = problemOf("services:\n  web:\n    image: x\n    " + line + "\n");

    assertThat(problem.key()).startsWith("services.web.").contains(key);
    assertThat(problem.line()).isEqualTo(4);
    assertThat(problem.file()).isEqualTo("compose.yaml");
  }

  @Test
  void refusesIncludes() throws IOException {
    ComposeInvalid problem =
        problemOf("include:\n  - oci://evil.example/x\nservices: {web: {image: x}}\n");

    assertThat(problem.key()).isEqualTo("include[0]");
    assertThat(problem.detail()).contains("not fetched");
  }

  @Test
  void refusesAnchorsThatUnfoldWithoutEnd() throws IOException {
    StringBuilder bomb = new StringBuilder("x-0: &a0 [lol]\n");
    for (int i = 1; i < 12; i++) {
      String item = "*a" + (i - 1);
      bomb.append("x-%d: &a%d [%s]\n".formatted(i, i, (item + ",").repeat(9) + item));
    }

    assertThat(problemOf(bomb + "services: {web: {image: x}}\n").detail()).contains("unfold");
  }

  @Test
  void refusesAMillionAnchorsAndEndlessOnes() throws IOException {
    assertThat(problemOf("x-a: &a\n  b: *a\nservices: {web: {image: x}}\n").detail()).isNotEmpty();
    assertThat(problemOf("x: " + "[".repeat(5000) + "]".repeat(5000)).detail()).isNotEmpty();
    String many = "- &a 1\n".repeat(200_000);
    assertThat(problemOf("x-many:\n" + many).detail()).contains("1 MB");
  }

  @ParameterizedTest
  @CsvSource({
    "/, none, 'bind', OWN",
    "/x/.., none, 'rw,rbind', OWN",
    "/var/run/docker.sock, none, bind, OWN",
    "/etc, none, bind, IMPORTED"
  })
  void refusesVolumesThatAreMountsOfTheMachine(
      String device, String type, String options, Trust trust) throws IOException {
    ComposeInvalid problem =
        problemOf(
            """
            services: {web: {image: x, volumes: ["all:/host"]}}
            volumes:
              all:
                driver_opts: {type: %s, o: "%s", device: %s}
            """
                .formatted(type, options, device),
            trust);

    assertThat(problem.key()).isEqualTo("volumes.all.driver_opts.device");
    assertThat(problem.line()).isEqualTo(4);
  }

  @Test
  void leavesOtherVolumesToTheirUsers() throws IOException {
    for (String options : new String[] {"o: bind, device: /srv/data", "o: addr=h, device: ':/'"}) {
      Path file =
          Files.writeString(
              folder.resolve("compose.yaml"),
              "services: {web: {image: x, volumes: [\"data:/v\"]}}\nvolumes: {data: {driver_opts: {"
                  + options
                  + "}}}\n");
      assertThat(ComposeLoader.load(file, Map.of(), Trust.OWN).volumes()).hasSize(1);
    }
  }

  private ComposeInvalid problemOf(String content) throws IOException {
    return problemOf(content, Trust.IMPORTED);
  }

  private ComposeInvalid problemOf(String content, Trust trust) throws IOException {
    Path file = Files.writeString(folder.resolve("compose.yaml"), content);
    ComposeInvalid[] problem = new ComposeInvalid[1];
    assertThatThrownBy(() -> ComposeLoader.load(file, Map.of(), trust))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> problem[0] = (ComposeInvalid) e.problem());
    return problem[0];
  }
}
