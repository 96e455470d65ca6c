import { type AgentTool, browserSignature, type ToolContext } from '@telltale/agent';
import type { Page } from 'playwright-core';
import type { z } from 'zod';
import { waitForCaptcha } from '../captcha/wait-for-captcha.ts';
import type { PageGlobal } from '../content/in-page/dom.ts';
import { type InPageOptions, inPage } from '../content/in-page.ts';
import { quotePage, quoteUrl } from '../content/quote.ts';
import { pageProblem } from './page-problem.ts';
import { settle } from './settle.ts';
import type { ToolKit } from './tool-kit.ts';

/** What a call has beside its own limit, in ms: for a captcha, a picture, and reading where the page is. */
const AFTERWARDS_MS = 60_000;
/** A page that does not answer for so long, in ms, is busy for good. */
const ANSWER_MS = 10_000;
/** The same, where there are other things to tell of it. */
const GLANCE_MS = 2_000;

/** What a tool did. */
export interface PageResult {
  /** In our words, as a sentence; words of the page in it are quoted. */
  readonly says: string;
  /** What the page says. */
  readonly content?: string;
  /** It did not do what it was asked, and this says why. */
  readonly failure?: Error;
}

/** The same, and where the page is afterwards. */
export interface PageAnswer extends PageResult {
  readonly url: string;
  readonly title: string;
  /** What happened by itself meanwhile, and what stands in the way. */
  readonly notes: readonly string[];
  readonly reached: readonly string[];
}

export interface PageWork {
  readonly page: Page;
  readonly signal: AbortSignal;
  /** Longest time of one operation on the page, in ms. */
  readonly limitMs: number;
  /** For what is read in the page. */
  readonly reading: InPageOptions;
}

export interface PageToolOptions<I> {
  readonly name: string;
  readonly description: string;
  readonly input: z.ZodType<I>;
  /** Longest time of what it does, in ms. Default: the session's `pageTimeoutMs`. */
  readonly limitMs?: (input: I) => number;
  /** What it does, as errors begin: `click 'text=More'`. */
  readonly what: (input: I) => string;
  /** Whether the page may be another one afterwards: it gets time to settle, and a picture is taken. */
  readonly changesPage?: boolean;
  /** The place to mark in the picture. */
  readonly marker?: (input: I) => { readonly x: number; readonly y: number } | undefined;
  /** Whether it opens an address, whatever page is there; what it reaches is a place to have come to on purpose. */
  readonly navigates?: boolean;
  /** It may have effects that last. */
  readonly once?: boolean;
  readonly extract?: boolean;
  run(input: I, work: PageWork): Promise<PageResult>;
  /** What to tell of the page once it has settled. Default: nothing. */
  after?(work: PageWork): Promise<Pick<PageResult, 'content'>>;
}

/** A tool that does something on the page, and tells where the page is afterwards. */
export function pageTool<I>(kit: ToolKit, options: PageToolOptions<I>): AgentTool<I, PageAnswer> {
  const { name, description, input, once = false, extract = false } = options;
  const { session, fence } = kit;
  const limitOf = options.limitMs ?? (() => session.settings.pageTimeoutMs);
  return {
    description,
    input,
    once,
    extract,
    timeoutMs: Math.max(session.settings.pageTimeoutMs, session.settings.navigationTimeoutMs) + AFTERWARDS_MS,
    ownTimeoutMs: limitOf,
    signature: (given) => browserSignature(name, given),
    execute: async (given, context) => await runOnPage(kit, options, given, { ...context, limitMs: limitOf(given) }),
    failure: ({ failure }) => failure,
    reached: ({ reached }) => reached,
    toModel: (answer) => {
      const { content } = answer;
      return [...summaryOf(answer), ...(content === undefined ? [] : [fence.around(content)])].join('\n');
    },
    toRecord: (answer) => summaryOf(answer).join('\n'),
  };
}

function summaryOf({ says, url, title, notes }: PageAnswer): string[] {
  const where =
    url === 'about:blank'
      ? 'No page is open.'
      : `Now at ${quoteUrl(url)}${title === '' ? '' : `, “${quotePage(title)}”`}`;
  return [...notes.map((note) => quotePage(note, 300)), says, where];
}

async function runOnPage<I>(
  kit: ToolKit,
  options: PageToolOptions<I>,
  input: I,
  { signal, limitMs }: Pick<ToolContext, 'signal'> & { readonly limitMs: number },
): Promise<PageAnswer> {
  const { session } = kit;
  const { name, changesPage = false, navigates = false } = options;
  const { pageTimeoutMs, settleMs: maxMs } = session.settings;
  const answerMs = Math.min(ANSWER_MS, pageTimeoutMs);
  const glanceMs = Math.min(GLANCE_MS, pageTimeoutMs);
  // Another tab may be in front at any time.
  const work = (until: AbortSignal) => {
    return { page: session.page(), signal: until, limitMs, reading: { signal: until, limitMs: answerMs } };
  };
  let captcha: string | null = null;
  const takesPictures = changesPage && session.settings.screenshots === 'each-action';
  try {
    if (navigates) await session.steadyPage();
    const result = await session.act(name, async (refused) => {
      const until = AbortSignal.any([signal, refused]);
      const done = await options.run(input, work(until));
      if (!changesPage) return done;
      await settle(session.page(), { maxMs, signal: until });
      captcha = await waitForCaptcha({ page: () => session.page(), signal: until, glanceMs, times: kit.captcha });
      if (captcha !== null) await settle(session.page(), { maxMs, signal: until });
      return done;
    });
    if (changesPage) recheck(kit);
    const after = (await options.after?.(work(signal))) ?? {};
    const url = session.page().url();
    const title = await titleOf(session.page(), { signal, limitMs: glanceMs });
    const notes = [...(captcha === null ? [] : [captcha]), ...session.takeNotes()];
    return { ...result, ...after, url, title, notes, reached: navigates ? [url] : [] };
  } catch (error) {
    signal.throwIfAborted();
    throw pageProblem(error, { what: options.what(input), limitMs });
  } finally {
    const marker = options.marker?.(input);
    if (takesPictures && !signal.aborted) await session.capture(name, marker === undefined ? {} : { marker });
  }
}

/** A page may have gone somewhere else without a document being asked for. */
function recheck({ session }: ToolKit): void {
  const url = session.page().url();
  if (/^https?:/.test(url)) session.rules.check(url);
}

async function titleOf(page: Page, options: InPageOptions): Promise<string> {
  try {
    return await inPage(page, readTitle, undefined, options);
  } catch {
    options.signal.throwIfAborted();
    return '';
  }
}

function readTitle(): string {
  return (globalThis as unknown as PageGlobal).document.title.slice(0, 1_000);
}
