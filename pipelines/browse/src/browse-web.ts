import { type AgentModel, runAgent } from '@telltale/agent';
import { type BrowserOptions, browserTools, withBrowser } from '@telltale/browser';
import type { Step } from '@telltale/engine';
import { BrowseFailedError } from './errors.ts';
import type { BrowseInput } from './input.ts';
import { INSTRUCTIONS, promptOf } from './instructions.ts';
import { type BrowseResult, reportSchema } from './result.ts';

export interface BrowseTask {
  readonly model: AgentModel;
  readonly browser: BrowserOptions;
  readonly input: BrowseInput;
}

/** Does the task with an agent in a browser. Throws `BrowseFailedError`, and what agents and browsers throw. */
export async function browseWeb(step: Step, { model, browser, input }: BrowseTask): Promise<BrowseResult> {
  const { allowedDomains = browser.allowedDomains, maxRequests, timeoutMs } = input;
  const options = allowedDomains === undefined ? browser : { ...browser, allowedDomains };
  const { output: report } = await withBrowser(step, options, (session) =>
    runAgent({
      step,
      model,
      instructions: INSTRUCTIONS,
      prompt: promptOf(input),
      tools: browserTools(session, { vision: model, safety: model }),
      output: reportSchema,
      limits: { modelRequests: maxRequests, wallClockMs: timeoutMs },
      handoff: 'when-asked',
    }),
  );
  const { success, ...result } = report;
  if (!success) throw new BrowseFailedError(result.message);
  await step.artifact({ kind: 'answer', name: 'answer.md', contentType: 'text/markdown', source: inMarkdown(result) });
  return result;
}

/** The answer as a page of its own: a run's result is for programs. */
function inMarkdown({ answer, message, sources, files }: BrowseResult): string {
  const parts = [answer === '' ? message : answer, listed('Sources', sources), listed('Files', files)];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function listed(title: string, entries: readonly string[]): string {
  return entries.length === 0 ? '' : [`## ${title}`, '', ...entries.map((entry) => `- ${entry}`)].join('\n');
}
