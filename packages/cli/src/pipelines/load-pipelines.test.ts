import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { greet } from '../commands/fixtures/greet.ts';
import { type Config, configSchema } from '../config/schema.ts';
import { loadPipelines, withBundled } from './load-pipelines.ts';

const GREET = fileURLToPath(new URL('../commands/fixtures/greet.ts', import.meta.url));

function load(...pipelines: Config['pipelines']) {
  return loadPipelines(configSchema.parse({ pipelines }) as Config);
}

function names(found: readonly { readonly name: string }[]): readonly string[] {
  return found.map(({ name }) => name);
}

describe('the pipelines are', () => {
  test('those of the configuration, once each', async () => {
    expect(names(await load(GREET, greet))).toEqual(['greet']);
  });

  test("one's own, where one has the name of one that comes with Telltale", () => {
    const own = { ...greet, name: 'browse' };
    const bundled = ['episode', 'browse'].map((name) => ({ ...greet, name }));
    const [first, ...others] = withBundled([own], bundled);
    expect(first).toBe(own);
    expect(names(others)).toEqual(['episode']);
  });
});

describe('it is said', () => {
  test('that there are two of one name, and where', async () => {
    await expect(load(GREET, { ...greet })).rejects.toMatchObject({
      code: 'usage_invalid',
      message: `There are two pipelines of the name greet, in ${GREET} and the configuration.`,
    });
  });

  test('that a file exports none', async () => {
    await expect(load(fileURLToPath(import.meta.resolve('../version.ts')))).rejects.toMatchObject({
      message: expect.stringContaining('exports no pipeline'),
    });
  });

  test('that a file cannot be loaded, and why', async () => {
    await expect(load('/nowhere/pipelines.ts')).rejects.toMatchObject({
      message: expect.stringMatching(/^The pipelines in \/nowhere\/pipelines\.ts cannot be loaded: /),
    });
  });
});
