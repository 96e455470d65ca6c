import type { Catalogue } from '../catalogue.ts';
import { action } from './action.ts';
import { failure, next } from './failure.ts';
import { notStarted, refusal } from './refusal.ts';
import { remaining } from './remaining.ts';
import { runEvents } from './run-events.ts';
import { stepEvents } from './step-events.ts';
import { steps } from './steps.ts';
import { verdicts } from './verdicts.ts';
import { workEvents } from './work-events.ts';

/** What Telltale says, in English. */
export const english: Catalogue = {
  verdicts,
  steps,
  remaining,
  events: { ...runEvents, ...stepEvents, ...workEvents },
  action,
  failure,
  next,
  refusal,
  notStarted,
};
