import { formatBytes } from '@telltale/core';
import { ActionBlockedError, type Artifact } from '@telltale/engine';
import { guardedFetch, OutboundRefusedError } from '@telltale/outbound';
import { z } from 'zod';
import { quotePage, quoteUrl } from '../content/quote.ts';
import { PageActionError } from './errors.ts';
import { fileNameOf } from './file-name.ts';
import { judgeFile, peek } from './file-type.ts';
import { pageTool } from './page-tool.ts';
import type { ToolKit } from './tool-kit.ts';

/** Longest time of one download, in ms. */
const DOWNLOAD_MS = 10 * 60_000;

export function downloadTool(kit: ToolKit) {
  const { session, caught } = kit;
  return {
    ...pageTool(kit, {
      name: 'download',
      description:
        'Downloads a file with the cookies of the browser and keeps it as an artifact. Without an address: what intercept_media found last. Web pages and programs are not kept.',
      input: z.object({ url: z.string().max(4_000).optional() }),
      what: ({ url }) => `download ${quoteUrl(url ?? caught.url ?? '', 200)}`,
      limitMs: () => DOWNLOAD_MS,
      run: async ({ url: asked }, { signal }) => {
        const url = asked ?? caught.url;
        if (url === null) {
          throw new PageActionError('Say which address to download: intercept_media has not found anything yet.');
        }
        return { says: await download(kit, new URL(url, session.page().url()).href, signal) };
      },
    }),
    timeoutMs: DOWNLOAD_MS,
  };
}

async function download(kit: ToolKit, url: string, signal: AbortSignal): Promise<string> {
  const { session } = kit;
  const response = await fetchAsBrowser(kit, url, signal);
  try {
    if (!response.ok) throw refused(url, `the site answered with status ${response.status}`);
    if (response.body === null) throw refused(url, 'it is empty');
    const { start, all } = await peek(response.body);
    const said = response.headers.get('content-type') ?? '';
    const { type, extension, problem } = await judgeFile(start, { said, accepted: kit.downloadTypes });
    if (problem !== null) throw refused(url, problem);
    const name = fileNameOf(response.headers.get('content-disposition'), response.url || url, extension);
    const artifact = await session.step.artifact({ name, kind: 'download', contentType: type, source: all });
    return kept(artifact, response.url);
  } catch (error) {
    await response.body?.cancel().catch(() => undefined);
    signal.throwIfAborted();
    throw inWords(error);
  }
}

/** As the page that is open would: with the browser's cookies and its name. */
async function fetchAsBrowser({ session }: ToolKit, url: string, signal: AbortSignal): Promise<Response> {
  const cookies = await session.context.cookies(url);
  const page = session.page().url();
  try {
    return await guardedFetch(url, {
      policy: session.rules.policy,
      signal,
      maxBytes: session.settings.maxDownloadBytes,
      headers: {
        accept: '*/*',
        'user-agent': session.userAgent,
        ...(/^https?:/.test(page) ? { referer: page } : {}),
        ...(cookies.length === 0 ? {} : { cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') }),
      },
    });
  } catch (error) {
    signal.throwIfAborted();
    throw inWords(error);
  }
}

function kept({ name, bytes, contentType }: Artifact, url: string): string {
  return `Downloaded and kept: ${quotePage(name)}, ${formatBytes(bytes)}, ${contentType}, from ${quoteUrl(url)}.`;
}

function refused(url: string, problem: string): PageActionError {
  return new PageActionError(`${quoteUrl(url, 200)} was not kept: ${problem}.`);
}

/** What went wrong on the way, for an agent. */
function inWords(error: unknown): unknown {
  if (error instanceof OutboundRefusedError) return new ActionBlockedError(error.message, { cause: error });
  return error;
}
