// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.chat;

import dev.wheelhouse.gateway.answer.ChatSink;
import dev.wheelhouse.gateway.chat.ClientRequest;
import dev.wheelhouse.gateway.chat.Dialect;
import dev.wheelhouse.gateway.chat.InboundChat;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.http.Endpoint;
import dev.wheelhouse.gateway.http.ErrorForm;
import dev.wheelhouse.gateway.http.Exchange;
import dev.wheelhouse.gateway.http.ModelRequests;
import dev.wheelhouse.gateway.http.StreamSink;
import dev.wheelhouse.gateway.http.WholeSink;
import dev.wheelhouse.gateway.key.Scope;
import dev.wheelhouse.gateway.route.ChatRelay;
import dev.wheelhouse.gateway.route.Work;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A path for chats or prompts: reads the request, chooses the form of the answer, relays. */
public abstract class ChatEndpoint implements Endpoint {
  private final ChatRelay relay;
  private final ModelRequests requests;
  private final Form form;

  /** Answers requests of this form through the relay. */
  protected ChatEndpoint(ChatRelay relay, ModelRequests requests, Form form) {
    this.relay = relay;
    this.requests = requests;
    this.form = form;
  }

  /**
   * What a path speaks.
   *
   * @param operation what metrics call it
   * @param streams whether a client that does not say gets a stream
   * @param headers those of the client's that an upstream of the same dialect must see
   */
  public record Form(
      String path,
      Dialect dialect,
      String operation,
      ErrorForm errors,
      boolean streams,
      List<String> headers) {
    /** Copies the list. */
    public Form {
      headers = List.copyOf(headers);
    }
  }

  /**
   * How one request is read and its answer written.
   *
   * @param reader reads the neutral request
   * @param stream writes the answer piece by piece
   * @param whole writes it in one piece
   */
  public record Answer(
      InboundChat.Reader reader, StreamSink.Writer stream, WholeSink.Writer whole) {}

  /** How this request is answered; refuses what no upstream could answer. */
  protected abstract Answer answer(ClientRequest request, boolean stream) throws ApiFailure;

  @Override
  public final String path() {
    return form.path();
  }

  @Override
  public final ErrorForm errors() {
    return form.errors();
  }

  @Override
  public final Scope scope() {
    return Scope.CHAT;
  }

  @Override
  public final void handle(Exchange exchange) throws ApiFailure, ClientGone {
    Map<String, String> headers = headers(exchange, form.headers());
    ClientRequest request = requests.read(exchange, form.dialect(), headers);
    boolean stream = request.json().path("stream").asBoolean(form.streams());
    Answer answer = answer(request, stream);
    ChatSink sink =
        stream
            ? new StreamSink(exchange, answer.stream())
            : new WholeSink(exchange, form.dialect(), answer.whole());
    relay.run(
        new Work.Chat(new InboundChat(request, stream, answer.reader()), form.operation()),
        ChatRelay.Client.watched(sink, exchange::onClientGone, exchange.aborter()));
  }

  /** Those of the headers that the client sent. */
  public static Map<String, String> headers(Exchange exchange, List<String> names) {
    Map<String, String> headers = new HashMap<>();
    for (String name : names) {
      String value = exchange.header(name);
      if (!value.isEmpty()) {
        headers.put(name, value);
      }
    }
    return headers;
  }
}
