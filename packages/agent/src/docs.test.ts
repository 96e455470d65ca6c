import { readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AnyPipeline, createClient, createWorker } from '@telltale/engine';
import { testDatabase } from '@telltale/testing';
import { call, json, startModelServer } from '@telltale/testing/model';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { AGENT_LIMITS, MODEL_PROVIDERS } from './index.ts';

const page = readFileSync(new URL('../../../docs/agents.md', import.meta.url), 'utf8');

/** The rows below a table's head, as cells. */
function tableOf(head: string): readonly (readonly string[])[] {
  const table = page.split(`\n${head}\n`)[1]?.split('\n\n')[0]?.trimEnd() ?? '';
  const cells = (row: string) => row.split('|').slice(1, -1);
  return table
    .split('\n')
    .slice(1)
    .map((row) => cells(row).map((cell) => cell.trim().replaceAll('`', '')));
}

function source(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8');
}

describe('docs/agents.md has', () => {
  test('every limit, with its default', () => {
    const limits = tableOf('| Limit | Meaning | Default |').map(([name, , value = '']) => [
      name,
      value === 'null' ? null : Number(value.replaceAll(',', '')),
    ]);
    expect(Object.fromEntries(limits)).toEqual(AGENT_LIMITS);
  });

  test('every field of a tool', () => {
    const [, body = ''] = /interface AgentTool<[^{]*\{([\s\S]*?)\n\}/.exec(source('tools/agent-tool.ts')) ?? [];
    const fields = [...body.matchAll(/^ {2}(?:readonly )?(\w+)[?(:]/gm)].map(([, name]) => name);
    expect(tableOf('| Field | Meaning | Default |').map(([name]) => name)).toEqual(fields);
  });

  test('every provider of models', () => {
    const providers = tableOf('| Name | Where it is asked for |').map(([name = '']) => name.split(':')[0]);
    expect(providers).toEqual(MODEL_PROVIDERS);
  });

  test('every code of an error, once', () => {
    const thrown = [
      ...source('errors.ts').matchAll(/code: '(\w+)'/g),
      ...source('model/errors.ts').matchAll(/'(model_\w+)'/g),
    ];
    const codes = ['| Code | When | What to do |', '| Code | When |'].flatMap(tableOf).map(([code = '']) => code);
    expect(codes.toSorted()).toEqual([...new Set(thrown.map(([, code]) => code))].toSorted());
  });
});

describe('the example of docs/agents.md', () => {
  const folder = fileURLToPath(new URL(`../test/.docs-${process.pid}/`, import.meta.url));
  const db = testDatabase();

  beforeAll(() => mkdir(folder));
  afterAll(async () => {
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true });
  });

  test('answers by what is in stock', async () => {
    const [, name = '', code = ''] = /```ts\n\/\/ (\S+)\n([\s\S]*?)```/.exec(page) ?? [];
    await writeFile(join(folder, name), code);
    const { shop }: { readonly shop: AnyPipeline } = await import(/* @vite-ignore */ join(folder, name));
    await using server = await startModelServer({ apiKey: 'key' });
    vi.stubEnv('OPENAI_BASE_URL', server.url);
    vi.stubEnv('OPENAI_API_KEY', 'key');
    const answer = { answer: 'We have 3 apples.', fruit: ['apple'] };
    server.script([call('in_stock', { fruit: 'kiwi' }), call('in_stock', { fruit: 'apple' }), json(answer)]);
    const client = await createClient({ url: db.url, pipelines: [shop] });
    const worker = await createWorker({ url: db.url, pipelines: [shop] });
    const { runId } = await client.submit(shop, { customer: 'ada', question: 'What fruit have you?' });
    const end = await client.wait(runId);
    await worker.stop({ graceMs: 0 });
    await client.close();
    expect(end).toMatchObject({ state: 'succeeded', result: { ...answer, tokens: { input: 300, output: 30 } } });
    expect(server.requests.map(({ lastText }) => lastText)).toEqual([
      'What fruit have you?',
      'Error: There is no fruit kiwi. Ask for one of: apple, pear.',
      '{"fruit":"apple","count":3}',
    ]);
  });
});
