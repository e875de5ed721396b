// SPDX-License-Identifier: Apache-2.0
// pi, a coding agent, as its user starts it: it reads a file through a tool and tells of it.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { address, failing, models, prompt, token } from './gateway.mjs';

const program = fileURLToPath(import.meta.resolve('@mariozechner/pi-coding-agent')).replace(/index\.js$/, 'cli.js');
const apis = { 'openai-completions': `${address}/v1`, 'openai-responses': `${address}/v1`, 'anthropic-messages': address };
const names = [...Object.values(models), failing('error-after-first-token', 'ollama')];

async function pi(api, model, words) {
  const home = await mkdtemp(join(tmpdir(), 'pi-'));
  try {
    const provider = { baseUrl: apis[api], api, apiKey: token, models: names.map(id => ({ id })) };
    await writeFile(join(home, 'models.json'), JSON.stringify({ providers: { gateway: provider } }));
    await writeFile(join(home, 'settings.json'), JSON.stringify({ retry: { enabled: false } }));
    await writeFile(join(home, 'note.txt'), 'the word is marmalade');
    const child = promisify(execFile)(process.execPath,
      [program, '-p', '--no-session', '--mode', 'json', '--tools', 'read', '--provider', 'gateway', '--model', model, words],
      { cwd: home, timeout: 60_000, env: { ...process.env, HOME: home, PI_CODING_AGENT_DIR: home, PI_OFFLINE: '1' } });
    child.child.stdin.end();
    const { stdout } = await child;
    return stdout.trim().split('\n').map(line => JSON.parse(line));
  } finally {
    await rm(home, { recursive: true });
  }
}

// a start takes seconds, so each way meets one foreign family here; the other clients meet all
for (const [api, family] of [['openai-completions', 'anthropic'], ['openai-responses', 'ollama'], ['anthropic-messages', 'openai']]) {
  test(`${api}: reads a file with ${family} and tells of it`, async () => {
    const events = await pi(api, models[family], prompt('agent'));
    const end = events.find(event => event.type === 'agent_end');
    const said = end.messages.at(-1).content.filter(part => part.type === 'text').map(part => part.text).join('');
    assert.equal(said, 'I read: the word is marmalade');
  });

  test(`${api}: tells that an answer broke`, async () => {
    const events = await pi(api, failing('error-after-first-token', 'ollama'), 'x');
    const last = events.find(event => event.type === 'agent_end').messages.at(-1);
    assert.equal(last.stopReason, 'error');
    assert.match(last.errorMessage, /model runner has unexpectedly stopped/);
  });
}
