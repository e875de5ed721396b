// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.run;

import dev.wheelhouse.engine.compose.ComposeBuild;
import dev.wheelhouse.engine.compose.ComposeService;
import dev.wheelhouse.engine.docker.Docker;
import dev.wheelhouse.engine.docker.ImageInfo;
import dev.wheelhouse.engine.docker.LayerProgress;
import dev.wheelhouse.engine.event.Subscription;
import dev.wheelhouse.engine.problem.EngineProblem;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.problem.StackProblem;
import dev.wheelhouse.engine.stack.ServiceState;
import dev.wheelhouse.engine.stack.StackEvent;
import dev.wheelhouse.engine.stack.StackEvent.Timeline.Level;
import dev.wheelhouse.engine.stack.StackId;
import dev.wheelhouse.engine.stack.build.ImageBuild;
import dev.wheelhouse.engine.text.Sizes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Sees to it that images are on the engine. Each is pulled once, however many services want it, and
 * a few at a time.
 */
final class ImagePulls {
  private static final int AT_ONCE = 3;
  private static final long TELL_EVERY_NANOS = 100_000_000L;
  private final Work work;
  private final StackId stack;
  private final Semaphore slots = new Semaphore(AT_ONCE);
  private final Map<String, ReentrantLock> locks = new HashMap<>();

  ImagePulls(Work work, StackId stack) {
    this.work = work;
    this.stack = stack;
  }

  /**
   * The image, pulled or built where it is missing. Fails with {@code ImageMissing} or {@code
   * BuildFailed}.
   */
  ImageInfo require(ComposeService owner) throws InterruptedException {
    String service = owner.name();
    String image = owner.image();
    ComposeBuild build = owner.making().build();
    Docker docker = work.docker();
    Optional<ImageInfo> there = docker.image(image);
    if (there.isPresent() && (build == null || !build.always())) {
      return there.get();
    }
    ReentrantLock lock = lock(image);
    lock.lockInterruptibly();
    try {
      there = docker.image(image);
      if (build != null && (there.isEmpty() || build.always())) {
        build(owner, build);
        there = docker.image(image);
      } else if (there.isEmpty()) {
        pull(service, image);
        there = docker.image(image);
      }
      return there.orElseThrow(() -> missing(service, image, "it was pulled and is not there"));
    } finally {
      lock.unlock();
    }
  }

  private ReentrantLock lock(String image) {
    synchronized (locks) {
      return locks.computeIfAbsent(image, key -> new ReentrantLock());
    }
  }

  private void build(ComposeService service, ComposeBuild build) throws InterruptedException {
    StackBoard board = work.board();
    String name = service.name();
    slots.acquire();
    try {
      board.line(Level.INFO, name, name + " needs " + service.image() + ", building it");
      ImageBuild running =
          new ImageBuild(
              work.docker(),
              line -> board.cover(name, Overlay.of(ServiceState.PULLING, "building: " + line)));
      running.run(work.project().name(), service, build, this::abortOnCancel);
      board.line(Level.GOOD, name, service.image() + " is built");
    } finally {
      slots.release();
    }
  }

  private void pull(String service, String image) throws InterruptedException {
    StackBoard board = work.board();
    board.cover(service, Overlay.of(ServiceState.PULLING, "waiting for other downloads"));
    slots.acquire();
    try {
      board.cover(service, Overlay.of(ServiceState.PULLING, "pulling " + image));
      board.line(Level.INFO, service, service + " needs " + image + ", pulling it");
      Layers layers = new Layers(service, image);
      work.docker().pull(image, layers::accept, this::abortOnCancel);
      board.line(Level.GOOD, service, image + " is here");
    } catch (ProblemException e) {
      throw failure(service, image, e);
    } finally {
      slots.release();
    }
  }

  private void abortOnCancel(Subscription pull) {
    work.control().onCancel(pull::close);
  }

  private static ProblemException failure(String service, String image, ProblemException failure) {
    Problem problem = failure.problem();
    if (problem instanceof EngineProblem.EngineRefused refused) {
      return missing(service, image, refused.message());
    }
    if (problem instanceof EngineProblem.NotFound notFound) {
      return missing(service, image, notFound.cause());
    }
    return failure;
  }

  private static ProblemException missing(String service, String image, String detail) {
    return new ProblemException(new StackProblem.ImageMissing(service, image, detail));
  }

  /** The sum over all layers seen so far. */
  private final class Layers {
    private final String service;
    private final String image;
    private final Map<String, LayerProgress> layers = new HashMap<>();
    private long lastTold;

    Layers(String service, String image) {
      this.service = service;
      this.image = image;
    }

    void accept(LayerProgress progress) {
      if (progress.status().equals("Downloading") && progress.total() > 0) {
        layers.put(progress.layer(), progress);
      } else if (layers.containsKey(progress.layer())) {
        finished(progress);
      }
      long now = System.nanoTime();
      if (now - lastTold > TELL_EVERY_NANOS && !layers.isEmpty()) {
        lastTold = now;
        tell();
      }
    }

    /** A layer that is checked, unpacked or complete has been downloaded. */
    private void finished(LayerProgress progress) {
      layers.computeIfPresent(
          progress.layer(),
          (id, last) -> new LayerProgress(id, progress.status(), last.total(), last.total()));
    }

    private void tell() {
      long current = layers.values().stream().mapToLong(LayerProgress::current).sum();
      long total = layers.values().stream().mapToLong(LayerProgress::total).sum();
      String amount = Sizes.bytes(current) + " of " + Sizes.bytes(total);
      work.board().cover(service, Overlay.of(ServiceState.PULLING, "pulling " + amount));
      work.board().publish(new StackEvent.Pulling(stack, service, image, current, total));
    }
  }
}
