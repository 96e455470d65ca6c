import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ENDPOINTS } from '@telltale/api';
import { testDatabase, waitForRows } from '@telltale/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LoadedConfig, loadConfig } from '../config/load-config.ts';
import { SETTINGS } from '../config/schema.ts';
import { CHECKS_OF_A_SERVER } from '../doctor/all-checks.ts';
import { type Check, type Finding, fail, ok } from '../doctor/check.ts';
import { type SettingsProviderOptions, settingsProvider } from './settings-provider.ts';

const db = testDatabase();
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'telltale-settings-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function load(env: NodeJS.ProcessEnv = {}, flags: Record<string, unknown> = {}): Promise<LoadedConfig> {
  return await loadConfig({ flags, env: { TELLTALE_DATA: join(folder, 'data'), ...env }, cwd: folder });
}

async function read(options: Partial<SettingsProviderOptions> = {}) {
  const { loaded = await load(), checks = [], ...others } = options;
  return await settingsProvider({ loaded, url: db.url, checks, ...others }).read();
}

describe('the settings that a server tells of', () => {
  test('are all there are, as the contract says, each with its place, its source and how to change it', async () => {
    const { settings, ...rest } = await read({ loaded: await load({ TELLTALE_MODEL_NAME: 'gpt' }, { port: '8080' }) });
    expect(() => ENDPOINTS.getSettings.result.parse({ settings, ...rest })).not.toThrow();
    expect(settings.map(({ key }) => key)).toEqual(SETTINGS.map(({ key }) => key));
    const find = (wanted: string) => settings.find(({ key }) => key === wanted);
    expect(find('server.port')).toEqual({
      key: 'server.port',
      section: 'server',
      description: 'The port that the server listens on; 0 takes one that is free.',
      takes: 'a whole number from 0 to 65535',
      value: '8080',
      default: '4040',
      isSecret: false,
      source: { kind: 'flag', name: '--port' },
      variable: 'TELLTALE_PORT',
      option: '--port <port>',
      command: 'telltale configure set server.port VALUE',
    });
    expect(find('model.name')).toMatchObject({ value: 'gpt', source: { kind: 'environment', file: null } });
    expect(find('model.apiKey')).toMatchObject({
      value: null,
      default: 'none',
      isSecret: true,
      source: { kind: 'default' },
      command: 'telltale configure set model.apiKey -',
    });
    expect(find('worker.graceMs')?.takes).toBe('a number, 0 or more, in ms');
    expect(JSON.stringify(settings)).not.toContain('`');
  });

  test('hold no secret, wherever one may stand: in keys, in tokens, in addresses, in what a check says', async () => {
    const secrets: string[] = [];
    const secret = (key: string) => {
      const made = `hunter2-${key.replaceAll('.', '-')}-of-the-test`;
      secrets.push(made);
      return made;
    };
    const env: Record<string, string> = { TELLTALE_S3_BUCKET: 'files', TELLTALE_S3_REGION: 'here' };
    for (const { key, env: name, secret: isSecret, expects } of SETTINGS) {
      if (name === undefined) continue;
      const isAddress = /URL|http/i.test(expects) || /url$/i.test(key);
      if (key === 'database.url' || (isSecret && isAddress)) {
        env[name] = `postgres://me:${secret(key)}@127.0.0.1:9/runs?password=${secret(`${key}.q`)}&sslmode=disable`;
      } else if (isSecret) env[name] = secret(key);
      else if (isAddress) env[name] = `http://me:${secret(key)}@127.0.0.1:9/v1`;
    }
    expect(secrets.length).toBeGreaterThan(12);
    const loaded = await load(env);
    const says: Check = {
      name: 'chatty',
      look: async () => fail(`${env.TELLTALE_MODEL_BASE_URL} is away.`, `Look at ${env.TELLTALE_SPEECH_BASE_URL}.`),
    };
    const url = String(env.TELLTALE_DATABASE_URL);
    const checks = [...CHECKS_OF_A_SERVER.filter(({ name }) => name !== 'browser'), says];
    const told = JSON.stringify(await read({ loaded, url, checks, patienceMs: 3_000 }));
    expect(secrets.filter((each) => told.includes(each))).toEqual([]);
    expect(told).not.toContain('hunter2');
    // Of a secret what tells it from others.
    expect(told).toContain('…test');
  });
});

describe('the checks that a server runs of itself', () => {
  test('look at what it stands on, by connections of their own that do not stay', async () => {
    const { checks, file } = await read({ checks: CHECKS_OF_A_SERVER.filter(({ name }) => name !== 'browser') });
    expect(file).toBeNull();
    const names = checks.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['disk', 'database', 'workers', 'ffmpeg', 'model', 'vectors']));
    expect(names).not.toContain('server');
    expect(names).not.toContain('port');
    expect(checks.find(({ name }) => name === 'database')).toMatchObject({
      outcome: 'ok',
      message: expect.stringMatching(/^Postgres .*, embedded$/),
      hint: null,
    });
    // Postgres lists a connection for a moment after it was closed.
    await waitForRows(db.pool(), {
      text: `SELECT FROM pg_stat_activity WHERE application_name = 'telltale-doctor'`,
      until: (rows) => rows.length === 0,
    });
  });

  test('say so where the database is away', async () => {
    const checks = CHECKS_OF_A_SERVER.filter(({ name }) => ['disk', 'database', 'workers'].includes(name));
    const away = await read({ url: 'postgres://me:hunter2@127.0.0.1:9/runs', checks });
    expect(away.checks).toMatchObject([
      { name: 'disk' },
      { name: 'database', outcome: 'fail', hint: expect.any(String) },
      { name: 'workers', outcome: 'skipped' },
    ]);
    expect(JSON.stringify(away)).not.toContain('hunter2');
  });

  test('are run once for all who ask together, and again only after a while', async () => {
    let looks = 0;
    const gate = Promise.withResolvers<Finding>();
    const checks: Check[] = [
      {
        name: 'slow',
        look: () => {
          looks += 1;
          return gate.promise;
        },
      },
    ];
    const clock = { now: Date.UTC(2026, 10, 21) };
    const provider = settingsProvider({ loaded: await load(), url: db.url, checks, now: () => clock.now });
    const asked = [provider.read(), provider.read(), provider.read()];
    gate.resolve(ok('fine'));
    for (const { checkedAt } of await Promise.all(asked)) expect(checkedAt).toBe('2026-11-21T00:00:00.000Z');
    expect(looks).toBe(1);
    clock.now += 9_999;
    expect((await provider.read()).checkedAt).toBe('2026-11-21T00:00:00.000Z');
    expect(looks).toBe(1);
    clock.now += 1;
    expect((await provider.read()).checkedAt).toBe('2026-11-21T00:00:10.000Z');
    expect(looks).toBe(2);
  });

  test('that say nothing in time, or throw, hold nobody up', async () => {
    const checks: Check[] = [
      { name: 'silent', look: () => new Promise(() => undefined) },
      { name: 'broken', look: () => Promise.reject(new Error('it broke')) },
      { name: 'fine', look: async () => ok('fine') },
    ];
    expect((await read({ checks, patienceMs: 20 })).checks).toEqual([
      {
        name: 'silent',
        outcome: 'fail',
        message: expect.stringContaining('Nothing was heard'),
        hint: expect.any(String),
      },
      { name: 'broken', outcome: 'fail', message: 'it broke', hint: expect.any(String) },
      { name: 'fine', outcome: 'ok', message: 'fine', hint: null },
    ]);
  });
});
