// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway;

import java.net.URI;
import java.util.List;

/** How an app connects, to copy. No snippet holds the token: a command prints it where needed. */
record Snippet(String title, String text) {

  /**
   * @param model a model's name for the examples
   */
  static List<Snippet> all(URI address, String model) {
    return List.of(
        new Snippet(
            "Environment",
            """
            export OPENAI_BASE_URL=%s/v1
            export OPENAI_API_KEY="$(wheelhouse gateway token)\"\
            """
                .formatted(address)),
        new Snippet(
            "curl",
            """
            curl %s/v1/chat/completions \\
              -H "Authorization: Bearer $(wheelhouse gateway token)" \\
              -H "Content-Type: application/json" \\
              -d '{"model": "%s", "messages": [{"role": "user", "content": "Hello"}]}'\
            """
                .formatted(address, model)),
        new Snippet(
            "Python",
            """
            from openai import OpenAI

            client = OpenAI()  # reads OPENAI_BASE_URL and OPENAI_API_KEY
            answer = client.chat.completions.create(
                model="%s", messages=[{"role": "user", "content": "Hello"}])
            print(answer.choices[0].message.content)\
            """
                .formatted(model)),
        new Snippet(
            "JavaScript",
            """
            import OpenAI from "openai";

            const client = new OpenAI(); // reads OPENAI_BASE_URL and OPENAI_API_KEY
            const answer = await client.chat.completions.create({
              model: "%s", messages: [{ role: "user", content: "Hello" }] });
            console.log(answer.choices[0].message.content);\
            """
                .formatted(model)),
        new Snippet(
            "Ollama clients",
            """
            curl %s/api/chat \\
              -H "Authorization: Bearer $(wheelhouse gateway token)" \\
              -d '{"model": "%s", "messages": [{"role": "user", "content": "Hello"}]}'\
            """
                .formatted(address, model)));
  }
}
