// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli.host;

import dev.wheelhouse.cli.command.Command;
import dev.wheelhouse.cli.command.Session;
import dev.wheelhouse.engine.gateway.HeadlessRun;
import dev.wheelhouse.engine.gateway.LocalGateway.State;
import dev.wheelhouse.engine.gateway.Providers;
import dev.wheelhouse.engine.problem.HomeProblem.SetAside;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.problem.ProblemException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** {@code wheelhouse gateway}: the gateway without a window. */
@picocli.CommandLine.Command(
    name = "gateway",
    description = "Run the gateway, or ask where it listens.")
public final class GatewayCommand {

  /** {@code wheelhouse gateway run}. */
  @picocli.CommandLine.Command(name = "run", description = "Run the gateway until Ctrl-C.")
  public static final class RunCommand extends Command {
    @picocli.CommandLine.Option(
        names = "--headless",
        description = "As the container image does: by the environment alone, without the home.")
    private boolean headless;

    public RunCommand(Session session) {
      super(session);
    }

    @Override
    protected void run() {
      if (headless) {
        HeadlessRun.untilTold(System.getenv(), address -> output().line("listening on " + address));
        return;
      }
      engine().connection().refresh();
      State state = engine().gateway().start();
      engine().notices().subscribe(this::tell);
      switch (state) {
        case State.Failed failed -> throw new ProblemException(failed.problem());
        case State.Off off -> output().line("the gateway is off");
        case State.Listening listening -> stay(listening);
      }
    }

    /** Who edits the settings of a gateway that runs here has no window that tells. */
    private void tell(Problem notice) {
      if (!(notice instanceof SetAside)) { // that one is told for every command
        output().complain(notice.cause(), notice.evidence(), notice.remedy());
      }
    }

    private void stay(State.Listening listening) {
      if (json()) {
        output().json(Map.of("address", listening.address(), "joined", listening.joined()));
      } else {
        output().line("listening on " + listening.address());
        output().line("\"wheelhouse gateway token\" prints the token that clients need");
      }
      if (listening.joined()) {
        String who =
            engine().gateway().owner().map(pid -> "process " + pid).orElse("another Wheelhouse");
        output()
            .remark(
                "%s of this home runs it already, on port %d"
                    .formatted(who, listening.address().getPort()));
        return;
      }
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** {@code wheelhouse gateway status}. */
  @picocli.CommandLine.Command(
      name = "status",
      description = "Say whether a gateway of this home runs and answers, and where.")
  public static final class StatusCommand extends Command {
    public StatusCommand(Session session) {
      super(session);
    }

    @Override
    protected void run() {
      Optional<URI> address = Optional.empty();
      List<String> notices = List.of();
      if (engine().gatewayHealth().check() instanceof State.Listening listening) {
        address = Optional.of(listening.address());
        notices = engine().gatewayHealth().notices(listening);
      }
      if (json()) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("state", address.isPresent() ? "listening" : "off");
        address.ifPresent(at -> view.put("address", at));
        view.put("notices", notices);
        output().json(view);
      } else {
        output()
            .line(
                address
                    .map(at -> "listening on " + at)
                    .orElse("off; the window, a chat or \"wheelhouse gateway run\" starts it"));
        notices.forEach(notice -> output().remark(notice));
      }
    }
  }

  /** {@code wheelhouse gateway test}. */
  @picocli.CommandLine.Command(
      name = "test",
      description =
          "Test a provider as a chat would use it: its models, and one answer of one token.")
  public static final class TestCommand extends Command {
    @picocli.CommandLine.Parameters(
        arity = "0..1",
        paramLabel = "NAME",
        description = "The provider; without it, all that are set up are tested.")
    private String name = "";

    public TestCommand(Session session) {
      super(session);
    }

    @Override
    protected void run() {
      engine().connection().refresh();
      Providers providers = engine().providers();
      List<String> names = name.isEmpty() ? providers.names() : List.of(name);
      List<Map<String, Object>> views = new ArrayList<>();
      List<Problem> problems = new ArrayList<>();
      for (String each : names) {
        views.add(test(providers, each, problems));
      }
      if (json()) {
        output().json(Map.of("providers", views));
      } else if (names.isEmpty()) {
        output().line("no provider is set up");
      }
      problems.forEach(problem -> complain(problem.cause(), problem.evidence(), problem.remedy()));
    }

    private Map<String, Object> test(Providers providers, String each, List<Problem> problems) {
      Map<String, Object> view = new LinkedHashMap<>();
      view.put("name", each);
      try {
        Providers.Works works = providers.test(each);
        view.put("works", true);
        view.put("address", works.address());
        view.put("models", works.models());
        view.put("answeredBy", works.model());
        view.put("milliseconds", works.millis());
        if (!json()) {
          output()
              .line(
                  "%s works: %d models at %s, %s answered in %d ms"
                      .formatted(
                          each, works.models(), works.address(), works.model(), works.millis()));
        }
      } catch (ProblemException e) {
        view.put("works", false);
        view.put("code", e.problem().code());
        view.put("cause", String.join(" ", e.problem().evidence()));
        view.put("remedy", e.problem().remedy());
        problems.add(e.problem());
      }
      return view;
    }
  }

  /** {@code wheelhouse gateway token}. */
  @picocli.CommandLine.Command(
      name = "token",
      description = "Print the token that clients send as \"Authorization: Bearer TOKEN\".")
  public static final class TokenCommand extends Command {
    public TokenCommand(Session session) {
      super(session);
    }

    @Override
    protected void run() {
      String token = engine().gateway().token();
      if (json()) {
        output().json(Map.of("token", token));
      } else {
        output().line(token);
      }
    }
  }
}
