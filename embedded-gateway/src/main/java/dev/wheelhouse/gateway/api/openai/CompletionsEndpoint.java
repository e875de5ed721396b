// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.openai;

import dev.wheelhouse.gateway.api.chat.ChatEndpoint;
import dev.wheelhouse.gateway.chat.ClientRequest;
import dev.wheelhouse.gateway.chat.Dialect;
import dev.wheelhouse.gateway.http.ModelRequests;
import dev.wheelhouse.gateway.route.ChatRelay;
import java.util.List;

/** {@code POST /v1/completions}: a prompt to be continued, or a gap to be filled. */
public final class CompletionsEndpoint extends ChatEndpoint {
  private static final Form FORM =
      new Form(
          "/v1/completions",
          Dialect.OPENAI_COMPLETIONS,
          "text_completion",
          new OpenAiErrors(),
          false,
          List.of());

  /** Asks through this relay. */
  public CompletionsEndpoint(ChatRelay relay, ModelRequests requests) {
    super(relay, requests, FORM);
  }

  @Override
  protected Answer answer(ClientRequest request, boolean stream) {
    boolean usage = stream && OpenAiFrames.usageWanted(request.json());
    CompletionWriter writer = new CompletionWriter(request.model(), usage);
    return new Answer(CompletionRequestReader::read, writer, writer::whole);
  }
}
