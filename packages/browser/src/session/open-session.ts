import type { Step } from '@telltale/engine';
import { startEgressProxy } from '@telltale/outbound';
import type { Browser } from 'playwright-core';
import { findBrowser } from '../launch/find-browser.ts';
import { isSandboxed, launchBrowser, userAgentOf } from '../launch/launch-browser.ts';
import { checkVideo } from '../launch/video.ts';
import { keepRecordings, saveTrace, startTrace } from '../recording/recordings.ts';
import { within } from '../within.ts';
import { guardDocuments } from './document-guard.ts';
import { killProcessesWith } from './processes.ts';
import { profileArgument, reapBrowsers } from './reap-browsers.ts';
import { Refusals } from './refusals.ts';
import { Session } from './session.ts';
import { defaultSessionsFolder, makeSessionFolder, removeSessionFolder } from './session-folder.ts';
import { SessionRules } from './session-rules.ts';
import { browserSettings } from './settings.ts';
import type { BrowserOptions } from './with-browser.ts';

/** How long a browser may take to close in order before it is killed. */
const CLOSE_MS = 5_000;
/** How long its pages may take to. */
const CLOSE_PAGES_MS = 1_000;

export interface OpenedSession {
  readonly session: Session;
  readonly startedMs: number;
  /** Closes all pages: whatever waits for one fails at once, and the trace can still be saved. */
  readonly abandon: () => Promise<void>;
  readonly saveTrace: () => Promise<void>;
  readonly close: () => Promise<void>;
  readonly keepRecordings: () => Promise<void>;
  readonly removeFolder: () => Promise<void>;
}

/** Starts a browser and all that belongs to its session; nothing is left of a start that fails. */
export async function openSession(step: Step, options: BrowserOptions): Promise<OpenedSession> {
  step.signal.throwIfAborted();
  const startedMs = Date.now();
  const settings = browserSettings(options);
  const rules = new SessionRules(settings, options.outbound ?? {});
  const { env = process.env, folder: sessions = defaultSessionsFolder(), headless = true, executablePath } = options;
  const browser = await findBrowser({ env, ...(executablePath === undefined ? {} : { executablePath }) });
  if (settings.recordVideo) await checkVideo();
  await reapBrowsers(sessions);
  await using started = new AsyncDisposableStack();
  const folder = await makeSessionFolder(sessions, { runId: step.runId, step: step.name });
  started.defer(() => removeSessionFolder(folder.path));
  const kill = async () => {
    await killProcessesWith(profileArgument(folder.profile));
  };
  started.defer(kill);
  const refusals = new Refusals();
  // Which domains pages may be of is asked for documents; their pictures and scripts come from anywhere.
  const proxy = await startEgressProxy(rules.policy, { anyDomain: true, onRefused: ({ host }) => refusals.host(host) });
  started.use(proxy);
  const userAgent = settings.userAgent ?? userAgentOf(browser, process.platform);
  const context = await launchBrowser({ browser, folder, settings, userAgent, headless, env, proxyUrl: proxy.url });
  const session = new Session({ step, context, settings, userAgent, rules, folder, refusals });
  await guardDocuments(context.browser() as Browser, {
    check: (url, isPage) => rules.checkDocument(url, isPage),
    refusals,
    credentials: proxy,
  });
  if (settings.recordTrace) await startTrace(context);
  tellStart(session, browser.version);
  started.move();
  return {
    session,
    startedMs,
    abandon: async () => {
      const pages = context.pages();
      await within('The end of the pages', CLOSE_PAGES_MS, () => Promise.all(pages.map((page) => page.close()))).catch(
        kill,
      );
    },
    saveTrace: async () => {
      if (settings.recordTrace && session.hasOpened && !session.isGone) await saveTrace(context, folder);
    },
    close: async () => {
      try {
        await within('The end of the browser', CLOSE_MS, () => context.close());
      } finally {
        await kill();
        await proxy.close();
      }
    },
    keepRecordings: () => keepRecordings(session, folder),
    removeFolder: () => removeSessionFolder(folder.path),
  };
}

function tellStart({ id, step }: Session, version: string | null): void {
  const sandbox = isSandboxed() ? '' : ' Its sandbox is off, because this process runs as root.';
  step.log(`Browser session began: ${version ?? 'a browser'}.${sandbox}`, { browser: id });
}
