// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.admission;

import dev.wheelhouse.gateway.chat.ClientRequest;
import dev.wheelhouse.gateway.chat.InboundChat;
import java.util.Optional;

/**
 * A request whose route is known.
 *
 * @param chat the same request where it is a chat
 * @param operation what metrics call it
 * @param model what the upstream calls the model
 */
public record Asked(
    ClientRequest request, Optional<InboundChat> chat, String operation, String model) {}
