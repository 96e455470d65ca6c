import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { asStep, FakeStep } from '../test/fake-step.ts';
import { BROWSER_DEFAULTS, type BrowserSession, browserTools } from './index.ts';

const page = readFileSync(new URL('../../../docs/browser.md', import.meta.url), 'utf8');

test('docs/browser.md lists every tool, in their order', () => {
  // The tools are only named here: nothing is done with a browser.
  const session = { step: asStep(new FakeStep()), settings: BROWSER_DEFAULTS } as BrowserSession;
  const table = page.split('\n| Tool | What it does |\n')[1]?.split('\n\n')[0] ?? '';
  const documented = [...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
  expect(documented).toEqual(Object.keys(browserTools(session)));
});
