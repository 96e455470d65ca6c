import { setTimeout as rest } from 'node:timers/promises';
import type { Contender } from '../../../harness/throughput.ts';
import { openDbosHost } from '../hosts/dbos-host.ts';
import { openEngineHost, STEPS } from '../hosts/engine-host.ts';
import { COUNT_DBOS_STEPS, COUNT_STEPS } from './counts.ts';
import { runsContender } from './runs-contender.ts';

interface StepsOptions {
  readonly runsAtOnce: number;
  /** How long a step takes, in ms. */
  readonly stepMs: number;
  readonly share: number;
}

/** Runs of 20 steps each. */
export function engineSteps(options: StepsOptions): Contender {
  const body = bodyOf(options);
  return runsContender({
    name: nameOf('steps', options),
    title: `20 steps ${titleOf(options)}`,
    share: options.share,
    runsAtOnce: options.runsAtOnce,
    unitsPerRun: STEPS.length,
    openHost: openEngineHost,
    countDone: COUNT_STEPS,
    run: async ({ step }, steps) => {
      for (const name of STEPS.slice(0, steps)) await step(name, body);
    },
  });
}

/** The same, without the engine. */
export function dbosSteps(options: StepsOptions): Contender {
  const body = bodyOf(options);
  return runsContender({
    name: nameOf('dbos-steps', options),
    title: `20 × DBOS.runStep ${titleOf(options)}`,
    share: options.share,
    runsAtOnce: options.runsAtOnce,
    unitsPerRun: STEPS.length,
    openHost: openDbosHost,
    countDone: COUNT_DBOS_STEPS,
    run: async (dbos, steps) => {
      for (const name of STEPS.slice(0, steps)) await dbos.runStep(body, { name });
    },
  });
}

function bodyOf({ stepMs }: StepsOptions): () => Promise<void> {
  return async () => {
    if (stepMs > 0) await rest(stepMs);
  };
}

function nameOf(prefix: string, { runsAtOnce, stepMs }: StepsOptions): string {
  return stepMs === 0 ? `${prefix}-${runsAtOnce}` : `${prefix}-${runsAtOnce}-${stepMs}ms`;
}

function titleOf({ runsAtOnce, stepMs }: StepsOptions): string {
  return `${stepMs === 0 ? 'that do nothing' : `of ${stepMs} ms`}, ${runsAtOnce} ${runsAtOnce === 1 ? 'run' : 'runs'} at a time`;
}
