import type { Frame, Page } from 'playwright-core';
import { type ReadDocument, type ReadOptions, readDocument } from './in-page/read-document.ts';
import { type InPageOptions, inPage } from './in-page.ts';
import { quoteUrl } from './quote.ts';

/** Most characters that are read of one page, frames included. */
const PAGE_CHARACTERS = 600_000;
const MAX_FRAMES = 20;
const FRAME_MS = 2_000;

/** The cleaned content of a page's main document, and of the frames in it that have any. */
export async function readPage(
  page: Page,
  format: ReadOptions['format'],
  options: InPageOptions,
): Promise<ReadDocument> {
  const main = await readFrame(page.mainFrame(), { format, maxCharacters: PAGE_CHARACTERS }, options);
  let { text, isCut } = main;
  for (const frame of innerFrames(page)) {
    const inner = await readFrame(
      frame,
      { format, maxCharacters: PAGE_CHARACTERS - text.length },
      { ...options, limitMs: FRAME_MS },
    ).catch(() => null);
    options.signal.throwIfAborted();
    if (inner === null || inner.text === '') continue;
    text = `${text}\n\n[in a frame, ${quoteUrl(frame.url(), 200)}]\n${inner.text}`;
    isCut ||= inner.isCut;
  }
  return { title: main.title, text, isCut };
}

/** The beginning of what a page says, frames left out. */
export async function readBeginning(page: Page, maxCharacters: number, options: InPageOptions): Promise<ReadDocument> {
  return await readFrame(page.mainFrame(), { format: 'text', maxCharacters }, options);
}

async function readFrame(frame: Frame, read: ReadOptions, options: InPageOptions): Promise<ReadDocument> {
  const { text, ...rest } = await inPage(frame, readDocument, read, options);
  return { ...rest, text: tidy(text) };
}

function innerFrames(page: Page): readonly Frame[] {
  // Of one that was refused there is no URL, and it never answers.
  const frames = page.frames().filter((frame) => frame !== page.mainFrame() && !/^(?:about:blank)?$/.test(frame.url()));
  return frames.slice(0, MAX_FRAMES);
}

function tidy(text: string): string {
  return text
    .replaceAll(/[ \t\u00A0]+/g, ' ')
    .replaceAll(/ ?\n ?/g, '\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}
