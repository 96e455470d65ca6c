import { type AgentTool, defineTool } from '@telltale/agent';
import type { Fence } from '@telltale/browser';
import { toFailure } from '@telltale/core';
import { guardedFetch, type OutboundPolicy } from '@telltale/outbound';
import { z } from 'zod';
import { decodeText, USER_AGENT } from '../../feed/index.ts';
import type { Attempts } from '../attempts.ts';
import { capped, readablePage } from './readable-page.ts';

const TIMEOUT_MS = 30_000;
const MAX_BYTES = 20 * 1024 * 1024;

interface Fetched {
  readonly text: string;
  readonly failed: string | null;
}

export interface FetchToolOptions {
  readonly outbound: OutboundPolicy;
  readonly fence: Fence;
  readonly attempts: Attempts;
}

/** A tool that reads one address. What goes wrong is told as a text: the agent decides what to do then. */
export function fetchUrlTool({ outbound, fence, attempts }: FetchToolOptions): AgentTool {
  return defineTool<{ readonly url: string }, Fetched>({
    description:
      'Reads a web page or a feed: its text, with links and what it tells programs. Audio is not read, only its type.',
    input: z.object({ url: z.string().describe('The whole address.') }),
    timeoutMs: TIMEOUT_MS + 5_000,
    ownTimeoutMs: () => TIMEOUT_MS,
    replayable: true,
    extract: true,
    async execute({ url }, { signal }) {
      try {
        const text = await read(url, outbound, signal);
        attempts.note({ source: 'fetch_url', urlOrQuery: url, outcome: 'ok', note: '' });
        return { text, failed: null };
      } catch (error) {
        signal.throwIfAborted();
        const { message } = toFailure(error);
        attempts.note({ source: 'fetch_url', urlOrQuery: url, outcome: 'error', note: message });
        return { text: '', failed: message };
      }
    },
    failure: ({ failed }) => failed,
    toModel: ({ text, failed }) => (failed === null ? fence.around(text) : `Error: ${failed}`),
    toRecord: ({ text, failed }) => failed ?? text,
  }) as AgentTool;
}

async function read(url: string, outbound: OutboundPolicy, signal: AbortSignal): Promise<string> {
  const response = await guardedFetch(url, {
    policy: outbound,
    signal,
    maxBytes: MAX_BYTES,
    timeoutMs: TIMEOUT_MS,
    allowDowngrade: true,
    headers: { 'user-agent': USER_AGENT },
  });
  const type = response.headers.get('content-type') ?? '';
  if (!response.ok || /^(?:audio|video|image)\//.test(type)) {
    await response.body?.cancel();
    if (response.ok) return `${response.url} is a file of the type ${type}.`;
    throw new Error(`${new URL(response.url).hostname} answered with ${response.status}.`);
  }
  const text = decodeText(new Uint8Array(await response.arrayBuffer()), type);
  const isMarkedUp = /html/.test(type) || /<html[\s>]/i.test(text.slice(0, 4_000));
  return `${response.url}\n${isMarkedUp ? readablePage(text) : capped(text)}`;
}
