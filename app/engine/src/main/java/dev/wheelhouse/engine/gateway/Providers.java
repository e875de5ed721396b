// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway;

import java.util.List;

/** The providers that the user has set up, and those that could be. Methods block. */
public interface Providers {

  /** What can be set up with a key alone, in the order in which it is offered. */
  List<Offer> offers();

  /** The names of all that are set up, in the settings, in the environment, or as an Ollama. */
  List<String> names();

  /**
   * Adds a provider, or changes the one of that name. The key belongs to the host of the address.
   *
   * @param key empty to keep the present one
   * @throws dev.wheelhouse.engine.problem.ProblemException when the address cannot be used, or the
   *     present key belongs to another host
   */
  void save(String name, String address, String key);

  /** Removes a provider and its key. */
  void remove(String name);

  /**
   * Tests a provider as a chat would use it: it names its models, and one of them answers a word
   * with one token. Takes seconds.
   *
   * @throws dev.wheelhouse.engine.problem.ProblemException with cause and remedy when it does not
   *     work
   */
  Works test(String name);

  /**
   * A provider that is known.
   *
   * @param name as it is called when nothing else is said
   * @param addresses the usual one first; others belong to other plans or countries
   */
  record Offer(String name, String title, List<String> addresses) {
    public Offer {
      addresses = List.copyOf(addresses);
    }
  }

  /**
   * A provider that works.
   *
   * @param address where it was found
   * @param models how many it has
   * @param model the one that answered
   */
  record Works(String address, int models, String model, long millis) {}
}
