import { z } from 'zod';
import { targetAt } from '../clicks/find-target.ts';
import { answered } from '../content/in-page.ts';
import { beginningOf } from './beginning.ts';
import { PageActionError } from './errors.ts';
import { type PageWork, pageTool } from './page-tool.ts';
import type { ToolKit } from './tool-kit.ts';

/** A place in the window. */
const pointFields = {
  x: z.number().min(0).describe('From the left edge of the window, in pixels of its screenshot.'),
  y: z.number().min(0).describe('From its upper edge.'),
};

export function clickAtTool(kit: ToolKit) {
  return pageTool(kit, {
    name: 'click_at',
    description:
      'Clicks a place in the window, for what has no element of its own, such as a drawn button; the screenshot marks it in red. Prefer click.',
    input: z.object(pointFields),
    what: ({ x, y }) => `click_at ${x}, ${y}`,
    changesPage: true,
    once: kit.clicks === null,
    marker: (point) => point,
    run: async (point, work) => {
      await clickPoint(kit, point, work);
      return { says: `Clicked at ${point.x}, ${point.y}.` };
    },
    after: beginningOf,
  });
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Clicks what is at a place if that does no harm. */
export async function clickPoint(
  { clicks, session }: ToolKit,
  { x, y }: Point,
  { page, signal, limitMs, reading }: PageWork,
): Promise<void> {
  const { width, height } = session.settings.viewport;
  if (x >= width || y >= height) {
    throw new PageActionError(
      `${x}, ${y} is outside of the window, which is ${width} × ${height} pixels. Scroll first.`,
    );
  }
  if (clicks !== null) {
    const found = await targetAt(page, { x, y }, reading);
    if (found !== null) await clicks.check(found, page.url(), signal);
  }
  await answered(page.mouse.click(x, y), { signal, limitMs });
}
