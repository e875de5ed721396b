// SPDX-License-Identifier: Apache-2.0
// The npm package @anthropic-ai/sdk: messages, tools, token counts, models.
import Anthropic from '@anthropic-ai/sdk';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { abandoned, address, failing, HELLO, models, prompt, TEXT, token } from './gateway.mjs';

const client = new Anthropic({ baseURL: address, apiKey: token, maxRetries: 0 });
const tools = ['get_weather', 'get_time'].map(name => ({ name, input_schema: { type: 'object', properties: {} } }));
const ask = (model, scenario, more = {}) =>
  ({ model, max_tokens: 100, messages: [{ role: 'user', content: prompt(scenario) }], ...more });

test('lists the models of every upstream', async () => {
  const ids = [];
  for await (const model of client.models.list()) ids.push(model.id);
  for (const model of Object.values(models)) assert.ok(ids.includes(model), model);
});

for (const [family, model] of Object.entries(models)) {
  test(`${family} answers in one piece`, async () => {
    const answer = await client.messages.create(ask(model, 'text'));
    assert.match(answer.content[0].text, HELLO);
    assert.equal(answer.stop_reason, 'end_turn');
    assert.equal(answer.usage.output_tokens, 7);
  });

  test(`${family} thinks, speaks and calls a tool in a stream`, async () => {
    const answer = await client.messages.stream(ask(model, 'thinking-text-tool', { tools })).finalMessage();
    assert.deepEqual(answer.content.map(block => block.type), ['thinking', 'text', 'tool_use']);
    assert.deepEqual(answer.content[2].input, { city: 'Oslo' });
    assert.equal(answer.stop_reason, 'tool_use');
  });

  test(`a round of tools with ${family}`, async () => {
    const request = ask(model, 'parallel-tools', { tools });
    const first = await client.messages.create(request);
    const calls = first.content.filter(block => block.type === 'tool_use');
    assert.deepEqual(calls.map(call => call.name), ['get_weather', 'get_time']);
    const results = calls.map(call => ({ type: 'tool_result', tool_use_id: call.id, content: 'rain' }));
    const second = await client.messages.create({ ...request,
      messages: [...request.messages, { role: 'assistant', content: first.content }, { role: 'user', content: results }] });
    assert.match(second.content[0].text, HELLO);
  });

  test(`${family} is cut for its length`, async () => {
    assert.equal((await client.messages.create(ask(model, 'length'))).stop_reason, 'max_tokens');
  });

  test(`${family} counts tokens`, async () => {
    const { max_tokens: _, ...request } = ask(model, 'text');
    assert.ok((await client.messages.countTokens(request)).input_tokens > 0);
  });

  test(`${family} stops when the client aborts`, async () => {
    const stream = client.messages.stream(ask(model, 'slow'));
    stream.on('text', () => stream.abort());
    await assert.rejects(stream.done(), Anthropic.APIUserAbortError);
    await abandoned(model);
  });

  test(`${family} fails before its first token`, async () => {
    await assert.rejects(client.messages.create(ask(failing('error-before-first-token', family), 'x', { stream: true })),
      Anthropic.InternalServerError);
  });

  for (const scenario of ['error-after-first-token', 'end-without-finish', 'connection-cut']) {
    test(`${family} fails inside a stream: ${scenario}`, async () => {
      await assert.rejects(client.messages.stream(ask(failing(scenario, family), 'x')).finalMessage(), Anthropic.APIError);
    });
  }

  test(`${family} allows no more requests`, async () => {
    await assert.rejects(client.messages.create(ask(failing('rate-limit', family), 'x')), Anthropic.RateLimitError);
  });
}

test('a feature under trial that nobody knows does no harm', async () => {
  const answer = await client.beta.messages.create(ask(models.ollama, 'text', { betas: ['from-the-future-2030-01-01'] }));
  assert.equal(answer.content[0].text, TEXT);
});

test('a model that nobody has', async () => {
  await assert.rejects(client.messages.create(ask('nobody-has-it', 'x')), Anthropic.NotFoundError);
});

test('a wrong key', async () => {
  const stranger = new Anthropic({ baseURL: address, apiKey: 'wrong', maxRetries: 0 });
  await assert.rejects(stranger.messages.create(ask(models.ollama, 'x')), Anthropic.AuthenticationError);
});
