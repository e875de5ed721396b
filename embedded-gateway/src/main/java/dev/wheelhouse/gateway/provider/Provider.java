// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.answer.Frame;
import dev.wheelhouse.gateway.chat.Dialect;
import dev.wheelhouse.gateway.chat.InboundChat;
import dev.wheelhouse.gateway.chat.ModelInfo;
import dev.wheelhouse.gateway.embedding.EmbeddingAnswer;
import dev.wheelhouse.gateway.embedding.InboundEmbedding;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.upstream.CallScope;
import dev.wheelhouse.gateway.upstream.HttpUpstream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One upstream, spoken to in its own dialect. Every call blocks; safe from any thread. */
public interface Provider {
  /** Its name in the configuration. */
  String name();

  /** The family, as metrics name it: {@code ollama}, {@code openai}, {@code anthropic}. */
  String family();

  /** What it speaks. */
  Dialect dialect();

  /** Whether chats of this dialect pass as they are. */
  default boolean speaks(Dialect other) {
    return other == dialect();
  }

  /** Its base address, for people. */
  String address();

  /** Whether {@link #models()} asks the upstream, rather than reading the configuration. */
  boolean discovers();

  /** The models it offers. */
  List<ModelInfo> models() throws ApiFailure;

  /** The version of its software; empty when it does not say. */
  default String version() throws ApiFailure {
    return "";
  }

  /**
   * What the upstream itself tells of a model; empty when it has no such question.
   *
   * @param question the client's own, in Ollama's form
   */
  default Optional<ObjectNode> show(ModelInfo model, ObjectNode question) throws ApiFailure {
    return Optional.empty();
  }

  /**
   * Models that are loaded now, in Ollama's form; empty where loading is not the client's to see.
   */
  default List<ObjectNode> running() throws ApiFailure {
    return List.of();
  }

  /**
   * Where its models are pulled, made and deleted; empty where that is not for clients of the
   * gateway to do.
   */
  default Optional<HttpUpstream> modelStore() {
    return Optional.empty();
  }

  /**
   * Runs one chat and hands over every frame in order. Returns only after a complete answer; an
   * answer that breaks off is a failure, never an end.
   */
  void chat(Call call, FrameHandler frames) throws ApiFailure, ClientGone;

  /**
   * How many tokens the conversation of a chat has, if the upstream can say so without answering
   * it; the question is passed on as it is.
   */
  default OptionalLong countTokens(Call call) throws ApiFailure, ClientGone {
    return OptionalLong.empty();
  }

  /** Turns texts into vectors. */
  default EmbeddingAnswer embed(EmbeddingCall call) throws ApiFailure, ClientGone {
    throw ApiFailure.invalid(
        "Upstream %s offers no embeddings; use a model of another one.".formatted(name()), "model");
  }

  /**
   * A request for embeddings at one upstream.
   *
   * @param model what the upstream calls the model
   */
  record EmbeddingCall(InboundEmbedding inbound, ModelInfo model, CallScope scope) {}

  /**
   * One chat for one upstream.
   *
   * @param model what the upstream calls the model, and what it can do
   */
  record Call(InboundChat inbound, ModelInfo model, CallScope scope) {
    /** Whether client and upstream speak the same, so that unknown fields can be kept. */
    public boolean sameDialectAs(Dialect dialect) {
      return inbound.dialect() == dialect;
    }

    /** The client's own body, with the upstream's name of the model. */
    public byte[] passedOn() {
      return inbound.request().rawFor(model.id());
    }

    /** Whether client and upstream call the model the same. */
    public boolean modelNamedAsUpstream() {
      return inbound.model().equals(model.id());
    }
  }

  /** Takes the frames of an answer. */
  @FunctionalInterface
  interface FrameHandler {
    /** Takes the next frame; blocks while the client does not read. */
    void accept(Frame frame) throws ApiFailure, ClientGone;
  }
}
