// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway;

import dev.wheelhouse.engine.event.Subscription;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.settings.SettingsStore;
import dev.wheelhouse.engine.stack.StackEvent;
import dev.wheelhouse.engine.stack.Stacks;
import dev.wheelhouse.gateway.UpstreamConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the upstreams of a running gateway right: looks again when a stack or a setting changes,
 * and every ten seconds, because nobody tells when an Ollama on the host comes or goes.
 */
final class UpstreamWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(UpstreamWatch.class);
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private final UpstreamSources sources;
  private final Consumer<List<UpstreamConfig>> changed;
  private final Semaphore hints = new Semaphore(0);
  private final List<Subscription> subscriptions = new ArrayList<>();
  private final Thread thread;
  private List<UpstreamConfig> last;

  UpstreamWatch(
      UpstreamSources sources, List<UpstreamConfig> first, Consumer<List<UpstreamConfig>> changed) {
    this.sources = sources;
    this.last = first;
    this.changed = changed;
    this.thread = Thread.ofVirtual().name("gateway-upstreams").unstarted(this::watch);
  }

  void start(Stacks stacks, SettingsStore settings) {
    subscriptions.add(settings.events().subscribe(_ -> hints.release()));
    try {
      subscriptions.add(stacks.events().subscribe(this::heard));
    } catch (ProblemException e) {
      log.debug("no news of stacks: {}", e.getMessage());
    }
    thread.start();
  }

  @Override
  public void close() {
    subscriptions.forEach(Subscription::close);
    thread.interrupt();
  }

  private void heard(StackEvent event) {
    if (event instanceof StackEvent.Changed) {
      hints.release();
    }
  }

  private void watch() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        boolean hinted = hints.tryAcquire(INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        if (hinted) {
          hints.drainPermits();
        }
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      List<UpstreamConfig> now = sources.now(false);
      if (!now.equals(last)) {
        log.info("upstreams now: {}", now.stream().map(UpstreamConfig::name).toList());
        changed.accept(now);
        last = now;
      }
    } catch (RuntimeException e) {
      // the next look may go better, and this thread must live as long as the gateway
      log.warn("The upstreams could not be looked up", e);
    }
  }
}
