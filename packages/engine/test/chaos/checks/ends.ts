import type { Evidence, RunEvidence } from '../evidence.ts';
import type { Check } from './check.ts';

export const everySubjectSucceeds: Check = {
  name: 'the last run of each subject has succeeded',
  *find({ stories }) {
    for (const { subject, runs } of stories) {
      const end = runs.at(-1)?.end ?? null;
      if (end?.state !== 'succeeded')
        yield `${subject}: ${runs.at(-1)?.runId ?? 'no run'} is ${end?.state ?? 'in flight'}`;
    }
  },
};

export const runsEndAsAsked: Check = {
  name: 'a run fails only of itself, and is cancelled only if somebody asked',
  *find({ stories, facts }) {
    const asked = new Set(
      facts.flatMap((fact) => (fact.type === 'asked' && fact.control === 'cancel' ? [fact.run] : [])),
    );
    for (const { fails, runs } of stories) {
      for (const [index, { runId, end }] of runs.entries()) {
        if (end?.state === 'cancelled' && !asked.has(runId)) yield `${runId} was cancelled, and nobody asked`;
        if (end?.state !== 'failed') continue;
        if (!fails || index > 0) yield `${runId} failed: ${end.error.message}`;
        else if (!end.error.message.includes('It fails in a first run'))
          yield `${runId} failed of something else: ${end.error.message}`;
      }
    }
  },
};

export const requestsAreHeeded: Check = {
  name: 'what somebody asked of a run is in its trace, and is heeded',
  *find({ runs, facts }) {
    for (const fact of facts) {
      if (fact.type !== 'asked') continue;
      const run = runs.find(({ runId }) => runId === fact.run);
      if (run === undefined) yield `${fact.run}, of which ${fact.control} was asked, is not there`;
      else yield* unheeded(run, fact.control, fact.state);
    }
  },
};

const TOLD_BY = {
  pause: ['run.pausing', 'run.paused'],
  resume: ['run.resumed'],
  cancel: ['run.cancelling', 'run.cancelled'],
};

function* unheeded(
  { runId, events, summary }: RunEvidence,
  control: keyof typeof TOLD_BY,
  state: string,
): Iterable<string> {
  const told = events.findLast(
    ({ type, data }) => TOLD_BY[control].includes(type) && (data as { by?: string }).by === 'chaos',
  );
  if (told === undefined) yield `${runId}: ${control} was taken (${state}), and no event says so`;
  if (told === undefined || control !== 'cancel' || summary.state === 'cancelled') return;
  // Its last step may have ended at that moment; nothing may begin after it.
  const later = events.find(({ seq, type }) => seq > told.seq && type === 'step.started');
  if (later !== undefined)
    yield `${runId} is ${summary.state}, and began ${later.step} after somebody had cancelled it`;
}

/** No worker is left by then. */
export const nothingIsOpen: Check = {
  name: 'nothing is left open',
  *find({ runs }) {
    for (const { runId, dbos, summary, actions, attempts } of runs) {
      if (!['SUCCESS', 'ERROR', 'CANCELLED'].includes(dbos?.status)) {
        yield `${runId} is ${dbos?.status ?? 'not there'} in DBOS, with worker ${dbos?.executor}, which is gone`;
      }
      if (summary.openActions > 0) yield `${runId} shows ${summary.openActions} open actions`;
      for (const { actionId, tool, outcome } of actions) {
        if (outcome === 'running') yield `${runId}: action ${tool} (${actionId}) still runs`;
      }
      for (const { step, attempt, outcome } of attempts) {
        if (outcome === null) yield `${runId}: attempt ${attempt} of step ${step} is open`;
      }
    }
  },
};

export const everyRowHasItsRun: Check = {
  name: 'every row belongs to a run',
  *find({ orphans }) {
    for (const [table, count] of Object.entries(orphans)) {
      if (count > 0) yield `telltale.${table} has ${count} rows of no run`;
    }
  },
};

export const nothingElseWentWrong: Check = {
  name: 'workers and clients did what they were told',
  find: ({ problems }: Evidence) => problems,
};
