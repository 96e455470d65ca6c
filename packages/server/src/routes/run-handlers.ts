import { exportJsonl, type RunCounts, type RunPageOptions } from '@telltale/ledger';
import { LRUCache } from 'lru-cache';
import type { ServerContext } from '../context.ts';
import { jsonLines } from '../http/json-lines.ts';
import { toActionBody } from '../runs/action-body.ts';
import { currentOf } from '../runs/current-of.ts';
import { findRunDetail } from '../runs/find-run.ts';
import { toResultBody } from '../runs/result-body.ts';
import { toRunSummaryBody } from '../runs/run-bodies.ts';
import { RunReadings } from '../runs/run-reading.ts';
import type { HandlersOf } from './endpoint-handler.ts';
import { given } from './given.ts';

/** How old counts may be: everybody who looks at a list asks for them. */
const COUNTS_AGE_MS = 1_000;
const MAX_COUNTS = 100;

export function runHandlers({ client, bodies, logger }: ServerContext): HandlersOf<'runs'> {
  const { reader } = client;
  const readings = new RunReadings(reader, bodies.histories);
  const counts = new LRUCache<string, RunCounts>({
    max: MAX_COUNTS,
    ttl: COUNTS_AGE_MS,
    fetchMethod: (pipeline) => reader.countRuns(pipeline === '' ? {} : { pipeline }),
  });

  async function listRuns(options: RunPageOptions) {
    const { runs, nextCursor } = await reader.listRuns(options);
    return { runs: await bodies.of(runs), nextCursor };
  }

  return {
    listRuns: ({ query }) => listRuns(given(query)),
    countRuns: async ({ query: { pipeline = '' } }) => {
      const { total, byStatus, byVerdict, waiting } = await counts.forceFetch(pipeline);
      return { total, byStatus, byVerdict, waiting };
    },
    listRunsOfSubject: ({ params, query }) => listRuns({ ...given(query), ...params }),
    getRun: async ({ params: { runId } }) => {
      const run = await findRunDetail(reader, runId);
      const now = Date.parse(run.asOf);
      return {
        ...run,
        ...toRunSummaryBody(run, await bodies.histories.get(run.pipeline)),
        runningActions: run.runningActions.map((action) => toActionBody(action, now)),
      };
    },
    getResult: async ({ params: { runId } }) => toResultBody(runId, await client.result(runId)),
    getCurrent: async ({ params: { runId } }) => {
      const { view, summary, estimate } = await readings.get(runId);
      return currentOf(view, summary, estimate);
    },
    getRunView: async ({ params: { runId } }) => {
      const { view, estimate, history, summary } = await readings.get(runId);
      const run = toRunSummaryBody(summary, history);
      return { view, estimate, history, run, aliveAt: summary.aliveAt, asOf: summary.asOf };
    },
    readEvents: ({ params: { runId }, query }) => reader.readEvents(runId, given(query)),
    downloadEvents: async ({ params: { runId }, query }, c) =>
      await jsonLines(exportJsonl(reader, runId, query), { c, logger, name: `${runId}.jsonl` }),
  };
}
