import { setTimeout as delay } from 'node:timers/promises';
import type { Response } from 'playwright-core';
import { z } from 'zod';
import { quoteUrl } from '../content/quote.ts';
import { clickableFields, clickElement } from './click.ts';
import { clickPoint } from './click-at.ts';
import { mediaTypeOfAnswer } from './media-types.ts';
import { pageTool } from './page-tool.ts';
import { describeTarget, isOneWay, type Target } from './target.ts';
import type { ToolKit } from './tool-kit.ts';
import { wholeUrl } from './whole-url.ts';

const LISTEN_SECONDS = 5;

export function interceptMediaTool(kit: ToolKit) {
  const { session, caught } = kit;
  return pageTool(kit, {
    name: 'intercept_media',
    description: `Clicks, such as on a player, and listens which audio or video the page loads then. Say where by selector, role and name, text, or x and y. What it finds last is what download takes.`,
    input: z
      .object({
        ...clickableFields,
        x: z.number().min(0).optional(),
        y: z.number().min(0).optional(),
        seconds: z.number().min(1).max(30).optional().describe(`How long to listen. Default: ${LISTEN_SECONDS}.`),
      })
      .refine(
        (given) => (pointOf(given) === null) === isOneWay(given),
        'Say where in exactly one way: selector, role with name, text, or x and y.',
      ),
    what: (given) => `intercept_media ${describe(given)}`,
    changesPage: true,
    once: kit.clicks === null,
    marker: (given) => pointOf(given) ?? undefined,
    run: async ({ seconds = LISTEN_SECONDS, ...given }, work) => {
      const found = new Map<string, string>();
      const listen = (response: Response) => {
        const type = mediaTypeOfAnswer(response.url(), response.headers()['content-type'] ?? '');
        const url = wholeUrl(response.url(), response.url());
        if (type !== '' && url !== null && response.status() < 400) found.set(url, type);
      };
      session.context.on('response', listen);
      try {
        const point = pointOf(given);
        if (point === null) await clickElement(kit, given, work);
        else await clickPoint(kit, point, work);
        await delay(seconds * 1_000, undefined, { signal: work.signal });
      } finally {
        session.context.off('response', listen);
      }
      if (found.size === 0) return { says: `Clicked; no audio or video was loaded in ${seconds} s.` };
      caught.url = [...found.keys()].at(-1) ?? null;
      const lines = [...found].map(([url, type]) => `${quoteUrl(url)} (${type})`);
      return { says: `Clicked; ${found.size} loaded in ${seconds} s:`, content: lines.join('\n') };
    },
  });
}

interface Where extends Target {
  readonly x?: number | undefined;
  readonly y?: number | undefined;
}

function pointOf({ x, y }: Where): { readonly x: number; readonly y: number } | null {
  return x === undefined || y === undefined ? null : { x, y };
}

function describe(given: Where): string {
  const point = pointOf(given);
  return point === null ? describeTarget(given) : `${point.x}, ${point.y}`;
}
