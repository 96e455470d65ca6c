import type { ActionState, ActionView } from '@telltale/core';
import { canExist, MAX_CHARACTERS } from './filters.ts';
import { instant } from './instants.ts';
import { EARLIER_ACTIONS } from './queries/earlier-actions.ts';
import type { QueryRunner } from './query-runner.ts';

/** An action as a later attempt of its step sees it. */
export interface EarlierAction
  extends Pick<
    ActionView,
    'actionId' | 'parentId' | 'tool' | 'input' | 'startedAt' | 'durationMs' | 'output' | 'error' | 'tokens' | 'costUsd'
  > {
  readonly outcome: ActionState;
  /** What it kept of its result; `undefined` for nothing. */
  readonly kept: unknown;
}

/** Which actions: those of one item of a step or, with `null`, those of the step outside of its items. */
export interface EarlierActionsOptions {
  readonly runId: string;
  readonly step: string;
  readonly item: string | null;
  /** Of those the ones that had begun by this event. */
  readonly upToSeq: number;
}

interface EarlierActionRow extends Omit<EarlierAction, 'startedAt'> {
  readonly startedAt: Date;
}

/**
 * Actions with what they kept, in the order of their starts. This is the one reader of what is kept: it is for the step
 * itself, and not for people.
 */
export async function earlierActions(
  runner: QueryRunner,
  { runId, step, item, upToSeq }: EarlierActionsOptions,
): Promise<readonly EarlierAction[]> {
  const canBe = canExist(runId, MAX_CHARACTERS.runId) && canExist(step, MAX_CHARACTERS.name);
  if (!canBe || (item !== null && !canExist(item, MAX_CHARACTERS.name))) return [];
  const values = [runId, step, item, upToSeq];
  const rows = await runner.rows<EarlierActionRow>({ name: 'earlier-actions', text: EARLIER_ACTIONS, values });
  return rows.map((row) => ({ ...row, startedAt: instant(row.startedAt), kept: row.kept ?? undefined }));
}
