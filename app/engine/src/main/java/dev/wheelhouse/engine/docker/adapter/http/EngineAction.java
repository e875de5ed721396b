// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker.adapter.http;

/**
 * What is asked of the engine, in words for messages.
 *
 * @param verb such as "start"
 * @param what kind of the object, such as "container"; may be empty
 * @param name of the object; may be empty
 */
public record EngineAction(String verb, String what, String name) {
  public static EngineAction of(String verb) {
    return new EngineAction(verb, "", "");
  }

  public static EngineAction container(String verb, String name) {
    return new EngineAction(verb, "container", name);
  }

  public String text() {
    return (verb + " " + what + " " + name).strip();
  }
}
