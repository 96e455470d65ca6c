import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { accessibilityProblems } from './accessibility.ts';

const SIZES = {
  desk: { width: 1280, height: 900 },
  phone: { width: 360, height: 740 },
  wide: { width: 2560, height: 1300 },
  /** A window of 1280 px, enlarged to 400 %. */
  enlarged: { width: 320, height: 256 },
} as const;

export interface VisitorOptions {
  /** Default: `desk`. */
  readonly size?: keyof typeof SIZES;
  /** Default: `light`. */
  readonly scheme?: 'light' | 'dark';
  /** What the page may complain of: that it was cut off, where a test does that. Default: nothing. */
  readonly mayComplainOf?: RegExp;
}

/** `npm run test:pages`. Axe and pictures take most of the time of these tests. */
const LOOKS_AT_EVERYTHING = process.env.TELLTALE_E2E === 'full';

const FOLDER = new URL('../screenshots/', import.meta.url).pathname;

/** How long a page may take to show what is expected of it, in ms: it takes so long only where it fails. */
const PATIENCE_MS = 15_000;

/** How long a page may take to fit into a window that has become smaller. */
const FITTING_MS = 5_000;

const LISTEN_FOR_VIOLATIONS = `document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile, lineNumber }) =>
  console.error('CSP: ' + violatedDirective + ' blocked ' + blockedURI + ' at ' + sourceFile + ':' + lineNumber));`;

/**
 * Keeps the numbers of the events that a stream brings, whatever becomes of them. A page with two streams at a time is complained
 * of: a browser has six connections to a server for all its pages.
 */
const LISTEN_TO_STREAMS = `{
  const fetchIt = window.fetch;
  let open = 0;
  window.streamedSeqs = [];
  window.fetch = async (...asked) => {
    if (!new URL(asked[0].url ?? asked[0], location.href).pathname.endsWith('/stream')) return fetchIt(...asked);
    const ended = new AbortController();
    ended.signal.addEventListener('abort', () => (open -= 1));
    asked[1]?.signal?.addEventListener('abort', () => ended.abort());
    open += 1;
    if (open > 1) console.error(open + ' streams at a time');
    try {
      const response = await fetchIt(...asked);
      if (response.body === null) throw new Error('a stream without a body');
      const [mine, theirs] = response.body.tee();
      void (async () => {
        let rest = '';
        for await (const text of mine.pipeThrough(new TextDecoderStream())) {
          const lines = (rest + text).split('\\n');
          rest = lines.pop();
          for (const line of lines) if (line.startsWith('id:')) window.streamedSeqs.push(Number(line.slice(3)));
        }
      })().catch(() => undefined).finally(() => ended.abort());
      return new Response(theirs, { status: response.status, headers: response.headers });
    } catch (error) {
      ended.abort();
      throw error;
    }
  };
}`;

/** Somebody who looks at the dashboard in a browser of his own. Keeps what the page complains of. */
export class Visitor {
  readonly page: Page;
  readonly complaints: string[] = [];
  readonly #context: BrowserContext;

  static async come(browser: Browser, baseURL: string, options: VisitorOptions): Promise<Visitor> {
    const { size = 'desk', scheme = 'light', mayComplainOf } = options;
    const context = await browser.newContext({
      baseURL,
      viewport: SIZES[size],
      colorScheme: scheme,
      reducedMotion: 'reduce',
      timezoneId: 'Europe/Vienna',
      locale: 'en-GB',
    });
    context.setDefaultTimeout(PATIENCE_MS);
    await context.addInitScript(LISTEN_FOR_VIOLATIONS);
    await context.addInitScript(LISTEN_TO_STREAMS);
    return new Visitor(context, await context.newPage(), mayComplainOf);
  }

