// SPDX-License-Identifier: Apache-2.0
// The npm package openai: chat completions, responses, completions, embeddings, models.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI from 'openai';
import { abandoned, address, failing, HELLO, models, prompt, TEXT, token } from './gateway.mjs';

const client = new OpenAI({ baseURL: `${address}/v1`, apiKey: token, maxRetries: 0 });
const tools = ['get_weather', 'get_time'].map(name => ({ name, parameters: { type: 'object', properties: {} } }));
const chatTools = tools.map(tool => ({ type: 'function', function: tool }));
const responseTools = tools.map(tool => ({ type: 'function', strict: false, ...tool }));
const user = scenario => [{ role: 'user', content: prompt(scenario) }];

async function collect(stream) {
  const all = [];
  for await (const event of stream) all.push(event);
  return all;
}

test('lists the models of every upstream', async () => {
  const ids = (await collect(client.models.list())).map(model => model.id);
  for (const model of Object.values(models)) assert.ok(ids.includes(model), model);
});

test('retrieves one model', async () => {
  assert.equal((await client.models.retrieve(models.ollama)).id, models.ollama);
});

for (const [family, model] of Object.entries(models)) {
  test(`chat: ${family} answers in one piece`, async () => {
    const answer = await client.chat.completions.create({ model, messages: user('text') });
    assert.match(answer.choices[0].message.content, HELLO);
    assert.equal(answer.choices[0].finish_reason, 'stop');
    assert.equal(answer.usage.total_tokens, 27);
  });

  test(`chat: ${family} streams, and tells the usage when asked`, async () => {
    const chunks = await collect(await client.chat.completions.create({
      model, messages: user('text'), stream: true, stream_options: { include_usage: true } }));
    assert.equal(chunks.map(chunk => chunk.choices[0]?.delta?.content ?? '').join(''), TEXT);
    assert.equal(chunks.at(-1).usage.completion_tokens, 7);
    assert.equal(new Set(chunks.map(chunk => chunk.id)).size, 1);
  });

  test(`chat: ${family} streams no empty choice to who did not ask for usage`, async () => {
    const chunks = await collect(await client.chat.completions.create({
      model, messages: user('text'), stream: true }));
    assert.ok(chunks.every(chunk => chunk.choices.length === 1));
  });

  test(`chat: ${family} calls two tools at once in a stream`, async () => {
    const answer = await client.chat.completions.stream({
      model, messages: user('parallel-tools'), tools: chatTools }).finalChatCompletion();
    const calls = answer.choices[0].message.tool_calls;
    assert.deepEqual(calls.map(call => [call.function.name, JSON.parse(call.function.arguments)]),
      [['get_weather', { city: 'Oslo' }], ['get_time', { zone: 'Europe/Oslo' }]]);
    assert.equal(answer.choices[0].finish_reason, 'tool_calls');
  });

  test(`chat: the package's tool runner goes round with ${family}`, async () => {
    const asked = [];
    const runner = client.chat.completions.runTools({
      model,
      messages: user('parallel-tools'),
      tools: tools.map(tool => ({ type: 'function',
        function: { ...tool, parse: JSON.parse, function: given => { asked.push(given); return 'rain'; } } })),
    });
    assert.match(await runner.finalContent(), HELLO);
    assert.equal(asked.length, 2);
    assert.deepEqual(asked[0], { city: 'Oslo' });
  });

  test(`chat: ${family} is cut for its length`, async () => {
    const answer = await client.chat.completions.create({ model, messages: user('length'), max_tokens: 3 });
    assert.equal(answer.choices[0].finish_reason, 'length');
  });

  test(`chat: ${family} stops when the client aborts`, async () => {
    const stream = await client.chat.completions.create({ model, messages: user('slow'), stream: true });
    for await (const chunk of stream) if (chunk.choices[0]?.delta?.content) break;
    await abandoned(model);
  });

  test(`chat: ${family} fails before its first token`, async () => {
    await assert.rejects(
      client.chat.completions.create({ model: failing('error-before-first-token', family), messages: user('x'), stream: true }),
      error => error instanceof OpenAI.InternalServerError && error.message.length > 20);
  });

  for (const scenario of ['error-after-first-token', 'end-without-finish', 'connection-cut']) {
    test(`chat: ${family} fails inside a stream: ${scenario}`, async () => {
      const stream = await client.chat.completions.create({
        model: failing(scenario, family), messages: user('x'), stream: true });
      await assert.rejects(collect(stream), OpenAI.APIError);
    });

    test(`responses: ${family} fails inside a stream: ${scenario}`, async () => {
      const stream = await client.responses.create({ model: failing(scenario, family), input: 'x', stream: true });
      await assert.rejects(collect(stream), OpenAI.APIError);
    });
  }

  test(`chat: ${family} allows no more requests`, async () => {
    await assert.rejects(
      client.chat.completions.create({ model: failing('rate-limit', family), messages: user('x') }),
      OpenAI.RateLimitError);
  });

  test(`responses: ${family} answers in one piece`, async () => {
    const answer = await client.responses.create({ model, input: prompt('text'), metadata: { topic: 'demo' } });
    assert.equal(answer.output_text, TEXT);
    assert.equal(answer.status, 'completed');
    assert.equal(answer.usage.total_tokens, 27);
    assert.deepEqual(answer.metadata, { topic: 'demo' });
  });

  test(`responses: the package puts ${family}'s stream together as it ended`, async () => {
    const stream = client.responses.stream({ model, input: prompt('thinking-text-tool'), tools: responseTools });
    const seen = [];
    stream.on('event', event => seen.push(event));
    const answer = await stream.finalResponse();
    assert.deepEqual(answer.output.map(item => item.type), ['reasoning', 'message', 'function_call']);
    assert.equal(answer.output[0].summary[0].text, 'The user wants the weather.');
    assert.equal(answer.output_text, 'I will look.');
    assert.deepEqual(JSON.parse(answer.output[2].arguments), { city: 'Oslo' });
    assert.deepEqual(seen.map(event => event.sequence_number), seen.map((_, i) => i));
    assert.equal(seen.at(-1).type, 'response.completed');
  });

  test(`responses: a round of tools with ${family}`, async () => {
    const input = [{ role: 'user', content: prompt('parallel-tools') }];
    const first = await client.responses.create({ model, input, tools: responseTools, store: false });
    const calls = first.output.filter(item => item.type === 'function_call');
    assert.deepEqual(calls.map(call => call.name), ['get_weather', 'get_time']);
    input.push(...first.output);
    for (const call of calls) input.push({ type: 'function_call_output', call_id: call.call_id, output: 'rain' });
    const second = await client.responses.create({ model, input, tools: responseTools, store: false });
    assert.equal(second.output_text, TEXT);
  });

  test(`responses: ${family} is cut for its length`, async () => {
    const answer = await client.responses.create({ model, input: prompt('length'), max_output_tokens: 3 });
    assert.equal(answer.status, 'incomplete');
    assert.equal(answer.incomplete_details.reason, 'max_output_tokens');
  });

  // OpenAI's own form of the answer is another one here
  if (family !== 'openai') test(`completions: ${family} continues a prompt`, async () => {
    const answer = await client.completions.create({ model, prompt: prompt('text') });
    assert.match(answer.choices[0].text, HELLO);
  });
}

