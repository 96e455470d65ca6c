import { z } from 'zod';
import { findMedia } from '../content/in-page/find-media.ts';
import { inPage } from '../content/in-page.ts';
import { quotePage, quoteUrl } from '../content/quote.ts';
import { mediaTypeOf } from './media-types.ts';
import { pageTool } from './page-tool.ts';
import type { ToolKit } from './tool-kit.ts';
import { wholeUrl } from './whole-url.ts';

const MAX_MEDIA = 100;

export function findMediaTool(kit: ToolKit) {
  return pageTool(kit, {
    name: 'find_media',
    description:
      'Lists audio and video that the page names anywhere: players, links, metadata, data attributes, structured data, and feeds. Addresses are whole.',
    input: z.object({}),
    what: () => 'looking for media',
    extract: true,
    run: async (_, { page, signal, reading }) => {
      const media = new Map<string, { readonly type: string; readonly where: string; readonly text: string }>();
      for (const frame of page.frames()) {
        const frameFound = await inPage(frame, findMedia, undefined, reading).catch((error: unknown) => {
          if (frame === page.mainFrame() || signal.aborted) throw error;
          return null;
        });
        for (const { url, type, where, text } of frameFound?.found ?? []) {
          const whole = wholeUrl(url, frameFound?.base ?? page.url());
          if (whole !== null && !media.has(whole)) media.set(whole, { type: type || mediaTypeOf(whole), where, text });
        }
      }
      if (media.size === 0) {
        return {
          says: 'The page names no audio or video. A player may load it only when it is started: intercept_media.',
        };
      }
      const lines = [...media].slice(0, MAX_MEDIA).map(([url, { type, where, text }]) => {
        const words = text === '' ? '' : `, ${quotePage(text)}`;
        return `${quoteUrl(url)} (${quotePage(type, 60) || 'type unknown'}, from ${where}${words})`;
      });
      return { says: `${media.size} found:`, content: lines.join('\n') };
    },
  });
}
