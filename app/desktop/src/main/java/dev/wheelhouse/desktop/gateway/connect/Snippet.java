// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.connect;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/**
 * How an app connects, to copy. No snippet holds a secret: a command prints the token where it is
 * needed, and files have a place for a key.
 *
 * @param where the file or the program that it belongs into
 */
record Snippet(String title, String where, String text) {
  private static final String KEY = "YOUR_KEY";

  /** Whether a key has to be put in by hand. */
  boolean wantsKey() {
    return text.contains(KEY);
  }

  /**
   * @param model a model's name for the examples
   */
  static List<Snippet> all(URI address, String model) {
    return Stream.of(shell(address, model), libraries(address, model), apps(address, model))
        .flatMap(List::stream)
        .toList();
  }

  private static List<Snippet> shell(URI address, String model) {
    return List.of(
        new Snippet(
            "Environment",
            "What most tools that speak OpenAI's API read, in the shell that starts them",
            """
            export OPENAI_BASE_URL=%s/v1
            export OPENAI_API_KEY="$(wheelhouse gateway token)\"\
            """
                .formatted(address)),
        new Snippet(
            "curl",
            "In a terminal",
            """
            curl %s/v1/chat/completions \\
              -H "Authorization: Bearer $(wheelhouse gateway token)" \\
              -H "Content-Type: application/json" \\
              -d '{"model": "%s", "messages": [{"role": "user", "content": "Hello"}]}'\
            """
                .formatted(address, model)));
  }

  private static List<Snippet> libraries(URI address, String model) {
    return List.of(
        new Snippet(
            "OpenAI for Python",
            "pip install openai",
            """
            from openai import OpenAI

            client = OpenAI(base_url="%s/v1", api_key="YOUR_KEY")
            answer = client.chat.completions.create(
                model="%s", messages=[{"role": "user", "content": "Hello"}])
            print(answer.choices[0].message.content)\
            """
                .formatted(address, model)),
        new Snippet(
            "OpenAI for JavaScript",
            "npm install openai",
            """
            import OpenAI from "openai";

            const client = new OpenAI({ baseURL: "%s/v1", apiKey: "YOUR_KEY" });
            const answer = await client.chat.completions.create({
              model: "%s", messages: [{ role: "user", content: "Hello" }] });
            console.log(answer.choices[0].message.content);\
            """
                .formatted(address, model)),
        new Snippet(
            "Anthropic for Python",
            "pip install anthropic",
            """
            from anthropic import Anthropic

            client = Anthropic(base_url="%s", api_key="YOUR_KEY")
            answer = client.messages.create(
                model="%s", max_tokens=500, messages=[{"role": "user", "content": "Hello"}])
            print(answer.content[0].text)\
            """
                .formatted(address, model)),
        new Snippet(
            "Ollama for Python",
            "pip install ollama",
            """
            from ollama import Client

            client = Client(host="%s", headers={"Authorization": "Bearer YOUR_KEY"})
            answer = client.chat(
                model="%s", messages=[{"role": "user", "content": "Hello"}])
            print(answer["message"]["content"])\
            """
                .formatted(address, model)));
  }

  private static List<Snippet> apps(URI address, String model) {
    return List.of(
        new Snippet(
            "Claude Code",
            "In the shell that starts it; it then talks to the model that you name",
            """
            export ANTHROPIC_BASE_URL=%s
            export ANTHROPIC_AUTH_TOKEN="$(wheelhouse gateway token)"
            export ANTHROPIC_MODEL=%s
            claude\
            """
                .formatted(address, model)),
        new Snippet(
            "Continue",
            "~/.continue/config.yaml",
            """
            models:
              - name: %2$s
                provider: openai
                model: %2$s
                apiBase: %1$s/v1
                apiKey: YOUR_KEY
                roles: [chat, edit, apply]\
            """
                .formatted(address, model)),
        new Snippet(
            "Open WebUI",
            "In a terminal on Linux; it then listens on http://localhost:8080",
            """
            docker run -d --name open-webui --network host \\
              -v open-webui:/app/backend/data \\
              -e OPENAI_API_BASE_URL=%s/v1 \\
              -e OPENAI_API_KEY="$(wheelhouse gateway token)" \\
              ghcr.io/open-webui/open-webui:main\
            """
                .formatted(address)));
  }
}
