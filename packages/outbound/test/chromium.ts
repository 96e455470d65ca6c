import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { onTestFinished } from 'vitest';
import type { EgressProxy } from '../src/index.ts';

const CHROMIUM = '/usr/bin/chromium';

/** Why there is no browser to test with; `undefined` if there is one. */
export const noChromium = existsSync(CHROMIUM) ? undefined : `there is no ${CHROMIUM}`;

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly sessionId?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: Readonly<Record<string, unknown>>;
}

/** A page of a real browser that reaches everything through the proxy, and tells it the password when asked. */
export class ChromiumPage {
  readonly #input: Writable;
  readonly #waiting = new Map<number, (result: Readonly<Record<string, unknown>>) => void>();
  readonly #events = new Map<string, (message: Message) => void>();
  #sessionId: string | undefined;
  #lastId = 0;

  constructor(browser: ChildProcess) {
    this.#input = browser.stdio[3] as Writable;
    const output = browser.stdio[4] as Readable;
    let unread = '';
    output.setEncoding('utf8').on('data', (chunk: string) => {
      const messages = (unread + chunk).split('\0');
      unread = messages.pop() ?? '';
      for (const message of messages) this.#take(JSON.parse(message));
    });
  }

  on(method: string, take: (message: Message) => void): void {
    this.#events.set(method, take);
  }

  send(method: string, params: object = {}): Promise<Readonly<Record<string, unknown>>> {
    const id = ++this.#lastId;
    const { promise, resolve } = Promise.withResolvers<Readonly<Record<string, unknown>>>();
    this.#waiting.set(id, resolve);
    this.#input.write(`${JSON.stringify({ id, method, params, sessionId: this.#sessionId })}\0`);
    return promise;
  }

  async attach(): Promise<void> {
    const { targetId } = await this.send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
    this.#sessionId = String(sessionId);
    await this.send('Page.enable');
    await this.send('Runtime.enable');
  }

  /** Opens a page, and waits for it. Gives what went wrong in the browser's words. */
  async open(url: string): Promise<unknown> {
    const loaded = new Promise<void>((resolve) => this.on('Page.loadEventFired', () => resolve()));
    const { errorText } = await this.send('Page.navigate', { url });
    await loaded;
    return errorText;
  }

  async evaluate(expression: string): Promise<unknown> {
    const answer = await this.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    return (answer.result as { value?: unknown } | undefined)?.value;
  }

  #take(message: Message): void {
    if (message.id === undefined) this.#events.get(message.method ?? '')?.(message);
    else this.#waiting.get(message.id)?.(message.result ?? {});
  }
}

/** Closed after the test. */
export async function openChromium({ url, username, password }: EgressProxy): Promise<ChromiumPage> {
  const folder = await mkdtemp(join(tmpdir(), 'telltale-outbound-'));
  const options = [
    '--headless',
    '--remote-debugging-pipe',
    `--user-data-dir=${folder}`,
    `--proxy-server=${url}`,
    '--proxy-bypass-list=<-loopback>',
    '--disable-background-networking',
    '--disable-component-update',
    '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
    '--no-first-run',
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ];
  const browser = spawn(CHROMIUM, options, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'], detached: true });
  onTestFinished(async () => {
    const exited = once(browser, 'exit');
    if (browser.pid !== undefined) process.kill(-browser.pid, 'SIGKILL');
    await exited;
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  });
  const page = new ChromiumPage(browser);
  await page.attach();
  page.on('Fetch.authRequired', ({ params }) => {
    const authChallengeResponse = { response: 'ProvideCredentials', username, password };
    void page.send('Fetch.continueWithAuth', { requestId: params?.requestId, authChallengeResponse });
  });
  page.on('Fetch.requestPaused', ({ params }) => {
    void page.send('Fetch.continueRequest', { requestId: params?.requestId });
  });
  await page.send('Fetch.enable', { handleAuthRequests: true });
  return page;
}
