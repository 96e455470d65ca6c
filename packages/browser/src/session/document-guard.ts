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

async function judge(session: CDPSession, { check, refusals }: DocumentGuardOptions, paused: Paused): Promise<void> {
  const { requestId, url, frameId } = paused;
  const tab = await tabOf(session, frameId);
  try {
    await check(url, tab !== undefined);
  } catch (error) {
    refusals.host(URL.parse(url)?.hostname ?? '');
    // A tab that was closed meanwhile leads nowhere any more.
    const isPage = tab !== undefined && (await tabOf(session, frameId)) !== undefined;
    if (isPage) refusals.page(error as Error);
    else refusals.frame();
    await session.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
    if (isPage) refusals.givenUp(error as Error);
    // Playwright tells of a new tab with its first page: of this one nobody would ever hear, and a script can open hundreds.
    if (tab?.url === '') await session.send('Target.closeTarget', { targetId: frameId });
    return;
  }
  await session.send('Fetch.continueRequest', { requestId });
}

/** The tab that a frame is all of: its main frame has the tab's own id. The URL of a new one is empty. */
async function tabOf(session: CDPSession, frameId: string): Promise<{ readonly url: string } | undefined> {
  const { targetInfos } = await session.send('Target.getTargets', { filter: [{ type: 'page' }] });
  return targetInfos.find(({ targetId }) => targetId === frameId);
}

/** The request, or the whole browser, was gone before the answer. */
function ignoreEnd(): void {}
