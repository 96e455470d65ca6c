import type { OwnershipLostError } from '@telltale/ledger';
import { StepEndedError } from '../errors/step-errors.ts';

/** Why a run is paused: somebody asked for it, a step asks a person, or this version of the code cannot go on with it. */
export type PauseStop =
  | { readonly kind: 'pause' }
  | { readonly kind: 'ask'; readonly step: string; readonly key: string; readonly question: unknown }
  | { readonly kind: 'refuse'; readonly reason: string };

/**
 * Why an execution has to let go of its run. `pause` and `hand-back` take hold at the next boundary; `cancel` and `lost`
 * abort at once, and so does `hand-back` when its grace is over.
 */
export type Stop =
  | PauseStop
  | { readonly kind: 'hand-back'; readonly reason: string }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'lost'; readonly error: OwnershipLostError | Error };

/** The later in this list outranks the earlier. */
const RANKS: readonly Stop['kind'][] = ['pause', 'hand-back', 'ask', 'refuse', 'cancel', 'lost'];

export function outranks(stop: Stop, other: Stop | null): boolean {
  return other === null || RANKS.indexOf(stop.kind) > RANKS.indexOf(other.kind);
}

/** Thrown through a body to end it. Whoever catches it has to throw it on; if not, what the body gives back is not kept. */
export class LetGo extends Error {
  override readonly name = 'LetGo';
  readonly stop: Stop;
  constructor(stop: Stop) {
    super(MESSAGES[stop.kind]);
    this.stop = stop;
  }
}

/** How a body is ended: a stop of its run, or `ended` when its attempt is over already. */
export type StopKind = Stop['kind'] | 'ended';

/** What ends the body, if that is what was thrown: whoever catches it has to throw it on. `null` for any other error. */
export function stopKindOf(error: unknown): StopKind | null {
  if (error instanceof LetGo) return error.stop.kind;
  return error instanceof StepEndedError ? 'ended' : null;
}

const MESSAGES: Readonly<Record<Stop['kind'], string>> = {
  pause: 'The run is pausing; what is missing runs when it is resumed.',
  ask: 'The run pauses until somebody has answered; the step then runs again.',
  refuse: 'The run was begun by another version of the code; it is paused.',
  'hand-back': 'This worker is stopping; another one goes on with the run.',
  cancel: 'The run is being cancelled.',
  lost: 'The run belongs to another worker now.',
};
