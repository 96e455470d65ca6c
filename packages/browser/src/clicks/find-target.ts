import type { ElementHandle, Frame, Locator, Page } from 'playwright-core';
import type { PageElement, PageGlobal, PageRoot } from '../content/in-page/dom.ts';
import { answered, type InPageOptions } from '../content/in-page.ts';
import { type ClickTarget, readClickTarget } from './click-target.ts';

/** Frames in frames are looked into so deep. */
const MAX_DEPTH = 10;

export interface FindOptions {
  readonly signal: AbortSignal;
  /** Longest time until it is there, in ms. */
  readonly timeoutMs: number;
}

/** In CSS pixels of the window. */
interface Point {
  readonly x: number;
  readonly y: number;
}

/** Reads what a locator leads to, once it is there. Throws as Playwright does. */
export async function targetOf(locator: Locator, { signal, timeoutMs }: FindOptions): Promise<ClickTarget> {
  const read = locator.evaluate(readClickTarget, undefined, { timeout: timeoutMs, signal });
  // Playwright's limit is for finding it; a page that is busy for good never answers.
  return await answered(read, { signal, limitMs: timeoutMs + 1_000 });
}

/** Reads what a click at a place of the window would hit, in frames and open shadow trees as well. `null`: nothing. */
export async function targetAt(page: Page, place: Point, reading: InPageOptions): Promise<ClickTarget | null> {
  let point = place;
  let frame: Frame = page.mainFrame();
  for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
    const found = await answered(frame.evaluateHandle(elementAt, point), reading);
    const element = found.asElement() as ElementHandle | null;
    if (element === null) return null;
    const inner = await element.contentFrame();
    if (inner === null) return await answered(element.evaluate(readClickTarget), reading);
    const corner = await answered(element.evaluate(innerCorner), reading);
    point = { x: point.x - corner.x, y: point.y - corner.y };
    frame = inner;
  }
  return null;
}

/** What a key like Enter would set off now, in frames and open shadow trees as well. `null`: nothing has the focus. */
export async function targetOfEnter(page: Page, reading: InPageOptions): Promise<ClickTarget | null> {
  let frame: Frame = page.mainFrame();
  for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
    const found = await answered(frame.evaluateHandle(whatEnterHits), reading);
    const element = found.asElement() as ElementHandle | null;
    if (element === null) return null;
    const inner = await element.contentFrame();
    if (inner === null) return await answered(element.evaluate(readClickTarget), reading);
    frame = inner;
  }
  return null;
}

/** Runs in the page. */
function elementAt({ x, y }: Point): PageElement | null {
  let root: PageRoot | null = (globalThis as unknown as PageGlobal).document;
  let element: PageElement | null = null;
  while (root !== null) {
    const inner: PageElement | null = root.elementFromPoint(x, y);
    if (inner === null || inner === element) break;
    element = inner;
    root = inner.shadowRoot;
  }
  return element;
}

/** Where the inside of a frame begins; runs in the page. */
function innerCorner(given: unknown): Point {
  const frame = given as PageElement;
  const { left, top } = frame.getBoundingClientRect();
  return { x: left + frame.clientLeft, y: top + frame.clientTop };
}

/** Of a field in a form the button that sends it; in a text of several lines nothing, for there it begins a new one. Runs in the page. */
function whatEnterHits(): PageElement | null {
  const { document } = globalThis as unknown as PageGlobal;
  let element: PageElement | null = document.activeElement;
  for (let inner = element?.shadowRoot?.activeElement; inner; inner = inner.shadowRoot?.activeElement) element = inner;
  if (element === null || element.localName === 'body' || element.localName === 'html') return null;
  if (element.localName === 'textarea') return null;
  const form = element.localName === 'input' || element.localName === 'select' ? element.form : null;
  if (!form || ['submit', 'image', 'button', 'reset', 'checkbox'].includes(element.type ?? '')) return element;
  const buttons = 'button:not([type=button]):not([type=reset]), input[type=submit], input[type=image]';
  return form.querySelector(buttons) ?? form;
}
