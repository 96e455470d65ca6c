import type { Instant } from '@telltale/core';
import { instant } from './instants.ts';

/** What a paused run wants to be told by a person before it goes on. */
export interface RunQuestion {
  readonly step: string | null;
  /** Which question of the step. */
  readonly key: string | null;
  readonly question: unknown;
  /** Since when it waits. */
  readonly at: Instant;
}

/** The column `question`. Its instant is as Postgres writes it in JSON. */
export interface QuestionColumn extends Omit<RunQuestion, 'at'> {
  readonly at: string;
}

export function toQuestion(column: QuestionColumn | null): RunQuestion | null {
  return column === null ? null : { ...column, at: instant(new Date(column.at)) };
}
