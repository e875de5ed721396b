// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.problem;

import java.util.List;

/** Failures between the chat, the gateway and the models. */
public sealed interface ChatProblem extends Problem {

  /** No upstream is configured or reachable, so there is no model to talk to. */
  record NoModel(List<String> tried) implements ChatProblem {
    public NoModel {
      tried = List.copyOf(tried);
    }

    @Override
    public String cause() {
      return "There is no model to talk to";
    }

    @Override
    public List<String> evidence() {
      return tried;
    }

    @Override
    public String remedy() {
      return "Start a stack with Ollama and pull a model, or add a provider key in Settings.";
    }

    @Override
    public String code() {
      return "no-model";
    }
  }

  /** The gateway or an upstream behind it answered with an error. */
  record AnswerFailed(String model, String detail) implements ChatProblem {
    @Override
    public String cause() {
      return model + " did not answer";
    }

    @Override
    public List<String> evidence() {
      return List.of(detail);
    }

    @Override
    public String remedy() {
      return "Try again, or choose another model. What has arrived so far is kept.";
    }

    @Override
    public String code() {
      return "answer-failed";
    }
  }

  /**
   * A provider failed its test.
   *
   * @param reason a word for scripts, such as {@code key-rejected}
   * @param help what to do; empty when there is nothing to say
   */
  record ProviderFails(String provider, String reason, String detail, String help)
      implements ChatProblem {
    @Override
    public String cause() {
      return provider + " does not work";
    }

    @Override
    public List<String> evidence() {
      return List.of(detail);
    }

    @Override
    public String remedy() {
      return help.isEmpty() ? "Check its address and key, then test again." : help;
    }

    @Override
    public String code() {
      return "provider-fails";
    }
  }

  /** A provider refused its key. */
  record KeyRejected(String provider, String detail) implements ChatProblem {
    @Override
    public String cause() {
      return provider + " refused the key";
    }

    @Override
    public List<String> evidence() {
      return List.of(detail);
    }

    @Override
    public String remedy() {
      return "Paste a valid key in Settings.";
    }

    @Override
    public String code() {
      return "key-rejected";
    }
  }

  /** The gateway cannot listen. */
  record GatewayPortTaken(int port, String owner) implements ChatProblem {
    @Override
    public String cause() {
      return "The gateway's port " + port + " is taken";
    }

    @Override
    public List<String> evidence() {
      return List.of("held by " + owner);
    }

    @Override
    public String remedy() {
      return "Stop " + owner + ", or choose another port in Settings.";
    }

    @Override
    public String code() {
      return "gateway-port-taken";
    }
  }

  /** The gateway's port is taken, so it listens on another one. */
  record GatewayMoved(int wanted, String owner, int actual) implements ChatProblem {
    @Override
    public String cause() {
      return "The gateway listens on port " + actual + " instead of " + wanted;
    }

    @Override
    public List<String> evidence() {
      return List.of("port " + wanted + " is held by " + owner);
    }

    @Override
    public String remedy() {
      return "Programs that use the gateway need the other port meanwhile. Stop "
          + owner
          + " and restart Wheelhouse, or choose another port in Settings.";
    }

    @Override
    public String code() {
      return "gateway-moved";
    }
  }

  /** Only a running gateway can tell what was asked, and none of this home runs. */
  record GatewayOff() implements ChatProblem {
    @Override
    public String cause() {
      return "No gateway of this home runs";
    }

    @Override
    public List<String> evidence() {
      return List.of();
    }

    @Override
    public String remedy() {
      return "Open the window, or start \"wheelhouse gateway run\" in another terminal.";
    }

    @Override
    public String code() {
      return "gateway-off";
    }
  }

  /** A process of this home runs the gateway, and the gateway does not answer. */
  record GatewaySilent(String address, String detail) implements ChatProblem {
    @Override
    public String cause() {
      return "The gateway at " + address + " does not answer";
    }

    @Override
    public List<String> evidence() {
      return List.of(detail);
    }

    @Override
    public String remedy() {
      return "Close the Wheelhouse that runs it and start it again.";
    }

    @Override
    public String code() {
      return "gateway-silent";
    }
  }

  /** The model server refused what was asked of it, such as an unknown model's name. */
  record ModelRefused(String model, String detail) implements ChatProblem {
    @Override
    public String cause() {
      return "The model server refused " + model;
    }

    @Override
    public List<String> evidence() {
      return List.of(detail);
    }

    @Override
    public String remedy() {
      return "Check the model's name (wheelhouse models list), and try again.";
    }

    @Override
    public String code() {
      return "model-refused";
    }
  }
}
