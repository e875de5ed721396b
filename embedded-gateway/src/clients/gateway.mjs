// SPDX-License-Identifier: Apache-2.0
// Where the gateway under test is, and what stands behind it. RealClientsIT sets the variables.

export const address = process.env.GATEWAY;
export const token = process.env.GATEWAY_TOKEN;

/** One model of each family of upstreams, with what that upstream gives calls as ids. */
export const models = { openai: 'gpt-5-mini', ollama: 'qwen3:8b', anthropic: 'claude-sonnet-5' };

/** A prompt to which every upstream answers as the recording of that name does. */
export const prompt = scenario => `scenario=${scenario}`;

/** A model that always answers so, at an upstream of its own. */
export const failing = (scenario, family) => `${scenario}@${family}`;

/** What the scenario "text" says as a stream. */
export const TEXT = 'Hello, "you" — Grüße 🌍\n';

/** The same, or what an upstream of the client's own dialect says in one piece. */
export const HELLO = /^Hello(!|, "you" — Grüße 🌍\n)$/;

/** Waits until the model's upstream has seen that nobody wants its answer any more. */
export async function abandoned(model) {
  const upstream = JSON.parse(process.env.UPSTREAMS)[model];
  for (let attempt = 0; attempt < 200; attempt++) {
    const { begun, abandoned } = await (await fetch(`${upstream}/test/slow`)).json();
    if (begun > 0 && begun === abandoned) return;
    await new Promise(done => setTimeout(done, 50));
  }
  throw new Error(`the upstream of ${model} goes on working`);
}
