// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli.model;

import dev.wheelhouse.cli.command.Command;
import dev.wheelhouse.cli.command.Session;
import dev.wheelhouse.cli.output.Amounts;
import dev.wheelhouse.engine.chat.ChatEvent;
import dev.wheelhouse.engine.chat.Conversation;
import dev.wheelhouse.engine.chat.Message;
import dev.wheelhouse.engine.docker.DockerConnection.State.Disconnected;
import dev.wheelhouse.engine.event.Subscription;
import dev.wheelhouse.engine.problem.ChatProblem.AnswerFailed;
import dev.wheelhouse.engine.problem.ChatProblem.NoModel;
import dev.wheelhouse.engine.problem.InputProblem.BadInput;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wheelhouse chat}: one question, answered as it streams; kept in the history. */
@picocli.CommandLine.Command(name = "chat", description = "Ask a model.")
public final class ChatCommand extends Command {
  @Option(
      names = {"-m", "--model"},
      paramLabel = "MODEL",
      description = "The model (default: the first one there is).")
  private @Nullable String model;

  @Parameters(arity = "1..*", paramLabel = "PROMPT", description = "The question.")
  private List<String> words = new ArrayList<>();

  public ChatCommand(Session session) {
    super(session);
  }

  @Override
  protected void run() {
    String prompt = String.join(" ", words).strip();
    if (prompt.isEmpty()) {
      throw new ProblemException(
          new BadInput("The question", "it is empty", "Write the question after \"chat\"."));
    }
    engine().connection().refresh();
    engine().gateway().start();
    try {
      converse(prompt);
    } catch (ProblemException e) {
      if (e.problem() instanceof NoModel
          && engine().connection().state() instanceof Disconnected(Problem engineGone)) {
        throw new ProblemException(engineGone, e);
      }
      throw e;
    }
  }

  private void converse(String prompt) {
    String chosen = model == null ? engine().chats().models().getFirst().id() : model;
    Conversation conversation = engine().chats().create("");
    Message answer = ask(conversation.id(), chosen, prompt);
    if (answer.status() == Message.Status.FAILED) {
      throw new ProblemException(new AnswerFailed(chosen, answer.error()));
    }
    finish(conversation, answer);
  }

  private Message ask(long conversation, String chosen, String prompt) {
    try (Subscription streamed =
        engine()
            .chats()
            .events()
            .subscribe(event -> {
              if (!json()
                  && event instanceof ChatEvent.Delta delta
                  && delta.conversationId() == conversation) {
                output().part(delta.text());
              }
            })) {
      return job(
          "Ask " + chosen, control -> engine().chats().send(conversation, chosen, prompt, control));
    }
  }

  private void finish(Conversation conversation, Message answer) {
    if (json()) {
      Map<String, Object> view = new LinkedHashMap<>();
      view.put("conversation", conversation.id());
      view.put("model", answer.model());
      view.put("status", answer.status());
      view.put("text", answer.text());
      view.put("thinking", answer.thinking());
      view.put("figures", answer.figures());
      output().json(view);
      return;
    }
    output().line("");
    Message.Figures figures = answer.figures();
    if (figures != null) {
      output()
          .remark(
              "%s · %s · %.0f tok/s · %s"
                  .formatted(
                      answer.model(),
                      figures.route(),
                      figures.tokensPerSecond(),
                      Amounts.duration(Duration.ofMillis((long) (figures.seconds() * 1000)))));
    }
  }
}
