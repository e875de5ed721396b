// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.chat;

import dev.wheelhouse.engine.chat.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The quiet line under an answer. */
final class AnswerLine {
  private AnswerLine() {}

  /** "llama3.2:1b · local-ai · 41 tok/s · 0.6 s · stopped"; what is not known is left out. */
  static String of(Message message) {
    List<String> parts = new ArrayList<>();
    parts.add(message.model());
    Message.Figures figures = message.figures();
    if (figures != null) {
      if (!figures.route().isEmpty() && !figures.route().equals(message.model())) {
        parts.add(figures.route());
      }
      if (figures.tokensPerSecond() > 0) {
        parts.add(number(figures.tokensPerSecond()) + " tok/s");
      }
      parts.add(number(figures.firstTokenSeconds()) + " s");
    }
    switch (message.status()) {
      case STOPPED -> parts.add("stopped");
      case INTERRUPTED -> parts.add("interrupted: the program ended while it was written");
      case FAILED -> parts.add("failed");
      case STREAMING, COMPLETE -> {}
    }
    return String.join(" · ", parts);
  }

  /** The same in full sentences, for the tooltip. */
  static String explained(Message message) {
    Message.Figures figures = message.figures();
    if (figures == null) {
      return "Answered by " + message.model();
    }
    StringBuilder text = new StringBuilder("Answered by " + message.model());
    text.append("\nFirst word after ").append(number(figures.firstTokenSeconds())).append(" s");
    text.append(", all of it after ").append(number(figures.seconds())).append(" s");
    if (figures.answerTokens() >= 0) {
      text.append("\n").append(figures.answerTokens()).append(" tokens written");
    }
    if (figures.promptTokens() >= 0) {
      text.append(", ").append(figures.promptTokens()).append(" read");
    }
    return text.toString();
  }

  private static String number(double value) {
    return value < 10
        ? String.format(Locale.ROOT, "%.1f", value)
        : String.format(Locale.ROOT, "%.0f", value);
  }
}
