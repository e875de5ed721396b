// SPDX-License-Identifier: Apache-2.0
// The AI SDK: its agent loop over its providers for Responses, chat completions and messages.
import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { embedMany, generateText, stepCountIs, streamText, tool } from 'ai';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { abandoned, address, failing, HELLO, models, prompt, TEXT, token } from './gateway.mjs';

const openai = createOpenAI({ baseURL: `${address}/v1`, apiKey: token });
const anthropic = createAnthropic({ baseURL: `${address}/v1`, apiKey: token });
const ways = {
  responses: model => openai.responses(model),
  chat: model => openai.chat(model),
  messages: model => anthropic(model),
};
// the gateway keeps no answers
const providerOptions = { openai: { store: false } };
const tools = seen => ({
  get_weather: tool({ inputSchema: z.object({ city: z.string() }), execute: given => { seen.push(given); return 'rain'; } }),
  get_time: tool({ inputSchema: z.object({ zone: z.string() }), execute: given => { seen.push(given); return 'noon'; } }),
});

for (const [way, at] of Object.entries(ways)) {
  for (const [family, model] of Object.entries(models)) {
    test(`${way}: ${family} answers in one piece`, async () => {
      const answer = await generateText({ model: at(model), prompt: prompt('text'), providerOptions, maxRetries: 0 });
      assert.match(answer.text, HELLO);
      assert.equal(answer.finishReason, 'stop');
      assert.equal(answer.usage.outputTokens, 7);
    });

    test(`${way}: the agent loop goes round with ${family}`, async () => {
      const seen = [];
      const answer = streamText({ model: at(model), prompt: prompt('parallel-tools'), tools: tools(seen),
        stopWhen: stepCountIs(3), providerOptions, maxRetries: 0 });
      assert.equal(await answer.text, TEXT);
      assert.equal((await answer.steps).length, 2);
      assert.deepEqual(seen, [{ city: 'Oslo' }, { zone: 'Europe/Oslo' }]);
    });

    test(`${way}: ${family} is cut for its length`, async () => {
      const answer = await generateText({ model: at(model), prompt: prompt('length'), providerOptions, maxRetries: 0 });
      assert.equal(answer.finishReason, 'length');
    });

    for (const scenario of ['error-after-first-token', 'end-without-finish']) {
      test(`${way}: ${family} fails inside a stream: ${scenario}`, async () => {
        const errors = [];
        const answer = streamText({ model: at(failing(scenario, family)), prompt: 'x', providerOptions, maxRetries: 0,
          onError: ({ error }) => errors.push(error) });
        await answer.consumeStream();
        assert.ok(errors.length > 0);
      });
    }
  }

  test(`${way}: stops when the client aborts`, async () => {
    const abort = new AbortController();
    const answer = streamText({ model: at(models.ollama), prompt: prompt('slow'), providerOptions, maxRetries: 0,
      abortSignal: abort.signal });
    for await (const part of answer.fullStream) if (part.type === 'text-delta') abort.abort();
    await abandoned(models.ollama);
  });

  test(`${way}: a model that nobody has`, async () => {
    await assert.rejects(generateText({ model: at('nobody-has-it'), prompt: 'x', providerOptions, maxRetries: 0 }),
      error => error.statusCode === 404);
  });
}

test('responses: thoughts come out as reasoning', async () => {
  const answer = streamText({ model: openai.responses(models.ollama), prompt: prompt('thinking-text-tool'), providerOptions });
  assert.equal(await answer.reasoningText, 'The user wants the weather.');
});

test('embeds many texts', async () => {
  const { embeddings } = await embedMany({ model: openai.embedding(models.ollama), values: ['a', 'b'] });
  assert.deepEqual(embeddings, [[0.5, -1], [0.25, 2]]);
});
