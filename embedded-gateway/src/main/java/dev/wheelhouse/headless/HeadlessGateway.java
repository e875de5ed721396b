// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.headless;

import dev.wheelhouse.gateway.Gateway;
import dev.wheelhouse.gateway.GatewayException;
import dev.wheelhouse.gateway.key.ClientKeys;
import dev.wheelhouse.gateway.key.JwtRules;
import dev.wheelhouse.gateway.log.LogConfig;
import dev.wheelhouse.gateway.log.LogFailure;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A gateway that runs by settings alone. */
public final class HeadlessGateway {
  private static final Logger LOG = LoggerFactory.getLogger(HeadlessGateway.class);
  private static final Duration DATABASE_PATIENCE = Duration.ofSeconds(30);
  private static final Duration DATABASE_STEP = Duration.ofMillis(500);

  private final Gateway gateway;
  private final KeyHome keys;
  private final Duration drain;

  private HeadlessGateway(Gateway gateway, KeyHome keys, Duration drain) {
    this.gateway = gateway;
    this.keys = keys;
    this.drain = drain;
  }

  /**
   * Starts; what is shared is there when it answers its first request.
   *
   * @throws SettingsProblem when something cannot be used
   */
  public static HeadlessGateway start(HeadlessSettings settings) {
    settings.notes().forEach(LOG::warn);
    KeyHome keys = keys(settings);
    Gateway gateway;
    try {
      gateway = Gateway.start(settings.gateway(), settings.exposure());
    } catch (GatewayException e) {
      keys.close();
      throw new SettingsProblem(
          SettingsReader.HOST + ", " + SettingsReader.PORT,
          String.valueOf(e.getMessage()),
          "Set another address or port, or end what holds it.");
    }
    try {
      keys.store().ifPresent(store -> gateway.keys(new ClientKeys(store, Clock.systemUTC())));
      gateway.share(keys.redis());
      tokens(gateway, settings.rules().tokens());
      gateway.limits(settings.rules().limits());
      gateway.routes(settings.rules().routes());
      gateway.cache(settings.rules().cache());
      gateway.similar(settings.rules().similar());
      log(gateway, settings.stores().log());
    } catch (RuntimeException e) {
      gateway.close();
      keys.close();
      throw e;
    }
    return new HeadlessGateway(gateway, keys, settings.drain());
  }

  /**
   * Runs until the process is told to end; then finishes what is under way, and ends the process
   * with status 0.
   *
   * @param alone whether the process is the gateway's own, so that it sets up how everything logs
   * @param listening takes the address once it answers
   * @throws SettingsProblem when something cannot be used
   */
  public static void serve(
      Map<String, String> environment, boolean alone, Consumer<URI> listening) {
    Logs.Choice logs = Logs.read(new Variables(environment));
    if (alone) {
      Logs.use(logs);
    }
    HeadlessGateway gateway = start(HeadlessSettings.of(environment));
    // the virtual machine would end with 143 after its hooks, although nothing went wrong
    Runnable end =
        () -> {
          gateway.stop();
          Runtime.getRuntime().halt(0);
        };
    Runtime.getRuntime().addShutdownHook(new Thread(end, "gateway-stop"));
    listening.accept(gateway.address());
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Where it listens, as this machine reaches it. */
  public URI address() {
    return gateway.baseUri();
  }

  /** Ends it as gently as the settings allow. */
  public void stop() {
    int cut = gateway.drain(drain);
    keys.close();
    if (cut > 0) {
      LOG.warn("{} streams had to be cut after {} s", cut, drain.toSeconds());
    }
    LOG.info("stopped");
  }

  /** A database that starts together with the gateway may need a moment. */
  private static KeyHome keys(HeadlessSettings settings) {
    Instant end = Instant.now().plus(DATABASE_PATIENCE);
    while (true) {
      try {
        return KeyHome.of(settings.stores());
      } catch (UncheckedIOException e) {
        if (Instant.now().isAfter(end) || !pause()) {
          throw new SettingsProblem(
              "DATABASE_URL", e.getMessage() + ".", "Start the database, or correct the address.");
        }
        LOG.info("the database does not answer yet");
      }
    }
  }

  private static boolean pause() {
    try {
      Thread.sleep(DATABASE_STEP);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void tokens(Gateway gateway, Optional<JwtRules> rules) {
    try {
      gateway.tokens(rules);
    } catch (UncheckedIOException e) {
      throw new SettingsProblem(
          TokenSettings.KEYS, "There is no set of keys.", "Put the service's JWKS there.");
    }
  }

  private static void log(Gateway gateway, LogConfig config) {
    try {
      gateway.log(config);
    } catch (LogFailure e) {
      String setting =
          config.store() instanceof LogConfig.Store.Sqlite ? StoreSettings.LOG : "DATABASE_URL";
      throw new SettingsProblem(setting, e.getMessage() + ".", "Correct it, or set it to off.");
    }
  }
}
