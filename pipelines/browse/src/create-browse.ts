import { createHash } from 'node:crypto';
import type { AgentModel } from '@telltale/agent';
import type { BrowserOptions } from '@telltale/browser';
import { definePipeline } from '@telltale/engine';
import { browseInput } from './input.ts';

export interface BrowseOptions {
  /** Gives the model that the agent thinks with. Called by each run; what it throws is why the run fails. */
  readonly model: () => Promise<AgentModel>;
  /** How the browser is, for all runs. A run can narrow `allowedDomains`. Default: as `withBrowser` has it. */
  readonly browser?: BrowserOptions;
}

export type BrowsePipeline = ReturnType<typeof createBrowse>;

const TITLE_CHARACTERS = 100;

/**
 * A pipeline that sends an agent out with a task: it has a browser of its own and the browser's tools, and asks a person
 * where it cannot go on. The same task, begun at the same URL, is one subject.
 */
export function createBrowse({ model, browser = {} }: BrowseOptions) {
  return definePipeline({
    name: 'browse',
    version: '1',
    input: browseInput(browser.allowedDomains ?? []),
    subject: ({ task, url }) =>
      createHash('sha256')
        .update(JSON.stringify([task, url]))
        .digest('hex')
        .slice(0, 12),
    title: ({ task }) => task.replace(/\s+/g, ' ').slice(0, TITLE_CHARACTERS),
    steps: ['browse'],
    async run({ step, input }) {
      return await step('browse', async (s) => {
        const opened = await model();
        // Agents and browsers are much code, which is loaded only where a run needs it.
        const { browseWeb } = await import('./browse-web.ts');
        return await browseWeb(s, { model: opened, browser, input });
      });
    },
  });
}
