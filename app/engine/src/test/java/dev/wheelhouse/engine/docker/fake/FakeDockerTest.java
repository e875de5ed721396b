// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker.fake;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wheelhouse.engine.docker.Docker;
import dev.wheelhouse.engine.docker.DockerContract;
import java.time.Clock;
import java.util.List;

/** The fake keeps the contract that the real engine keeps. */
class FakeDockerTest extends DockerContract {
  private static final String IMAGE = "fake:1";
  private final FakeDocker docker = new FakeDocker(Clock.systemUTC()).image(IMAGE, "sha256:1");

  FakeDockerTest() {
    shell("exit 3", FakeProgram.ends(3));
    shell(
        "echo out; echo err >&2; exit 7",
        around -> {
          around.output().write("out\n".getBytes(UTF_8));
          around.error().write("err\n".getBytes(UTF_8));
          return 7;
        });
    shell(
        "echo one; echo two >&2; echo three",
        around -> {
          around.output().write("one\n".getBytes(UTF_8));
          around.error().write("two\n".getBytes(UTF_8));
          around.output().write("three\n".getBytes(UTF_8));
          return 0;
        });
    shell(
        "echo first; sleep 0.4; echo second; sleep 60",
        around -> {
          around.output().write("first\n".getBytes(UTF_8));
          Thread.sleep(50);
          around.output().write("second\n".getBytes(UTF_8));
          Thread.sleep(60_000);
          return 0;
        });
    shell(
        "mkdir /place /other; echo hello > /place/a.txt",
        around -> {
          around.container().files().put("/place/a.txt", "hello\n".getBytes(UTF_8));
          return 0;
        });
    docker.program(
        List.of("cat"),
        around -> {
          around.input().transferTo(around.output());
          return 0;
        });
    docker.program(
        List.of("cat", "/other/place/a.txt"),
        around -> {
          around.output().write(around.container().files().get("/other/place/a.txt"));
          return 0;
        });
  }

  private void shell(String line, FakeProgram program) {
    docker.program(List.of("sh", "-c", line), program);
  }

  @Override
  protected Docker docker() {
    return docker;
  }

  @Override
  protected String image() {
    return IMAGE;
  }

  @Override
  protected String run() {
    return "fake";
  }
}
