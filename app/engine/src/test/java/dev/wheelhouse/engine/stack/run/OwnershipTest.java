// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.engine.job.JobControl;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.problem.StackProblem.BelongsElsewhere;
import dev.wheelhouse.engine.stack.StackState;
import dev.wheelhouse.engine.stack.StartOptions;
import dev.wheelhouse.engine.stack.files.StackFolders;
import dev.wheelhouse.templates.Templates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two homes on one engine. */
@Timeout(120)
class OwnershipTest {
  private static final String ONE = "services: {db: {image: 'app:1', " + FakeRig.HEALTH + "}}\n";

  @TempDir Path first;
  @TempDir Path second;

  @Test
  void theStackOfAnotherHomeIsLeftAlone() throws IOException {
    try (FakeRig rig = new FakeRig(first, ONE);
        LiveStacks other = copy(rig)) {
      rig.start();
      String db = rig.idOf("db");

      refuses(rig, () -> other.start(FakeRig.ID, StartOptions.all(), JobControl.none()));
      refuses(rig, () -> other.stop(FakeRig.ID, Set.of(), JobControl.none()));
      refuses(rig, () -> other.restart(FakeRig.ID, Set.of("db"), JobControl.none()));

      assertThat(rig.docker.all())
          .singleElement()
          .satisfies(one -> assertThat(one.id()).isEqualTo(db));
      assertThat(rig.docker.container("demo-db-1").running()).isTrue();
      rig.stop();
      assertThat(other.start(FakeRig.ID, StartOptions.all(), JobControl.none()).state())
          .isEqualTo(StackState.RUNNING);
    }
  }

  @Test
  void aMovedHomeKeepsItsStack() throws IOException {
    try (FakeRig rig = new FakeRig(first, ONE);
        LiveStacks moved = copy(rig)) {
      rig.start();
      Files.delete(rig.folder().resolve("compose.yaml"));
      Files.delete(rig.folder());

      assertThat(moved.start(FakeRig.ID, StartOptions.all(), JobControl.none()).state())
          .isEqualTo(StackState.RUNNING);
      assertThat(moved.stop(FakeRig.ID, Set.of(), JobControl.none()).state())
          .isEqualTo(StackState.STOPPED);
    }
  }

  @Test
  void theSameFolderByAnotherNameIsOurOwn() throws IOException {
    Path link = Files.createSymbolicLink(second.resolve("link"), first);
    try (FakeRig rig = new FakeRig(first, ONE);
        LiveStacks same = open(rig, link)) {
      rig.start();

      assertThat(same.stop(FakeRig.ID, Set.of(), JobControl.none()).state())
          .isEqualTo(StackState.STOPPED);
    }
  }

  private LiveStacks copy(FakeRig rig) throws IOException {
    Files.createDirectories(second.resolve("demo"));
    Files.writeString(second.resolve("demo/compose.yaml"), ONE);
    return open(rig, second);
  }

  private static LiveStacks open(FakeRig rig, Path root) {
    return new LiveStacks(
        new StackFolders(root, new Templates()), rig.connection, Clock.systemUTC());
  }

  private static void refuses(FakeRig rig, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problem())
                    .isEqualTo(new BelongsElsewhere("demo", rig.folder().toString())));
  }
}
