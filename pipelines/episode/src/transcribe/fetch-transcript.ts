import { setTimeout as delay } from 'node:timers/promises';
import { TelltaleError } from '@telltale/core';
import { type Step, stopKindOf } from '@telltale/engine';
import { guardedFetch, OutboundFailedError, type OutboundPolicy } from '@telltale/outbound';
import { TranscriptUnusableError } from '@telltale/speech';
import type { PublishedTranscript } from '../feed/feed.ts';
import { readText } from '../feed/read-text.ts';
import { USER_AGENT } from '../feed/user-agent.ts';

export interface FetchedTranscript {
  readonly text: string;
  /** As the server says, or as the feed does where the server does not know; empty if nobody says. */
  readonly contentType: string;
}

const TIMEOUT_MS = 60_000;
const MAX_BYTES = 8 * 1024 * 1024;
/** Before another try, in ms: without this transcript the audio has to be listened to, which takes far longer. */
const WAITS_MS = [500, 2_000];
/** Types that servers give to files that they do not know. */
const UNTOLD = /^(text\/plain|application\/octet-stream|binary\/octet-stream)\b|^$/;

/**
 * Fetches a transcript that a publisher offers; twice more where the site may only be busy. Throws `TranscriptUnusableError`
 * for one that is not there, and what `guardedFetch` throws.
 */
export async function fetchTranscript(
  step: Step,
  policy: OutboundPolicy,
  offered: PublishedTranscript,
): Promise<FetchedTranscript> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await fetchOnce(step, policy, offered, tries);
    } catch (error) {
      const waitMs = WAITS_MS[tries - 1];
      if (waitMs === undefined || stopKindOf(error) !== null || !(error instanceof TelltaleError && error.retryable)) {
        throw error;
      }
      await delay(waitMs, undefined, { signal: step.signal });
    }
  }
}

async function fetchOnce(step: Step, policy: OutboundPolicy, { url, type }: PublishedTranscript, tries: number) {
  return await step.action(
    'fetch_transcript',
    { url, type, ...(tries === 1 ? {} : { try: tries }) },
    async ({ signal }): Promise<FetchedTranscript> => {
      const headers = { 'user-agent': USER_AGENT };
      const response = await guardedFetch(url, { policy, signal, headers, maxBytes: MAX_BYTES, allowDowngrade: true });
      if (!response.ok) {
        await response.body?.cancel();
        throw refusal(url, response.status);
      }
      const told = response.headers.get('content-type') ?? '';
      return { text: await readText(response), contentType: UNTOLD.test(told) ? (type ?? told) : told };
    },
    { timeoutMs: TIMEOUT_MS, output: ({ text, contentType }) => ({ characters: text.length, contentType }) },
  );
}

function refusal(url: string, status: number): TelltaleError {
  const reason = `the server answered with status ${status}`;
  if (status !== 429 && status < 500) return new TranscriptUnusableError(reason, { url });
  return new OutboundFailedError(new URL(url).hostname, `T${reason.slice(1)}.`);
}
