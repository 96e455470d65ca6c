import type { RunState } from '@telltale/core';

/** What was asked of a run that nobody has answered yet. */
type Asked = 'pause' | 'cancel' | 'nothing';

/** How a status of a run follows from DBOS's status and from what was asked of the run. */
interface StatusRule {
  readonly dbos: readonly string[];
  /** `undefined`: whatever was asked. */
  readonly asked?: readonly Asked[];
}

/**
 * Every status that a run can have, as the view `telltale.run` works it out. `docs/ledger.md` has the same table; a test
 * holds the three together. A status of DBOS that is not listed here counts as `queued`.
 */
export const RUN_STATUSES: Readonly<Record<RunState, StatusRule>> = {
  queued: { dbos: ['ENQUEUED', 'DELAYED'] },
  running: { dbos: ['PENDING'], asked: ['nothing'] },
  pausing: { dbos: ['PENDING'], asked: ['pause'] },
  paused: { dbos: ['CANCELLED'], asked: ['pause'] },
  cancelling: { dbos: ['PENDING'], asked: ['cancel'] },
  cancelled: { dbos: ['CANCELLED'], asked: ['nothing', 'cancel'] },
  succeeded: { dbos: ['SUCCESS'] },
  failed: { dbos: ['ERROR', 'MAX_RECOVERY_ATTEMPTS_EXCEEDED'] },
};

/**
 * Statuses that are looked for together. Each of these groups is found by an index of its own, which the planner cannot use
 * for a condition that spans several; and of those that ended there may be so many that it has to see them in one.
 */
const GROUPS: readonly (readonly RunState[])[] = [
  ['queued'],
  ['running', 'pausing', 'cancelling'],
  ['paused'],
  ['cancelled', 'succeeded', 'failed'],
];

/**
 * The SQL conditions for a row of `telltale.run` to have one of these statuses: it has to meet one of them, and meets one
 * only. They compare DBOS's raw column with constants, one by one: only then does the planner see that DBOS's partial
 * indexes hold the rows.
 */
export function statusConditions(statuses: readonly RunState[]): readonly string[] {
  if (Object.keys(RUN_STATUSES).every((status) => statuses.some((wanted) => wanted === status))) return ['true'];
  const wanted = GROUPS.map((group) => group.filter((status) => statuses.includes(status)));
  return wanted.filter((group) => group.length > 0).map((group) => `(${group.map(conditionOf).join(' OR ')})`);
}

function conditionOf(status: RunState): string {
  const { dbos, asked } = RUN_STATUSES[status];
  const word = dbos.map((raw) => `r.dbos_status = '${raw}'`).join(' OR ');
  return asked === undefined ? word : `(${word} AND ${askedCondition(asked)})`;
}

function askedCondition(asked: readonly Asked[]): string {
  const words = asked.map((word) => (word === 'nothing' ? 'r.control IS NULL' : `r.control = '${word}'`));
  return words.length === 1 ? String(words[0]) : `(${words.join(' OR ')})`;
}
