// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.chat.ToolChoice;
import dev.wheelhouse.gateway.chat.ToolSpec;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.json.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The tools of a request. A function stands flat in this form. Tools that run at OpenAI are an
 * offer that a model need not take: they are left out, and the answer lists only what was offered.
 *
 * @param offered those that the model may call
 */
record ResponsesTools(List<ToolSpec> offered, ToolChoice choice) {
  private static final String FUNCTION = "function";

  ResponsesTools {
    offered = List.copyOf(offered);
  }

  static ResponsesTools read(ObjectNode body) throws ApiFailure {
    List<ToolSpec> tools = new ArrayList<>();
    for (JsonNode tool : body.path("tools")) {
      if (runsHere(tool)) {
        tools.add(tool(tool));
      }
    }
    JsonNode choice = body.path("tool_choice");
    if (!Json.text(choice, "type").equals("allowed_tools")) {
      return new ResponsesTools(tools, choice(choice));
    }
    Set<String> allowed = new HashSet<>();
    choice.path("tools").forEach(tool -> allowed.add(Json.text(tool, "name")));
    tools.removeIf(tool -> !allowed.contains(tool.name()));
    return new ResponsesTools(tools, named(Json.text(choice, "mode")));
  }

  /** Whether the client runs this tool itself. */
  static boolean runsHere(JsonNode tool) {
    return Json.text(tool, "type").equals(FUNCTION);
  }

  private static ToolSpec tool(JsonNode tool) throws ApiFailure {
    String name = Json.text(tool, "name");
    if (name.isEmpty()) {
      throw ApiFailure.invalid("A function needs a name.", "tools");
    }
    ObjectNode function = Json.newObject().put("name", name);
    for (String field : List.of("description", "parameters", "strict")) {
      if (tool.hasNonNull(field)) {
        function.set(field, tool.get(field));
      }
    }
    return new ToolSpec(name, function);
  }

  private static ToolChoice choice(JsonNode choice) throws ApiFailure {
    if (!choice.isObject()) {
      return named(choice.asText(""));
    }
    String type = Json.text(choice, "type");
    if (!type.equals(FUNCTION)) {
      throw ApiFailure.invalid(
          "This model cannot be made to use %s, which runs at OpenAI only.".formatted(type),
          "tool_choice");
    }
    return new ToolChoice.Named(Json.text(choice, "name"));
  }

  private static ToolChoice named(String choice) {
    return switch (choice) {
      case "none" -> new ToolChoice.None();
      case "required" -> new ToolChoice.Required();
      default -> new ToolChoice.Auto();
    };
  }
}
