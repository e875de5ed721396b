// SPDX-License-Identifier: Apache-2.0
// The npm package ollama: chat, generate, embed, list, show, ps, version.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ollama } from 'ollama';
import { abandoned, address, failing, HELLO, models, prompt, TEXT, token } from './gateway.mjs';

const connect = key => new Ollama({ host: address, headers: { Authorization: `Bearer ${key}` } });
const client = connect(token);
const tools = ['get_weather', 'get_time'].map(name =>
  ({ type: 'function', function: { name, description: name, parameters: { type: 'object', properties: {} } } }));
const ask = (model, scenario, more = {}) => ({ model, messages: [{ role: 'user', content: prompt(scenario) }], ...more });

async function collect(stream) {
  const all = [];
  for await (const part of stream) all.push(part);
  return all;
}

test('lists the models of every upstream', async () => {
  const names = (await client.list()).models.map(model => model.name);
  for (const model of Object.values(models)) assert.ok(names.includes(model), model);
});

test('shows a model', async () => {
  assert.ok((await client.show({ model: models.openai })).capabilities.includes('tools'));
});

test('lists what is loaded', async () => {
  assert.deepEqual((await client.ps()).models, []);
});

test('tells the version', async () => {
  assert.match((await client.version()).version, /^\d+\.\d+/);
});

for (const [family, model] of Object.entries(models)) {
  test(`chat: ${family} answers in one piece`, async () => {
    const answer = await client.chat(ask(model, 'text'));
    assert.match(answer.message.content, HELLO);
    assert.equal(answer.done_reason, 'stop');
    assert.equal(answer.eval_count, 7);
  });

  test(`chat: ${family} thinks, speaks and calls a tool in a stream`, async () => {
    const parts = await collect(await client.chat(ask(model, 'thinking-text-tool', { stream: true, tools })));
    assert.equal(parts.map(part => part.message.thinking ?? '').join(''), 'The user wants the weather.');
    assert.equal(parts.map(part => part.message.content).join(''), 'I will look.');
    const calls = parts.flatMap(part => part.message.tool_calls ?? []);
    assert.deepEqual(calls.map(call => call.function.arguments), [{ city: 'Oslo' }]);
    assert.equal(parts.at(-1).done, true);
  });

  test(`chat: a round of tools with ${family}`, async () => {
    const request = ask(model, 'parallel-tools', { tools });
    const first = await client.chat(request);
    const results = first.message.tool_calls.map(call => ({ role: 'tool', tool_name: call.function.name, content: 'rain' }));
    assert.equal(results.length, 2);
    const second = await client.chat({ ...request, messages: [...request.messages, first.message, ...results] });
    assert.match(second.message.content, HELLO);
  });

  test(`chat: ${family} is cut for its length`, async () => {
    assert.equal((await client.chat(ask(model, 'length'))).done_reason, 'length');
  });

  // Ollama's own form of the answer is another one here
  if (family !== 'ollama') test(`generate: ${family} continues a prompt`, async () => {
    const parts = await collect(await client.generate({ model, prompt: prompt('text'), stream: true }));
    assert.equal(parts.map(part => part.response).join(''), TEXT);
  });

  test(`chat: ${family} stops when the client aborts`, async () => {
    const stream = await connect(token).chat(ask(model, 'slow', { stream: true }));
    await assert.rejects(async () => {
      for await (const part of stream) if (part.message.content) stream.abort();
    }, { name: 'AbortError' });
    await abandoned(model);
  });

  test(`chat: ${family} fails before its first token`, async () => {
    await assert.rejects(client.chat(ask(failing('error-before-first-token', family), 'x', { stream: true })),
      error => error.status_code >= 500);
  });

  for (const scenario of ['error-after-first-token', 'end-without-finish', 'connection-cut']) {
    test(`chat: ${family} fails inside a stream: ${scenario}`, async () => {
      await assert.rejects(async () =>
        collect(await client.chat(ask(failing(scenario, family), 'x', { stream: true }))));
    });
  }
}

for (const family of ['openai', 'ollama']) {
  test(`embed: ${family} gives vectors`, async () => {
    assert.deepEqual((await client.embed({ model: models[family], input: ['a', 'b'] })).embeddings, [[0.5, -1], [0.25, 2]]);
  });
}

test('pulls a model and shows the progress', async () => {
  const parts = await collect(await client.pull({ model: 'smollm2:135m', stream: true }));
  assert.deepEqual(parts.map(part => part.status), ['pulling manifest', 'pulling 0a', 'success']);
  assert.equal(parts[1].completed, 4);
});

test('a pull ends when the client aborts', async () => {
  const stream = await connect(token).pull({ model: 'endless', stream: true });
  await assert.rejects(async () => {
    for await (const part of stream) if (part.total) stream.abort();
  }, { name: 'AbortError' });
  await abandoned(models.ollama);
});

test('copies and deletes a model', async () => {
  assert.equal((await client.copy({ source: models.ollama, destination: 'mine' })).status, 'success');
  assert.equal((await client.delete({ model: models.ollama })).status, 'success');
  await assert.rejects(client.delete({ model: 'nobody-has-it' }), error => error.status_code === 404);
});

test('a model that nobody has', async () => {
  await assert.rejects(client.chat(ask('nobody-has-it', 'x')), error => error.status_code === 404);
});

test('a wrong key', async () => {
  await assert.rejects(connect('wrong').list(), error => error.status_code === 401);
});
