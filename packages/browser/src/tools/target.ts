import type { Locator, Page } from 'playwright-core';
import { z } from 'zod';

type Role = Parameters<Page['getByRole']>[0];

const most = 500;

/** The ways to say which element is meant. */
export const targetFields = {
  selector: z
    .string()
    .max(most)
    .optional()
    .describe('A CSS or Playwright selector, or aria-ref=e5 for [ref=e5] of page_content (controls).'),
  role: z.string().max(50).optional().describe('Its ARIA role, such as button or link; together with name.'),
  name: z.string().max(most).optional().describe('Its accessible name; together with role.'),
};

export interface Target {
  readonly selector?: string | undefined;
  readonly role?: string | undefined;
  readonly name?: string | undefined;
  readonly text?: string | undefined;
}

/** For `refine`: an element is named in exactly one way. */
export function isOneWay({ selector, role, name, text }: Target): boolean {
  const ways = [selector, role, text].filter((way) => way !== undefined && way !== '');
  return ways.length === 1 && (name === undefined || role !== undefined);
}

/** What the model is told if it is not. */
export const ONE_WAY = 'Say which element in exactly one way: selector, role with name, or text.';

export function locatorOf(page: Page, { selector, role, name, text }: Target): Locator {
  if (selector) return page.locator(selector);
  if (role) return page.getByRole(role as Role, name === undefined ? {} : { name });
  return page.getByText(text ?? '');
}

/** In errors: `'text=More'`, `button "Play"`. */
export function describeTarget({ selector, role, name, text }: Target): string {
  if (selector) return `'${selector}'`;
  if (role) return name === undefined ? role : `${role} ${JSON.stringify(name)}`;
  return `'text=${text ?? ''}'`;
}
