import type { CDPSession, Page } from 'playwright-core';

const JPEG_QUALITY = 55;
const THUMBNAIL_WIDTH = 320;
const MARKER_SIZE = 16;
const RED = { r: 230, g: 20, b: 20, a: 0.85 };

export interface Picture {
  readonly jpeg: Buffer;
  readonly thumbnail: Buffer;
  readonly url: string;
  readonly width: number;
  readonly height: number;
}

/** Takes pictures of a page through its own debugging session, which does not wait for fonts as Playwright's would. */
export class Photographer {
  readonly #sessions = new WeakMap<Page, Promise<CDPSession>>();

  async take(page: Page, marker?: { readonly x: number; readonly y: number }): Promise<Picture> {
    const session = await this.#sessionOf(page);
    if (marker !== undefined) await mark(session, marker);
    try {
      const { cssVisualViewport: view } = await session.send('Page.getLayoutMetrics');
      const [width, height] = [Math.round(view.clientWidth), Math.round(view.clientHeight)];
      const clip = { x: view.pageX, y: view.pageY, width: view.clientWidth, height: view.clientHeight };
      const whole = await shoot(session, { ...clip, scale: 1 });
      // The browser makes it small: no library for images is needed.
      const small = await shoot(session, { ...clip, scale: THUMBNAIL_WIDTH / view.clientWidth });
      return { jpeg: whole, thumbnail: small, url: page.url(), width, height };
    } finally {
      if (marker !== undefined) await unmark(session);
    }
  }

  #sessionOf(page: Page): Promise<CDPSession> {
    const known = this.#sessions.get(page);
    if (known !== undefined) return known;
    const opened = page.context().newCDPSession(page);
    this.#sessions.set(page, opened);
    return opened;
  }
}

interface Clip {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly scale: number;
}

async function shoot(session: CDPSession, clip: Clip): Promise<Buffer> {
  const { data } = await session.send('Page.captureScreenshot', { format: 'jpeg', quality: JPEG_QUALITY, clip });
  return Buffer.from(data, 'base64');
}

/** Drawn by the browser over the page, which has nothing of it in its document. */
async function mark(session: CDPSession, { x, y }: { readonly x: number; readonly y: number }): Promise<void> {
  await session.send('DOM.enable');
  await session.send('Overlay.enable');
  await session.send('Overlay.highlightRect', {
    x: Math.round(x - MARKER_SIZE / 2),
    y: Math.round(y - MARKER_SIZE / 2),
    width: MARKER_SIZE,
    height: MARKER_SIZE,
    color: RED,
  });
}

async function unmark(session: CDPSession): Promise<void> {
  await session.send('Overlay.disable').catch(() => undefined);
}
