// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.config;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every half a second. Of a file that a person edits, the system's own news are no better:
 * they come in as many ways as there are editors, and not at all from some file systems.
 */
public final class SettingsWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SettingsWatch.class);
  private static final Duration INTERVAL = Duration.ofMillis(500);

  private final Runnable look;
  private final Thread thread;

  SettingsWatch(Runnable look) {
    this.look = look;
    this.thread = Thread.ofVirtual().name("gateway-settings").start(this::watch);
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(INTERVAL);
        lookOnce();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void lookOnce() {
    try {
      look.run();
    } catch (RuntimeException e) {
      // the next look may go better, and this thread must live as long as the gateway
      log.warn("The gateway's settings could not be looked up", e);
    }
  }
}
