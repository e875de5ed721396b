// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli.host;

import dev.wheelhouse.cli.command.Command;
import dev.wheelhouse.cli.command.Session;
import dev.wheelhouse.engine.gateway.key.GatewayKey;
import dev.wheelhouse.engine.gateway.key.GatewayKeys;
import dev.wheelhouse.engine.gateway.key.KeyBounds;
import dev.wheelhouse.engine.gateway.key.KeyRights;
import dev.wheelhouse.engine.gateway.key.KeyScope;
import dev.wheelhouse.engine.gateway.key.NewKey;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wheelhouse gateway keys}: a key of its own for each client of the gateway. */
@picocli.CommandLine.Command(
    name = "keys",
    description = "List, make and revoke the keys of the gateway's clients.")
public final class GatewayKeysCommand {
  private static final int MOST_DAYS = 36_500;

  /** {@code wheelhouse gateway keys list}. */
  @picocli.CommandLine.Command(name = "list", description = "List the keys, without secrets.")
  public static final class ListCommand extends Command {
    public ListCommand(Session session) {
      super(session);
    }

    @Override
    protected void run() {
      List<GatewayKey> keys = engine().gatewayServices().keys().list();
      if (json()) {
        output().json(keys.stream().map(GatewayKeysCommand::view).toList());
      } else if (keys.isEmpty()) {
        output()
            .line("There are no client keys; \"wheelhouse gateway keys create NAME\" makes one.");
      } else {
        output()
            .table(
                List.of("ID", "NAME", "STATE", "SCOPES", "MODELS", "EXPIRES"),
                keys.stream().map(GatewayKeysCommand::row).toList());
      }
    }
  }

  /** {@code wheelhouse gateway keys create}. */
  @picocli.CommandLine.Command(
      name = "create",
      description = "Make a key and print it; it cannot be shown again.")
  public static final class CreateCommand extends Command {
    @Parameters(index = "0", paramLabel = "NAME", description = "What uses it, such as editor.")
    private String name = "";

    @Option(
        names = "--scope",
        split = ",",
        paramLabel = "SCOPE",
        description =
            "chat, embeddings, models, admin; without any, what an app needs: the first three.")
    private Set<KeyScope> scopes = Set.of();

    @Option(
        names = "--model",
        split = ",",
        paramLabel = "PATTERN",
        description = "Models it may use, with * for any text; without any, every model.")
    private List<String> models = List.of();

    @Option(
        names = "--expires-in-days",
        paramLabel = "DAYS",
        description = "Refuse it after so many days.")
    private @Nullable Integer days;

    @Option(names = "--requests-per-minute", paramLabel = "N", description = "0 for no limit.")
    private long requests;

    @Option(names = "--tokens-per-minute", paramLabel = "N", description = "0 for no limit.")
    private long tokens;

    public CreateCommand(Session session) {
      super(session);
    }

    @Override
    protected void run() {
      if ((days != null && (days < 1 || days > MOST_DAYS)) || requests < 0 || tokens < 0) {
        throw wrongUsage("days are from 1 to " + MOST_DAYS + ", and limits are not negative");
      }
      if (models.stream().anyMatch(String::isBlank)) {
        throw wrongUsage("--model names models, with commas between them; leave it out for all");
      }
      Instant expires = days == null ? null : Instant.now().plus(Duration.ofDays(days));
      KeyRights rights =
          new KeyRights(
              scopes.isEmpty() ? KeyRights.CLIENT.scopes() : scopes,
              models,
              new KeyBounds(requests, tokens, 0, 0, 0),
              false);
      NewKey made = engine().gatewayServices().keys().create(name, rights, expires);
      if (json()) {
        Map<String, Object> view = view(made.key());
        view.put("token", made.token());
        output().json(view);
      } else {
        output().line(made.token());
        output().remark("Keep it: it cannot be shown again.");
      }
    }
  }

  /** {@code wheelhouse gateway keys revoke}. */
  @picocli.CommandLine.Command(
      name = "revoke",
      description = "Refuse a key from now on; --undo honours it again.")
  public static final class RevokeCommand extends Command {
    @Parameters(index = "0", paramLabel = "ID", description = "As \"keys list\" shows it.")
    private String id = "";

    @Option(names = "--undo", description = "Honour a revoked key again.")
    private boolean undo;

    public RevokeCommand(Session session) {
      super(session);
    }

    @Override
    protected void run() {
      GatewayKeys keys = engine().gatewayServices().keys();
      GatewayKey changed = undo ? keys.restore(id) : keys.revoke(id);
      if (json()) {
        output().json(view(changed));
      } else {
        output().line((undo ? "honoured again: " : "revoked: ") + changed.name());
      }
    }
  }

  private static List<String> row(GatewayKey key) {
    return List.of(
        key.id(),
        key.name(),
        state(key),
        String.join(",", scopes(key)),
        key.rights().models().isEmpty() ? "all" : String.join(",", key.rights().models()),
        key.expiresAt() == null ? "never" : key.expiresAt().toString());
  }

  private static Map<String, Object> view(GatewayKey key) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", key.id());
    view.put("name", key.name());
    view.put("state", state(key));
    view.put("scopes", scopes(key));
    view.put("models", key.rights().models());
    view.put("limits", key.rights().bounds());
    view.put("created", key.createdAt());
    if (key.expiresAt() != null) {
      view.put("expires", key.expiresAt());
    }
    return view;
  }

  private static String state(GatewayKey key) {
    if (!key.honoured()) {
      return "revoked";
    }
    return key.expired(Instant.now()) ? "expired" : "active";
  }

  private static List<String> scopes(GatewayKey key) {
    return key.rights().scopes().stream().sorted().map(KeyScope::label).toList();
  }
}
