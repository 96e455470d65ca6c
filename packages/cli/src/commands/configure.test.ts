import { mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase } from '@telltale/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCommand, type Said } from '../../test/run-command.ts';
import { Terminal } from '../../test/terminal.ts';

const db = testDatabase({ empty: true });

const KEY = 'sk-abcdefghijklmnop4f2a';

let folder = '';
let file = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'telltale-configure-'));
  file = join(folder, 'telltale.config.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const env = (): NodeJS.ProcessEnv => ({ PATH: process.env.PATH, TELLTALE_DATA: folder });

async function run(args: readonly string[], stdin = ''): Promise<Said> {
  return await runCommand(args, { env: env(), cwd: folder, stdin });
}

async function content(): Promise<unknown> {
  return JSON.parse(await readFile(file, 'utf8'));
}

describe('telltale configure --show', () => {
  test('shows every value with its source, and of secrets only the end', async () => {
    await writeFile(file, JSON.stringify({ server: { port: 1234 }, model: { apiKey: KEY } }, null, 2));
    const { stdout, exitCode } = await run(['configure', '--show', '--database', 'postgres://me:hunter2@db/runs']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^server\.port +1234 +.*telltale\.config\.json, line 3$/m);
    expect(stdout).toMatch(/^model\.apiKey +sk-…4f2a /m);
    expect(stdout).toMatch(/^database\.url +db:5432\/runs +--database$/m);
    expect(stdout).not.toMatch(/hunter2|abcdefgh/);
  });

  test('gives one object for each setting with --json', async () => {
    const { stdout } = await run(['configure', '--show', '--json', '--data', 'elsewhere']);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toContainEqual({ key: 'server.port', value: '4040', source: { kind: 'default' } });
    expect(lines[0]).toEqual({
      key: 'data',
      value: join(folder, 'elsewhere'),
      source: { kind: 'flag', name: '--data' },
    });
  });
});

describe('telltale configure set and unset', () => {
  test('write a file that its owner alone can read, and leave everything else in it', async () => {
    await writeFile(file, JSON.stringify({ wroker: 1, server: { host: 'h' } }));
    expect((await run(['configure', 'set', 'server.port', '8080'])).stdout).toBe(`server.port is 8080 in ${file}.\n`);
    expect(await content()).toEqual({ wroker: 1, server: { host: 'h', port: 8080 } });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await run(['configure', 'unset', 'server.port']);
    await run(['configure', 'unset', 'wroker']);
    expect(await content()).toEqual({ server: { host: 'h' } });
  });

  test('read a secret from standard input, and do not show it', async () => {
    const { stdout } = await run(['configure', 'set', 'model.apiKey', '-'], `${KEY}\n`);
    expect(stdout).toBe(`model.apiKey is sk-…4f2a in ${file}.\n`);
    expect(await content()).toEqual({ model: { apiKey: KEY } });
  });

  test('write lists, and paths from the working directory', async () => {
    await run(['configure', 'set', 'pipelines', './a.ts,./b.ts']);
    expect(await content()).toEqual({ pipelines: [join(folder, 'a.ts'), join(folder, 'b.ts')] });
  });

  test('write through a link, which stays one', async () => {
    const target = join(folder, 'target.json');
    await writeFile(target, '{}');
    await symlink(target, file);
    await run(['configure', 'set', 'log.level', 'debug']);
    expect(JSON.parse(await readFile(target, 'utf8'))).toEqual({ log: { level: 'debug' } });
  });

  test.for([
    [['set', 'server.prot', '1'], 'There is no setting server.prot: did you mean server.port?'],
    [['set', 'server', '1'], 'server is a group of settings: server.host, server.port'],
    [['set', 'server.port', 'http'], 'server.port has to be a whole number from 0 to 65535; it is "http".'],
    [['set', 'database.url', 'mysql://me:hunter2@x'], 'database.url has to be a URL that begins with postgres://.'],
    [['unset', 'server.prot'], 'did you mean server.port?'],
    [[], 'There is no terminal to ask in.'],
  ] as const)('refuse %j, and change nothing', async ([args, message]) => {
    const { exitCode, stderr } = await run(['configure', ...args]);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('hunter2');
    expect(exitCode).toBe(2);
    await expect(stat(file)).rejects.toThrow('ENOENT');
  });

  test('refuse to change a file that is a program', async () => {
    await writeFile(join(folder, 'telltale.config.ts'), 'export default {};');
    const { stderr, exitCode } = await run(['configure', 'set', 'server.port', '1']);
    expect(stderr).toContain('which is a program and can only be changed by hand');
    expect(exitCode).toBe(2);
  });
});

const ENTER = '\r';
const DOWN = '\u001b[B';
const CTRL_C = '\u0003';

describe('telltale configure in a terminal', () => {
  test('asks, tries the database, shows no secret, and writes what was answered', async () => {
    await writeFile(file, JSON.stringify({ worker: { keepRunsDays: 7 } }));
    const terminal = new Terminal(['configure'], { env: env(), rows: 60 });
    await terminal.shows('Which database?');
    terminal.press(`${DOWN}${ENTER}`);
    await terminal.shows('Its URL');
    terminal.press(`postgres://me:hunter2@127.0.0.1:1/x${ENTER}`);
    await terminal.shows('Enter another URL');
    terminal.press(ENTER);
    await terminal.shows(/Its URL[\s\S]*Its URL/);
    terminal.press(`${db.url}${ENTER}`);
    await terminal.shows('Who may reach the server?');
    terminal.press(ENTER);
    await terminal.shows('At which port?');
    terminal.press(`\u007f\u007f\u007f\u007f8080${ENTER}`);
    await terminal.shows('Which provider of language models?');
    terminal.press(`${DOWN}${ENTER}`);
    await terminal.shows('Its key');
    terminal.press(`${KEY}${ENTER}`);
    await terminal.shows('Which model?');
    terminal.press(`tiny${ENTER}`);
    await terminal.shows('How shall speech be transcribed?');
    terminal.press(ENTER);
    await terminal.shows('What may be asked about episodes?');
    terminal.press(ENTER);
    await terminal.shows('Write this?');
    terminal.press(ENTER);
    expect(await terminal.exited).toBe(0);
    expect(await content()).toEqual({
      worker: { keepRunsDays: 7 },
      database: { url: db.url },
      server: { port: 8080 },
      model: { baseUrl: 'https://api.openai.com/v1', apiKey: KEY, name: 'tiny' },
    });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(terminal.text).toContain('nothing listens on that port');
    expect(terminal.text).toContain('data is set by TELLTALE_DATA in the environment');
    expect(terminal.text).toContain('model.apiKey: sk-…4f2a');
    expect(terminal.text).not.toContain('hunter2');
    expect(terminal.text).not.toContain(KEY);
    expect(terminal.text).not.toContain(new URL(db.url).password);
  });

  test('writes the name of a provider that has a protocol of its own before that of its model', async () => {
    const terminal = new Terminal(['configure'], { env: { ...env(), TELLTALE_DATABASE_URL: db.url }, rows: 60 });
    await terminal.shows('Who may reach the server?');
    terminal.press(ENTER);
    await terminal.shows('At which port?');
    terminal.press(ENTER);
    await terminal.shows('Which provider of language models?');
    terminal.press(`${DOWN}${DOWN}${ENTER}`);
    await terminal.shows('Its key');
    terminal.press(`${KEY}${ENTER}`);
    await terminal.shows('Which model?');
    terminal.press(`tiny${ENTER}`);
    await terminal.shows('How shall speech be transcribed?');
    terminal.press(ENTER);
    await terminal.shows('What may be asked about episodes?');
    terminal.press(ENTER);
    await terminal.shows('Write this?');
    terminal.press(ENTER);
    expect(await terminal.exited).toBe(0);
    expect(await content()).toEqual({ model: { apiKey: KEY, name: 'anthropic:tiny' } });
  });

  test('takes the name of a whisper model, and what episodes may be looked up in', async () => {
    const terminal = new Terminal(['configure'], { env: { ...env(), TELLTALE_DATABASE_URL: db.url }, rows: 60 });
    for (const question of ['Who may reach the server?', 'At which port?', 'Which provider of language models?']) {
      await terminal.shows(question);
      terminal.press(ENTER);
    }
    await terminal.shows('How shall speech be transcribed?');
    terminal.press(`${DOWN}${ENTER}`);
    await terminal.shows('Which model?');
    terminal.press(`base.en${ENTER}`);
    await terminal.shows('What may be asked about episodes?');
    terminal.press(` ${DOWN}${DOWN} ${DOWN} ${ENTER}`);
    await terminal.shows('Its key, from api.podcastindex.org');
    terminal.press(`${KEY}${ENTER}`);
    await terminal.shows('The secret that belongs to the key');
    terminal.press(`${KEY}${ENTER}`);
    await terminal.shows('Write this?');
    terminal.press(ENTER);
    expect(await terminal.exited).toBe(0);
    expect(await content()).toEqual({
      speech: { whisperModel: 'base.en' },
      wikidata: { enabled: true },
      episode: { indexes: ['fyyd', 'podcastindex'] },
      podcastindex: { apiKey: KEY, apiSecret: KEY },
    });
    expect(terminal.text).not.toContain(KEY);
  });

  test('leaves everything as it was on Ctrl-C', async () => {
    const terminal = new Terminal(['configure'], { env: env() });
    await terminal.shows('Which database?');
    terminal.press(CTRL_C);
    expect(await terminal.exited).toBe(130);
    expect(terminal.text).toContain('Nothing was changed.');
    await expect(stat(file)).rejects.toThrow('ENOENT');
  });
});
