import { TelltaleError } from '@telltale/core';
import type { Step } from '@telltale/engine';
import { guardedFetch, type OutboundPolicy } from '@telltale/outbound';
import { z } from 'zod';
import { plainLine, USER_AGENT, wholeUrl } from '../feed/index.ts';
import type { Finding } from './details.ts';

const TIMEOUT_MS = 10_000;
const MAX_BYTES = 1024 * 1024;

const answerSchema = z.object({ title: z.string().nullish(), thumbnail_url: z.string().nullish() });

/** What a page's oEmbed says. Its author and provider are people and companies, never surely a show. */
export async function askOembed(step: Step, url: string, outbound: OutboundPolicy): Promise<Finding> {
  const { title, thumbnail_url } = await step.action('ask_oembed', { url }, async ({ signal }) => {
    const limits = { maxBytes: MAX_BYTES, timeoutMs: TIMEOUT_MS, allowDowngrade: true };
    const headers = { 'user-agent': USER_AGENT, accept: 'application/json' };
    const response = await guardedFetch(url, { policy: outbound, signal, headers, ...limits });
    const text = await response.text();
    if (!response.ok) throw failed(url, `answered with ${response.status}`);
    return read(url, text);
  });
  return { source: 'oEmbed', details: { title: plainLine(title), imageUrl: wholeUrl(thumbnail_url, url) } };
}

function read(url: string, text: string): z.output<typeof answerSchema> {
  try {
    return answerSchema.parse(JSON.parse(text));
  } catch (error) {
    throw failed(url, 'sent something else than oEmbed', error);
  }
}

function failed(url: string, why: string, cause?: unknown): TelltaleError {
  const { hostname } = new URL(url);
  return new TelltaleError(`${hostname} ${why}.`, { code: 'oembed_failed', cause });
}
