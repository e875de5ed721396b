// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.admission;

import dev.wheelhouse.gateway.chat.ClientRequest;
import dev.wheelhouse.gateway.chat.InboundChat;
import java.util.List;
import java.util.Optional;

/**
 * A request whose route is known.
 *
 * @param chat the same request where it is a chat
 * @param operation what metrics call it
 * @param models what upstreams call the models that would be asked, in this order; never empty
 * @param staysHere whether the request is meant for this machine, so that its text must not leave
 *     it for the gateway's own sake either
 */
public record Asked(
    ClientRequest request,
    Optional<InboundChat> chat,
    String operation,
    List<String> models,
    boolean staysHere) {
  /** Copies the list. */
  public Asked {
    models = List.copyOf(models);
  }

  /** The model that is asked first. */
  String model() {
    return models.getFirst();
  }

  /** The same request to this one of them. */
  Asked to(String model) {
    return model.equals(model())
        ? this
        : new Asked(request, chat, operation, List.of(model), staysHere);
  }
}
