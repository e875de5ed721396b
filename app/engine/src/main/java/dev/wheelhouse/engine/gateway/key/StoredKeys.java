// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.key;

import dev.wheelhouse.engine.platform.PrivateFiles;
import dev.wheelhouse.engine.problem.InputProblem.BadInput;
import dev.wheelhouse.engine.problem.InputProblem.FileTrouble;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.gateway.key.ClientKey;
import dev.wheelhouse.gateway.key.ClientKeys;
import dev.wheelhouse.gateway.key.FileKeyStore;
import dev.wheelhouse.gateway.key.Grant;
import dev.wheelhouse.gateway.key.ModelNames;
import dev.wheelhouse.gateway.key.Scope;
import dev.wheelhouse.gateway.limit.KeyLimits;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keys in a file of the home, which every gateway of this home reads. */
public final class StoredKeys implements GatewayKeys {
  private static final double MILLION = 1e6;

  private final Path file;
  private final ClientKeys keys;

  /** Keys in this file, which need not exist yet. */
  public StoredKeys(Path file, Clock clock) {
    this.file = file;
    this.keys = new ClientKeys(new FileKeyStore(file), clock);
  }

  /** What a gateway honours. */
  public ClientKeys honoured() {
    return keys;
  }

  @Override
  public List<GatewayKey> list() {
    return ask(() -> keys.list().stream().map(StoredKeys::key).toList());
  }

  @Override
  public NewKey create(String name, KeyRights rights, @Nullable Instant expiresAt) {
    return ask(() -> {
      PrivateFiles.folder(file.toAbsolutePath().resolveSibling(".").normalize());
      ClientKeys.Created made = keys.create(name.strip(), grant(rights), expiresAt);
      return new NewKey(key(made.key()), made.token().reveal());
    });
  }

  @Override
  public GatewayKey revoke(String id) {
    return honour(id, false);
  }

  @Override
  public GatewayKey restore(String id) {
    return honour(id, true);
  }

  @Override
  public void delete(String id) {
    if (!ask(() -> keys.delete(id))) {
      throw missing(id);
    }
  }

  private GatewayKey honour(String id, boolean on) {
    return ask(() -> {
      return key(keys.change(id, key -> key.enabled(on)).orElseThrow(() -> missing(id)));
    });
  }

  private static ProblemException missing(String id) {
    return new ProblemException(
        new BadInput(
            "The key " + id,
            "there is no such key",
            "\"wheelhouse gateway keys list\" shows those that there are."));
  }

  private <T> T ask(Supplier<T> work) {
    try {
      return work.get();
    } catch (UncheckedIOException e) {
      String detail = String.valueOf(e.getMessage());
      throw new ProblemException(new FileTrouble(file.toString(), detail), e);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          new BadInput("The key", String.valueOf(e.getMessage()), "Correct it and try again."), e);
    }
  }

  private static Grant grant(KeyRights rights) {
    KeyBounds bounds = rights.bounds();
    Set<Scope> scopes =
        rights.scopes().stream()
            .map(scope -> Scope.valueOf(scope.name()))
            .collect(Collectors.toSet());
    KeyLimits limits =
        new KeyLimits(
            bounds.requestsPerMinute(),
            bounds.tokensPerMinute(),
            bounds.concurrent(),
            Math.round(bounds.budgetPerDay() * MILLION),
            Math.round(bounds.budgetPerMonth() * MILLION));
    return new Grant(scopes, new ModelNames(rights.models()), limits, rights.caching());
  }

  private static GatewayKey key(ClientKey key) {
    Grant grant = key.grant();
    KeyLimits limits = grant.limits();
    KeyBounds bounds =
        new KeyBounds(
            limits.requestsPerMinute(),
            limits.tokensPerMinute(),
            limits.concurrent(),
            limits.budgetPerDay() / MILLION,
            limits.budgetPerMonth() / MILLION);
    Set<KeyScope> scopes =
        grant.scopes().stream()
            .map(scope -> KeyScope.valueOf(scope.name()))
            .collect(Collectors.toSet());
    return new GatewayKey(
        key.id(),
        key.name(),
        new KeyRights(scopes, grant.models().patterns(), bounds, grant.caching()),
        key.createdAt(),
        key.expiresAt(),
        key.enabled());
  }
}
