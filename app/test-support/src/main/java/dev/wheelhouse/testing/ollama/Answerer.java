// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.testing.ollama;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.wheelhouse.testing.ollama.Completion.Piece;
import dev.wheelhouse.testing.ollama.Completion.Turn;
import dev.wheelhouse.testing.ollama.Completion.Wish;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Makes the answer out of the prompt alone: the same request gets the same answer. */
final class Answerer {
  private static final Pattern TOKEN = Pattern.compile("\\s*\\S+\\s*?(?=\\s|$)|\\s+");

  private Answerer() {}

  static Completion answer(Wish wish) {
    Directives directives = Directives.in(lastUserText(wish));
    List<Piece> pieces = new ArrayList<>();
    if (wish.think()) {
      String thought = directives.text("think").orElse("The user says: " + directives.prompt());
      tokens(thought).forEach(token -> pieces.add(new Piece.Thinking(token)));
    }
    boolean toolAnswered = wish.last().role().equals("tool");
    if (wish.tools() && directives.has("tool") && !toolAnswered) {
      pieces.add(toolCall(directives.text("tool").orElseThrow()));
      return new Completion(pieces, "stop", promptTokens(wish), directives);
    }
    List<String> tokens = cutAtStop(tokens(text(wish, directives)), wish.stop());
    int limit = wish.numPredict().filter(number -> number >= 0).orElse(Integer.MAX_VALUE);
    tokens.stream().limit(limit).forEach(token -> pieces.add(new Piece.Text(token)));
    String reason = tokens.size() > limit ? "length" : "stop";
    return new Completion(pieces, reason, promptTokens(wish), directives);
  }

  /** Splits a text so that the parts joined are the text again; about one part a word. */
  static List<String> tokens(String text) {
    Matcher matcher = TOKEN.matcher(text);
    return matcher.results().map(result -> result.group()).toList();
  }

  private static String text(Wish wish, Directives directives) {
    if (directives.number("tokens").isPresent()) {
      int count = directives.number("tokens").getAsInt();
      return String.join(" ", IntStream.rangeClosed(1, count).mapToObj(n -> "word" + n).toList());
    }
    if (directives.has("messages")) {
      return countOfRoles(wish);
    }
    if (wish.last().role().equals("tool")) {
      return "The tool said: " + wish.last().text();
    }
    String echo = "You said: " + directives.prompt();
    return wish.json() ? "{\"answer\": " + Json.quote(echo) + "}" : echo;
  }

  private static String countOfRoles(Wish wish) {
    Map<String, Integer> counts = new TreeMap<>();
    wish.messages().forEach(turn -> counts.merge(turn.role(), 1, Integer::sum));
    return "Messages: " + counts;
  }

  private static String lastUserText(Wish wish) {
    return wish.messages().reversed().stream()
        .filter(turn -> turn.role().equals("user"))
        .map(Turn::text)
        .findFirst()
        .orElse("");
  }

  private static Piece toolCall(String text) {
    String[] parts = text.split("\\s+", 2);
    try {
      JsonNode arguments = Json.MAPPER.readTree(parts.length == 2 ? parts[1] : "{}");
      return new Piece.ToolCall(parts[0], arguments);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the arguments of [[tool=…]] are no JSON: " + text, e);
    }
  }

  private static List<String> cutAtStop(List<String> tokens, List<String> stops) {
    String text = String.join("", tokens);
    int end = stops.stream().mapToInt(text::indexOf).filter(at -> at >= 0).min().orElse(-1);
    return end < 0 ? tokens : tokens(text.substring(0, end));
  }

  private static int promptTokens(Wish wish) {
    return wish.messages().stream().mapToInt(turn -> tokens(turn.text()).size() + 1).sum();
  }
}
