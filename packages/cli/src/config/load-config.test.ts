import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { ConfigError } from './config-error.ts';
import { defaultDataFolder } from './default-data-folder.ts';
import { type LoadedConfig, loadConfig } from './load-config.ts';
import { SETTINGS } from './schema.ts';

const made: string[] = [];
let cwd = '';
let data = '';

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'telltale-config-'));
  data = join(cwd, 'data');
  await mkdir(data);
  made.push(cwd);
});
afterAll(async () => {
  for (const folder of made) await rm(folder, { recursive: true, force: true });
});

interface Given {
  readonly flags?: Record<string, unknown>;
  readonly env?: NodeJS.ProcessEnv;
}

async function load({ flags = {}, env = {} }: Given = {}): Promise<LoadedConfig> {
  return await loadConfig({ flags, env: { TELLTALE_DATA: data, ...env }, cwd });
}

async function problems(given: Given = {}): Promise<readonly string[]> {
  const error = await load(given).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ConfigError)) throw new Error(`no ConfigError but ${error}`);
  return error.problems;
}

async function writeConfig(content: unknown, name = 'telltale.config.json', folder = cwd): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  return file;
}

describe('loadConfig', () => {
  test('gives every setting its default where nobody says anything', async () => {
    const { values, sources, file, warnings } = await loadConfig({ flags: {}, env: {}, cwd });
    expect(values.data).toBe(defaultDataFolder());
    expect(values.server).toEqual({ host: '127.0.0.1', port: 4040, allowedHosts: [], login: 'auto' });
    expect(values.artifacts).toEqual({ folder: join(values.data, 'artifacts'), s3: {} });
    expect(values.worker).toEqual({ graceMs: 20_000, keepRunsDays: null });
    expect(Object.keys(sources)).toEqual(SETTINGS.map(({ key }) => key));
    expect(new Set(Object.values(sources).map(({ kind }) => kind))).toEqual(new Set(['default']));
    expect({ file, warnings }).toEqual({ file: null, warnings: [] });
  });

  test('takes flags before the environment, before .env, before the file, and says where each came from', async () => {
    const file = await writeConfig({ server: { port: 1, host: 'file', login: 'always', allowedHosts: ['file'] } });
    await writeFile(join(cwd, '.env'), 'TELLTALE_PORT=2\nTELLTALE_HOST=dotenv\nTELLTALE_LOGIN=auto\nOTHER=here\n');
    const { values, sources, env } = await load({
      flags: { port: '4' },
      env: { TELLTALE_PORT: '3', TELLTALE_HOST: 'env' },
    });
    expect(values.server).toEqual({ port: 4, host: 'env', login: 'auto', allowedHosts: ['file'] });
    expect(sources['server.port']).toEqual({ kind: 'flag', name: '--port' });
    expect(sources['server.host']).toEqual({ kind: 'environment', name: 'TELLTALE_HOST' });
    expect(sources['server.login']).toEqual({ kind: 'environment', name: 'TELLTALE_LOGIN', file: join(cwd, '.env') });
    expect(sources['server.allowedHosts']).toEqual({ kind: 'file', file, line: 6 });
    expect(env).toMatchObject({ OTHER: 'here', TELLTALE_HOST: 'env' });
  });

  test('finds the file in the working directory before the data folder, or takes the one that is named', async () => {
    const named = await writeConfig({ server: { port: 3 } }, 'other.json');
    const inData = await writeConfig({ server: { port: 2 } }, 'telltale.config.json', data);
    expect((await load()).file).toBe(inData);
    const here = await writeConfig('export default { server: { port: 1 } };', 'telltale.config.js');
    expect((await load()).file).toBe(here);
    const { file, values } = await load({ flags: { config: 'other.json' } });
    expect({ file, port: values.server.port }).toEqual({ file: named, port: 3 });
  });

  test('reads folders and files relative to where they were said, and ~/ from the home folder', async () => {
    await mkdir(join(cwd, 'conf'));
    const config = { artifacts: { folder: 'files' }, pipelines: ['./one.ts'], speech: { whisperModel: '~/model.bin' } };
    await writeConfig(config, 'c.json', join(cwd, 'conf'));
    const { values } = await load({ flags: { config: 'conf/c.json', data: 'elsewhere' } });
    expect(values.data).toBe(join(cwd, 'elsewhere'));
    expect(values.artifacts.folder).toBe(join(cwd, 'conf/files'));
    expect(values.pipelines).toEqual([join(cwd, 'conf/one.ts')]);
    expect(values.speech.whisperModel).toBe(join(homedir(), 'model.bin'));
    const fromEnv = await load({ env: { TELLTALE_PIPELINES: 'a.ts, b.ts' } });
    expect(fromEnv.values.pipelines).toEqual([join(cwd, 'a.ts'), join(cwd, 'b.ts')]);
  });

  test('takes a TypeScript file with defineConfig and its own pipelines', async () => {
    const index = new URL('../index.ts', import.meta.url).href;
    await writeConfig(
      `import { defineConfig } from '${index}';
       const pipeline = { name: 'one', steps: ['a'], run: () => undefined };
       export default defineConfig({ pipelines: [pipeline as never], server: { port: 5 as number } });`,
      'telltale.config.ts',
    );
    const { values } = await load();
    expect(values.server.port).toBe(5);
    expect(values.pipelines).toMatchObject([{ name: 'one' }]);
  });

  test('takes an empty variable for one that is not set', async () => {
    expect((await load({ env: { TELLTALE_PORT: '', TELLTALE_HOST: ' ' } })).values.server.port).toBe(4040);
  });

  test('takes a list from a flag given several times', async () => {
    const { values } = await load({ flags: { allowedHost: ['a.example', 'b.example,c.example'] } });
    expect(values.server.allowedHosts).toEqual(['a.example', 'b.example', 'c.example']);
  });
});

