import type { Browser, CDPSession } from 'playwright-core';
import type { Refusals } from './refusals.ts';

export interface DocumentGuardOptions {
  /** Throws why a document may not be loaded. `isPage`: it is for a tab, rather than for a frame in one. */
  readonly check: (url: string, isPage: boolean) => Promise<void>;
  readonly refusals: Refusals;
  /** For the proxy, which asks for it once. */
  readonly credentials: { readonly username: string; readonly password: string };
}

/**
 * Holds every document that the browser asks for, of tabs, frames and new windows, until it is clear whether it may be
 * loaded; each hop of a redirect is a document of its own. One that may not is aborted, and its page stays what it was.
 *
 * Playwright's routes see no redirect, and a new window only after its first request. The browser's own session sees
 * both, from the first one on.
 */
export async function guardDocuments(browser: Browser, options: DocumentGuardOptions): Promise<void> {
  const { credentials } = options;
  const session = await browser.newBrowserCDPSession();
  session.on('Fetch.requestPaused', ({ requestId, request, frameId }) => {
    void judge(session, options, { requestId, url: request.url, frameId }).catch(ignoreEnd);
  });
  session.on('Fetch.authRequired', ({ requestId, authChallenge }) => {
    const answer =
      authChallenge.source === 'Proxy'
        ? ({ response: 'ProvideCredentials', ...credentials } as const)
        : ({ response: 'CancelAuth' } as const);
    session.send('Fetch.continueWithAuth', { requestId, authChallengeResponse: answer }).catch(ignoreEnd);
  });
  await session.send('Fetch.enable', {
    patterns: [{ resourceType: 'Document', requestStage: 'Request' }],
    handleAuthRequests: true,
  });
}

interface Paused {
  readonly requestId: string;
  readonly url: string;
  readonly frameId: string;
}

async function judge(
  session: CDPSession,
  { check, refusals }: DocumentGuardOptions,
  { requestId, url, frameId }: Paused,
): Promise<void> {
  const isPage = await isMainFrame(session, frameId);
  try {
    await check(url, isPage);
  } catch (error) {
    refusals.host(URL.parse(url)?.hostname ?? '');
    if (isPage) refusals.page(error as Error);
    else refusals.frame();
    await session.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
    return;
  }
  await session.send('Fetch.continueRequest', { requestId });
}

/** The main frame of a tab has the tab's own id. */
async function isMainFrame(session: CDPSession, frameId: string): Promise<boolean> {
  const { targetInfos } = await session.send('Target.getTargets', { filter: [{ type: 'page' }] });
  return targetInfos.some(({ targetId }) => targetId === frameId);
}

/** The request, or the whole browser, was gone before the answer. */
function ignoreEnd(): void {}
