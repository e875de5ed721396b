// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli.host;

import dev.wheelhouse.cli.command.Command;
import dev.wheelhouse.cli.command.Session;
import dev.wheelhouse.engine.gateway.pool.PoolNow;
import dev.wheelhouse.engine.gateway.pool.RouteAnswer;
import dev.wheelhouse.engine.gateway.pool.RoutesNow;
import dev.wheelhouse.engine.gateway.pool.TargetNow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Parameters;

/** {@code wheelhouse gateway routes} and {@code explain}: where requests go, and why. */
public final class GatewayRoutesCommand {
  private GatewayRoutesCommand() {}

  /** {@code wheelhouse gateway routes}. */
  @picocli.CommandLine.Command(
      name = "routes",
      description = "Show how the running gateway's pools and models stand.")
  public static final class ListCommand extends Command {
    public ListCommand(Session session) {
      super(session);
    }

    @Override
    protected void run() {
      RoutesNow now = engine().gatewayRoutes().now();
      if (json()) {
        output().json(view(now));
        return;
      }
      List<List<String>> rows = new ArrayList<>();
      for (PoolNow pool : now.pools()) {
        String name = "%s (%s)".formatted(pool.name(), pool.policy().label());
        pool.targets().forEach(target -> rows.add(row(name, target)));
      }
      now.seen().stream()
          .filter(target -> now.pools().stream().noneMatch(pool -> has(pool, target)))
          .forEach(target -> rows.add(row("-", target)));
      if (rows.isEmpty()) {
        output().line("There are no pools, and no model was asked yet.");
      } else {
        output()
            .table(
                List.of("POOL", "TARGET", "STATE", "SHARE", "REQUESTS", "GOOD", "SECONDS", "WHY"),
                rows);
      }
    }

    private static boolean has(PoolNow pool, TargetNow target) {
      return pool.targets().stream().anyMatch(each -> each.label().equals(target.label()));
    }

    private static List<String> row(String pool, TargetNow target) {
      TargetNow.Figures figures = target.figures();
      boolean tried = figures.attempts() > 0;
      return List.of(
          pool,
          target.label(),
          state(target),
          pool.equals("-") ? "-" : percent(figures.share()),
          Long.toString(figures.attempts()),
          tried ? percent(figures.success()) : "-",
          tried ? String.format(Locale.ROOT, "%.2f", figures.seconds()) : "-",
          target.reason());
    }

    private static String percent(double part) {
      return Math.round(100 * part) + " %";
    }
  }

  /** {@code wheelhouse gateway explain}. */
  @picocli.CommandLine.Command(
      name = "explain",
      description = "Say where a request for a model would go, and why; no model is asked.")
  public static final class ExplainCommand extends Command {
    @Parameters(index = "0", paramLabel = "MODEL", description = "A pool, an alias or a model.")
    private String model = "";

    public ExplainCommand(Session session) {
      super(session);
    }

    @Override
    protected void run() {
      RouteAnswer told = engine().gatewayRoutes().explain(model);
      if (json()) {
        output().json(view(told));
      } else if (!told.order().isEmpty()) {
        String by = told.policy().isEmpty() ? "" : " by " + told.policy();
        output().line("%s goes to %s%s: %s".formatted(model, first(told), by, told.why()));
      }
      if (!json() && steps(told).size() > 1) {
        output().table(List.of("ASKED", "TARGET", "STATE", "WHY"), steps(told));
      }
      if (told.order().isEmpty()) {
        complain(
            "A request for " + model + " would go nowhere",
            List.of(told.why()),
            "Look at \"wheelhouse gateway routes\" and at the providers in the settings.");
      }
    }

    private static String first(RouteAnswer told) {
      return told.order().getFirst().label();
    }

    private static List<List<String>> steps(RouteAnswer told) {
      List<List<String>> rows = new ArrayList<>();
      for (TargetNow target : told.order()) {
        rows.add(row(Integer.toString(rows.size() + 1), target));
      }
      told.passedOver().forEach(target -> rows.add(row("no", target)));
      for (RouteAnswer.Larger larger : told.larger()) {
        boolean asked = larger.refusal().isEmpty();
        rows.add(List.of(asked ? "if too long" : "no", larger.name(), "", larger.refusal()));
      }
      return rows;
    }

    private static List<String> row(String asked, TargetNow target) {
      return List.of(asked, target.label(), state(target), target.reason());
    }
  }

  private static String state(TargetNow target) {
    return target.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static Map<String, Object> view(RoutesNow now) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("pools", now.pools().stream().map(GatewayRoutesCommand::view).toList());
    view.put("models", now.seen().stream().map(GatewayRoutesCommand::view).toList());
    return view;
  }

  private static Map<String, Object> view(PoolNow pool) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("name", pool.name());
    view.put("policy", pool.policy().label());
    view.put("targets", pool.targets().stream().map(GatewayRoutesCommand::view).toList());
    return view;
  }

  private static Map<String, Object> view(RouteAnswer told) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("model", told.model());
    view.put("policy", told.policy());
    view.put("why", told.why());
    view.put("order", told.order().stream().map(GatewayRoutesCommand::view).toList());
    view.put("passedOver", told.passedOver().stream().map(GatewayRoutesCommand::view).toList());
    view.put("largerContext", told.larger());
    return view;
  }

  private static Map<String, Object> view(TargetNow target) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("provider", target.upstream());
    view.put("model", target.model());
    view.put("state", target.state().name().toLowerCase(Locale.ROOT));
    view.put("reason", target.reason());
    if (target.until() != null) {
      view.put("until", target.until());
    }
    view.put("weight", target.weight());
    view.put("figures", target.figures());
    return view;
  }
}
