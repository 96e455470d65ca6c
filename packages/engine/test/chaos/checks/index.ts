import type { Evidence } from '../evidence.ts';
import type { Check } from './check.ts';
import {
  everyRowHasItsRun,
  everySubjectSucceeds,
  nothingElseWentWrong,
  nothingIsOpen,
  requestsAreHeeded,
  runsEndAsAsked,
} from './ends.ts';
import { interruptionsAreTold, nobodyElseLosesRuns } from './interruptions.ts';
import {
  acknowledgedItemsAreKept,
  finishedStepsHaveAllItems,
  noItemRunsAgain,
  retriedRunsKeepItems,
  triesAreInOrder,
} from './items.ts';
import { actionsAreOnRecord, finishedAgentsDidAll, recordedStepsStand, resultsAreRight } from './steps.ts';
import { tracesAgree, tracesAreGapless, tracesMakeSense } from './traces.ts';

export const CHECKS = {
  everySubjectSucceeds,
  resultsAreRight,
  runsEndAsAsked,
  requestsAreHeeded,
  nothingIsOpen,
  acknowledgedItemsAreKept,
  noItemRunsAgain,
  triesAreInOrder,
  finishedStepsHaveAllItems,
  retriedRunsKeepItems,
  recordedStepsStand,
  actionsAreOnRecord,
  finishedAgentsDidAll,
  tracesAreGapless,
  tracesMakeSense,
  tracesAgree,
  interruptionsAreTold,
  nobodyElseLosesRuns,
  everyRowHasItsRun,
  nothingElseWentWrong,
} as const satisfies Readonly<Record<string, Check>>;
export type CheckName = keyof typeof CHECKS;

export interface Finding {
  readonly check: string;
  /** What it found, a line each; none if all is well. */
  readonly found: readonly string[];
}

export function verify(evidence: Evidence): readonly Finding[] {
  return Object.values(CHECKS).map((check) => ({ check: check.name, found: [...check.find(evidence)] }));
}
