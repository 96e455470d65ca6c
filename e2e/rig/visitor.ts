import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { accessibilityProblems } from './accessibility.ts';

const SIZES = {
  desk: { width: 1280, height: 900 },
  phone: { width: 360, height: 740 },
  wide: { width: 2560, height: 1300 },
} as const;

export interface VisitorOptions {
  /** Default: `desk`. */
  readonly size?: keyof typeof SIZES;
  /** Default: `light`. */
  readonly scheme?: 'light' | 'dark';
  /** What the page may complain of: that it was cut off, where a test does that. Default: nothing. */
  readonly mayComplainOf?: RegExp;
}

const FOLDER = new URL('../screenshots/', import.meta.url).pathname;

/** How long a page may take to show what is expected of it, in ms: it takes so long only where it fails. */
const PATIENCE_MS = 15_000;

const LISTEN_FOR_VIOLATIONS = `document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile, lineNumber }) =>
  console.error('CSP: ' + violatedDirective + ' blocked ' + blockedURI + ' at ' + sourceFile + ':' + lineNumber));`;

/** Keeps the numbers of the events that a stream brings, whatever becomes of them. */
const LISTEN_TO_STREAMS = `{
  const fetchIt = window.fetch;
  window.streamedSeqs = [];
  window.fetch = async (...asked) => {
    const response = await fetchIt(...asked);
    if (!(response.headers.get('content-type') ?? '').startsWith('text/event-stream') || response.body === null) return response;
    const [mine, theirs] = response.body.tee();
    void (async () => {
      let rest = '';
      for await (const text of mine.pipeThrough(new TextDecoderStream())) {
        const lines = (rest + text).split('\\n');
        rest = lines.pop();
        for (const line of lines) if (line.startsWith('id:')) window.streamedSeqs.push(Number(line.slice(3)));
      }
    })().catch(() => undefined);
    return new Response(theirs, { status: response.status, headers: response.headers });
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
   * What is wrong with the page for those who cannot see or point, in light and dark, and on a phone; a test expects nothing.
   * Takes pictures by the name of the state.
   */
  async inspect(name: string): Promise<readonly string[]> {
    const { page } = this;
    const problems: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await this.picture(`${name}-${colorScheme}`);
      problems.push(...(await accessibilityProblems(page)).map((problem) => `${colorScheme}: ${problem}`));
    }
    await page.setViewportSize(SIZES.phone);
    await this.picture(`${name}-phone`);
    const overhang = await this.overhang();
    if (overhang > 0) problems.push(`phone: the page is ${overhang} px wider than its window`);
    await page.setViewportSize(SIZES.desk);
    return problems;
  }

  /** A picture for people, by the name of the state that it shows. */
  async picture(name: string): Promise<void> {
    await mkdir(FOLDER, { recursive: true });
    await this.page.screenshot({ path: join(FOLDER, `${name}.png`), animations: 'disabled' });
  }

  /** What is wrong with the page for those who cannot see or point, in sentences; a test expects nothing. */
  async accessibilityProblems(): Promise<readonly string[]> {
    return await accessibilityProblems(this.page);
  }

  /** By how many pixels the page is wider than its window. */
  async overhang(): Promise<number> {
    return await this.page.evaluate<number>(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
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

  async #setLifecycle(state: 'frozen' | 'active'): Promise<void> {
    const session = await this.#context.newCDPSession(this.page);
    await session.send('Page.setWebLifecycleState', { state });
    await session.detach();
  }

  async close(): Promise<void> {
    await this.#context.close();
  }
}