for (const family of ['openai', 'ollama']) {
  test(`embeddings: ${family} gives vectors, which the package asks for in base64`, async () => {
    const answer = await client.embeddings.create({ model: models[family], input: ['a', 'b'] });
    assert.deepEqual(answer.data.map(one => Array.from(one.embedding)), [[0.5, -1], [0.25, 2]]);
  });
}

test('structured output is parsed', async () => {
  const schema = { type: 'object', properties: { a: { type: 'number' } }, required: ['a'], additionalProperties: false };
  const answer = await client.responses.parse({
    model: models.ollama, input: prompt('json'), text: { format: { type: 'json_schema', name: 'one', schema, strict: true } } });
  assert.deepEqual(JSON.parse(answer.output_text), { a: 1 });
});

test('what needs an answer kept is refused with the way round it', async () => {
  await assert.rejects(
    client.responses.create({ model: models.ollama, input: 'x', previous_response_id: 'resp_1' }),
    error => error instanceof OpenAI.BadRequestError && error.param === 'previous_response_id');
});

test('a model that nobody has', async () => {
  await assert.rejects(
    client.chat.completions.create({ model: 'nobody-has-it', messages: user('x') }), OpenAI.NotFoundError);
});

test('a wrong key', async () => {
  const stranger = new OpenAI({ baseURL: `${address}/v1`, apiKey: 'wrong', maxRetries: 0 });
  await assert.rejects(stranger.models.list(), OpenAI.AuthenticationError);
});