  private constructor(context: BrowserContext, page: Page, mayComplainOf: RegExp | undefined) {
    this.#context = context;
    this.page = page;
    const complain = (what: string) => {
      if (mayComplainOf?.test(what) !== true) this.complaints.push(what);
    };
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type()))
        complain(`${message.type()}: ${message.text()} (${message.location().url})`);
    });
    page.on('pageerror', (error) => complain(`error: ${error.stack ?? error.message}`));
  }

  async goTo(path: string): Promise<void> {
    await this.page.goto(path);
    await this.page.getByRole('heading', { level: 1 }).first().waitFor();
  }

  /** Resolves when an expression is true in the page. Playwright's own way to wait for that is not allowed by our policy. */
  async until(expression: string): Promise<void> {
    await this.page.evaluate(`new Promise((resolve, reject) => {
      const late = performance.now() + ${PATIENCE_MS};
      const look = async () => {
        if (await (${expression})) return resolve(null);
        if (performance.now() > late) return reject(new Error(${JSON.stringify(`it is not so: ${expression}`)}));
        requestAnimationFrame(look);
      };
      void look();
    })`);
  }

  /** Resolves when nothing is being loaded any more. */
  async settled(): Promise<void> {
    await this.until(
      `document.querySelector('[aria-busy=true], .mantine-Loader-root, .mantine-Skeleton-root') === null`,
    );
  }

  /** Resolves when the lamp in the corner says so: `Live`, `Offline`. */
  async connection(label: string): Promise<void> {
    await this.page.getByRole('banner').getByRole('status').getByText(label, { exact: true }).waitFor();
  }

  /** Resolves when the page shows this text. */
  async sees(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).first().waitFor();
  }

  /**
   * What is wrong with the page for those who cannot see or point, and on a phone; a test expects nothing. When everything is
   * looked at, also in dark, also with axe on the phone, and with a picture of each by the name of the state.
   */
  async inspect(name: string): Promise<readonly string[]> {
    const { page } = this;
    const problems = await this.#problems(name, 'light');
    if (LOOKS_AT_EVERYTHING) {
      await page.emulateMedia({ colorScheme: 'dark' });
      problems.push(...(await this.#problems(name, 'dark')));
    }
    await page.setViewportSize(SIZES.phone);
    if (LOOKS_AT_EVERYTHING) problems.push(...(await this.#problems(name, 'phone')));
    const overhang = await this.overhang();
    if (overhang > 0) problems.push(`phone: the page is ${overhang} px wider than its window`);
    await page.setViewportSize(SIZES.desk);
    return problems;
  }

  async #problems(name: string, view: 'light' | 'dark' | 'phone'): Promise<string[]> {
    await this.picture(`${name}-${view}`);
    return (await accessibilityProblems(this.page)).map((problem) => `${view}: ${problem}`);
  }

  /** A picture for people, by the name of the state that it shows; taken when everything is looked at. */
  async picture(name: string): Promise<void> {
    if (!LOOKS_AT_EVERYTHING) return;
    await mkdir(FOLDER, { recursive: true });
    await this.page.screenshot({ path: join(FOLDER, `${name}.png`), animations: 'disabled' });
  }

  /** What is wrong with the page for those who cannot see or point, in sentences; a test expects nothing. */
  async accessibilityProblems(): Promise<readonly string[]> {
    return await accessibilityProblems(this.page);
  }

  /** By how many pixels the page is wider than its window, once it has had the time to fit in. */
  async overhang(): Promise<number> {
    return await this.page.evaluate<number>(`new Promise((resolve) => {
      const late = performance.now() + ${FITTING_MS};
      const look = () => {
        const { scrollWidth, clientWidth } = document.documentElement;
        if (scrollWidth <= clientWidth || performance.now() > late) return resolve(scrollWidth - clientWidth);
        requestAnimationFrame(look);
      };
      look();
    })`);
  }

  /** In which windows the page is wider than they are: much enlarged, and on a wide screen; a test expects none. */
  async tooWideFor(): Promise<readonly string[]> {
    const { page } = this;
    const before = page.viewportSize() ?? SIZES.desk;
    const names: string[] = [];
    for (const name of ['enlarged', 'wide'] as const) {
      await page.setViewportSize(SIZES[name]);
      const overhang = await this.overhang();
      if (overhang > 0) names.push(`${name}: by ${overhang} px`);
    }
    await page.setViewportSize(before);
    return names;
  }

  /** Holds a file over the middle of the page. */
  async drag(file: string): Promise<void> {
    await this.#dragEvent('dragEnter', file);
  }

  /** Lets go of it there. */
  async drop(file: string): Promise<void> {
    // Once to come to what has appeared there, once to be told that it takes the file.
    await this.#dragEvent('dragOver', file);
    await this.#dragEvent('dragOver', file);
    await this.#dragEvent('drop', file);
  }

  async #dragEvent(type: 'dragEnter' | 'dragOver' | 'drop', file: string): Promise<void> {
    const { width, height } = this.page.viewportSize() ?? SIZES.desk;
    const session = await this.#context.newCDPSession(this.page);
    const data = { items: [], files: [file], dragOperationsMask: 1 };
    await session.send('Input.dispatchDragEvent', { type, x: width / 2, y: height / 2, data });
    await session.detach();
  }

  /** Marks the document: a reload would lose that. */
  async mark(): Promise<void> {
    await this.page.evaluate('window.isTheSame = true');
  }

  async isTheSame(): Promise<boolean> {
    return await this.page.evaluate<boolean>('window.isTheSame === true');
  }

  /** The numbers of the events that streams brought to the page, each once, in the order in which they came. */
  async streamedSeqs(): Promise<readonly number[]> {
    return [...new Set(await this.page.evaluate<number[]>('window.streamedSeqs'))];
  }

  /** Has the browser stop the page, as it does with those in the background of a phone. */
  async sleep(): Promise<void> {
    await this.#setLifecycle('frozen');
  }

  async wake(): Promise<void> {
    await this.#setLifecycle('active');
  }

  /** From now on, the clock of the page can be set forward. */
  async controlTime(): Promise<void> {
    await this.page.clock.install();
  }

  /** Puts the page behind others, or in front of them. */
  async setHidden(isHidden: boolean): Promise<void> {
    await this.page.evaluate(`{
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => '${isHidden ? 'hidden' : 'visible'}' });
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => ${isHidden} });
      document.dispatchEvent(new Event('visibilitychange'));
    }`);
  }

  async #setLifecycle(state: 'frozen' | 'active'): Promise<void> {
    const session = await this.#context.newCDPSession(this.page);
    await session.send('Page.setWebLifecycleState', { state });
    await session.detach();
  }

  async close(): Promise<void> {
    await this.#context.close();
  }
}
