import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { envExample, withSettings } from './docs.ts';

const ROOT = new URL('../../../../', import.meta.url);

describe('what is written of the settings (else: npm run config-docs -w packages/cli)', () => {
  test('.env.example has every variable', async () => {
    expect(await readFile(new URL('.env.example', ROOT), 'utf8')).toBe(envExample());
  });

  test('docs/configuration.md has every setting', async () => {
    const page = await readFile(new URL('docs/configuration.md', ROOT), 'utf8');
    expect(page).toBe(withSettings(page));
  });
});
