// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wheelhouse.cli.output.Output;
import dev.wheelhouse.engine.Engine;
import dev.wheelhouse.engine.EngineOptions;
import dev.wheelhouse.engine.platform.WheelhouseHome;
import dev.wheelhouse.testing.stack.TestStack;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** One command line, run in this process with a home of its own, and what it printed. */
record Run(int status, String out, String error) {

  static Run of(Path home, String dockerHost, String... arguments) {
    return of(Map.of("WHEELHOUSE_HOME", home.toString(), "DOCKER_HOST", dockerHost), arguments);
  }

  static Run of(TestStack stack, String... arguments) {
    return of(stack.environment(), arguments);
  }

  private static Run of(Map<String, String> environment, String... arguments) {
    EngineOptions options =
        new EngineOptions(WheelhouseHome.find(environment), environment, Clock.systemUTC());
    StringWriter out = new StringWriter();
    StringWriter error = new StringWriter();
    PrintWriter outWriter = new PrintWriter(out, true);
    PrintWriter errorWriter = new PrintWriter(error, true);
    int status =
        Main.run(
            new Output(outWriter, errorWriter, false),
            outWriter,
            errorWriter,
            () -> Engine.open(options),
            arguments);
    return new Run(status, out.toString(), error.toString());
  }

  /** This run, which has to have ended well. */
  Run done() {
    assertThat(status).as("exit status; it printed %s and %s", out, error).isZero();
    return this;
  }

  /** Standard output as the one JSON document it has to be. */
  JsonNode json() {
    try {
      return new ObjectMapper()
          .enable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .readTree(out);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not one JSON document: " + out + " / " + error, e);
    }
  }
}
