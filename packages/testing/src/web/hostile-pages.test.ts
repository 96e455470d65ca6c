import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { get } from './fixtures/get.ts';
import { HOSTILE_PAGES, html, NAVIGATION_PAGES, NETWORK_PAGES, startSites } from './index.ts';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

test('there are hostile pages by the hundred, each with a name of its own', () => {
  const names = HOSTILE_PAGES.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThan(100);
  expect(names.filter((name) => !/^[a-z]+(-[a-z]+)*$/.test(name))).toEqual([]);
});

test('every hostile page is there, and says what it must', async () => {
  await using sites = await startSites();
  for (const { name, absent = [], present = [] } of HOSTILE_PAGES) {
    if (name === 'floods-by-a-body-without-end') continue;
    const { status, headers, text } = await get(sites.url('hostile', `/${name}`));
    expect(headers.location ?? status, name).not.toBe(404);
    for (const words of present) expect(text, name).toContain(words);
    // Orders are in the page, unless they are disguised or belong to a file of this machine.
    if (name.startsWith('orders-in-') && name !== 'orders-in-dialog') expect(text, name).toContain(absent[0]);
    expect(sites.trapped(name), name).toEqual([]);
  }
  expect(sites.problems).toEqual([]);
});

// A trap that never springs would prove nothing about those who keep out of it.
test.skipIf(CHROMIUM === undefined)('a browser that nobody guards falls into every trap (needs Chromium)', async () => {
  const names = [...NETWORK_PAGES, ...NAVIGATION_PAGES]
    .map(({ name }) => name)
    // Whether a page is fetched before anybody asks for it is up to the browser.
    .filter((name) => /^(asks|leads-inside)-by-/.test(name) && name !== 'asks-by-speculation-rules');
  // These have to be the whole window; a frame may not do as much.
  const whole = ['asks-by-audio', 'leads-inside-by-frame-of-all'];
  const framed = names.filter((name) => !whole.includes(name));
  await using sites = await startSites({
    extra: {
      all: ({ place }) =>
        html('All', framed.map((name) => `<iframe src="${place.url('hostile', `/${name}`)}"></iframe>`).join('')),
    },
  });
  await using browser = await startChromium(sites.hostResolverRules);
  for (const url of [sites.url('all'), ...whole.map((name) => sites.url('hostile', `/${name}`))]) browser.open(url);
  const sprung = await Promise.allSettled(
    names.map((name) => sites.seenRequest(({ path }) => path === `/trap/${name}`, { timeoutMs: 50_000 })),
  );
  expect(names.filter((_name, index) => sprung[index]?.status === 'rejected')).toEqual([]);
});

/** A browser as it comes, told through its pipe what to open; it ends when the pipe does. */
async function startChromium(hostResolverRules: string) {
  const folder = await mkdtemp(join(tmpdir(), 'telltale-chromium-'));
  const child = spawn(
    CHROMIUM ?? '',
    [
      '--headless',
      '--no-sandbox',
      '--no-first-run',
      '--no-startup-window',
      '--disable-breakpad',
      '--disable-popup-blocking',
      '--disable-features=HttpsUpgrades,LocalNetworkAccessChecks',
      '--remote-debugging-pipe',
      `--user-data-dir=${folder}`,
      `--host-resolver-rules=${hostResolverRules}`,
    ],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'], detached: true },
  );
  const [, , , commands, answers] = child.stdio;
  if (!(commands instanceof Writable && answers instanceof Readable)) throw new TypeError('Chromium has no pipe.');
  answers.resume();
  let id = 0;
  return {
    open: (url: string): void => {
      id += 1;
      commands.write(`${JSON.stringify({ id, method: 'Target.createTarget', params: { url, newWindow: true } })}\0`);
    },
    [Symbol.asyncDispose]: async (): Promise<void> => {
      const closed = once(child, 'close');
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      await closed;
      await rm(folder, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}
