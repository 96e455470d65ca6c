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
    return new Visitor(context, await context.newPage(), mayComplainOf);
  }

  private constructor(context: BrowserContext, page: Page, mayComplainOf: RegExp | undefined) {
    this.#context = context;
    this.page = page;
    const complain = (what: string) => {
      if (mayComplainOf?.test(what) !== true) this.complaints.push(what);
    };
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complain(`${message.type()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => complain(`error: ${error.stack ?? error.message}`));
  }

  async goTo(path: string): Promise<void> {
    await this.page.goto(path);
    await this.page.getByRole('heading', { level: 1 }).first().waitFor();
  }

  /** Resolves when the lamp in the corner says so: `Live`, `Offline`. */
  async connection(label: string): Promise<void> {
    await this.page.getByRole('banner').getByRole('status').getByText(label, { exact: true }).waitFor();
  }

  /** Resolves when the page shows this text. */
  async sees(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).first().waitFor();
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

  async close(): Promise<void> {
    await this.#context.close();
  }
}
