// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.engine.gateway.LocalGateway.State;
import dev.wheelhouse.testing.FreePorts;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However many processes of a home start the gateway at one moment, one of them runs it. */
class OneGatewayTest {
  private static final int PROCESSES = 3;

  @TempDir Path place;

  @Test
  void processesThatStartAtOneMomentAgreeOnOneGateway() throws Exception {
    int port = FreePorts.one();
    List<GatewayChild> children = new ArrayList<>();
    try {
      for (int i = 0; i < PROCESSES; i++) {
        children.add(GatewayChild.of(place, port));
      }
      for (GatewayChild child : children) {
        assertThat(child.line()).isEqualTo("ready");
      }
      for (GatewayChild child : children) {
        child.tell();
      }
      List<String> said = new ArrayList<>();
      for (GatewayChild child : children) {
        said.add(child.line());
      }

      assertThat(said).filteredOn(line -> line.startsWith("runs ")).hasSize(1);
      String owner = "runs " + port;
      assertThat(said).contains(owner);
      long pid = children.get(said.indexOf(owner)).pid();
      said.remove(owner);
      assertThat(said).containsOnly("joined " + port + " of " + pid);
    } finally {
      children.forEach(GatewayChild::close);
    }
  }

  @Test
  void threadsOfOneProcessTakeTurnsAndGiveTheLockBack() throws Exception {
    try (GatewayRig rig = new GatewayRig(place);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      EmbeddedGateway first = rig.open();
      EmbeddedGateway second = rig.open();
      List<Callable<State>> starts = List.of(first::start, second::start);

      // threads of one process: the system's lock alone would throw for the second one
      for (var start : threads.invokeAll(starts)) {
        assertThat(start.get()).isInstanceOf(State.Listening.class);
      }
      Path lock = rig.home.data().resolve("gateway.start.lock");
      try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
        assertThat(channel.tryLock()).as("it is given back").isNotNull();
      }
    }
  }
}