describe('what is wrong with a configuration', () => {
  test('is said all at once: the key, what was expected, what came, and from where', async () => {
    const file = await writeConfig({ server: { prot: 1, host: 7 }, wroker: {}, log: { level: 'loud' }, model: 'gpt' });
    expect(await problems({ env: { TELLTALE_PORT: 'http' }, flags: { login: 'never' } })).toEqual([
      `server.host has to be an IP address or the name of a host; it is 7 (${file}, line 4).`,
      'server.port has to be a whole number from 0 to 65535; it is "http" (TELLTALE_PORT in the environment).',
      'server.login has to be auto or always; it is "never" (--login).',
      `There is no setting server.prot: did you mean server.port? (${file})`,
      `log.level has to be debug, info, warn or error; it is "loud" (${file}, line 8).`,
      `model has to be an object with settings; it is "gpt" (${file}).`,
      `There is no setting wroker: did you mean worker? (${file})`,
    ]);
  });

  test('never shows a secret', async () => {
    await writeConfig({ model: { apiKey: 12345678 } });
    const found = await problems({ env: { TELLTALE_DATABASE_URL: 'mysql://me:hunter2@db/x' } });
    expect(found).toHaveLength(2);
    expect(found.join()).not.toMatch(/hunter2|12345678/);
  });

  test('a secret next to a comma too many is not shown either', async () => {
    const file = await writeConfig('{\n "model": { "apiKey": "hunter2", }\n}');
    const error: unknown = await load().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'config_invalid',
      problems: [`${file} is not valid JSON at line 2, column 34.`],
    });
    expect(String((error as Error).cause)).not.toContain('hunter2');
  });

  test('of a module that throws, or has no default export, names the file', async () => {
    const file = await writeConfig('throw new Error("no luck")', 'telltale.config.ts');
    expect(await problems()).toEqual([`${file} fails when it is loaded: no luck`]);
    await rm(file);
    const empty = await writeConfig('export const config = {};', 'telltale.config.js');
    expect(await problems()).toEqual([`${empty} has no default export. Write: export default defineConfig({ … })`]);
    expect(await problems({ flags: { config: 'missing.json' } })).toEqual([
      `There is no file ${join(cwd, 'missing.json')}.`,
    ]);
  });

  test.for([['[]'], ['null'], ['"x"']])(
    'of a file that holds %s says that an object has to be there',
    async ([content]) => {
      await writeConfig(String(content));
      expect(await problems()).toEqual([expect.stringContaining('has to hold an object with settings')]);
    },
  );

  test('says so when a bucket is described but not named', async () => {
    expect(await problems({ env: { TELLTALE_S3_REGION: 'eu-central-1' } })).toEqual([
      'artifacts.s3.region has no effect without artifacts.s3.bucket (TELLTALE_S3_REGION in the environment).',
    ]);
  });

  test('says so when a model has half a price', async () => {
    expect(await problems({ env: { TELLTALE_MODEL_PRICE_OUTPUT: '1.6' } })).toEqual([
      'model.price.output has no effect without model.price.input (TELLTALE_MODEL_PRICE_OUTPUT in the environment).',
    ]);
  });

  test('is what is neither true nor false, where one of them has to be', async () => {
    expect(await problems({ env: { TELLTALE_BROWSER_HEADLESS: 'maybe' } })).toEqual([
      'browser.headless has to be true or false; it is "maybe" (TELLTALE_BROWSER_HEADLESS in the environment).',
    ]);
    const { values } = await load({ env: { TELLTALE_BROWSER_HEADLESS: 'False' } });
    expect(values.browser.headless).toBe(false);
  });

  test('is a warning only, for a variable that looks like one of ours', async () => {
    const { warnings } = await load({ env: { TELLTALE_PROT: '1', TELLTALE_XYZZYPLUGH: '1', TELLTALE_TEST_X: '1' } });
    expect(warnings).toEqual([
      'TELLTALE_PROT in the environment is no setting of Telltale: did you mean TELLTALE_PORT?',
      'TELLTALE_XYZZYPLUGH in the environment is no setting of Telltale.',
    ]);
  });
});
