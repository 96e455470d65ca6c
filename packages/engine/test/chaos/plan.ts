import { randomOf } from './random.ts';

/** The places at which workers run. A worker that ended is followed by another one at its place. */
export const PLACES = [1, 2] as const;
export type Place = (typeof PLACES)[number];

/** Something that the script does. `lane` counts from 1: whatever run of it is in flight then is meant. */
export type Deed =
  | { readonly kind: 'kill' | 'freeze' | 'thaw' | 'terminate'; readonly place: Place }
  | { readonly kind: 'end-backends'; readonly share: number }
  | { readonly kind: 'restart-database'; readonly mode: 'fast' | 'immediate' }
  | { readonly kind: 'pause' | 'resume' | 'cancel'; readonly lane: number };

/** A deed, once so many items of the round have been acknowledged, or when nothing moves any more. */
export type PlannedDeed = Deed & { readonly after: number };

export interface PlanOptions {
  readonly seed: number;
  /** Lanes, in each of which one subject comes after the other. */
  readonly lanes: number;
  /** How much is done: at least one of each kind. A freeze and its thaw, and a pause and its resume, count as one. */
  readonly deeds: number;
}

/** How often each kind is done, as against the others. */
const WEIGHTS = {
  kill: 6,
  freeze: 4,
  terminate: 3,
  'end-backends': 3,
  'restart-fast': 1,
  'restart-immediate': 1,
  pause: 6,
  cancel: 2,
} as const;
type Kind = keyof typeof WEIGHTS;

const KINDS = Object.keys(WEIGHTS) as Kind[];
const LOTS = KINDS.flatMap((kind) => Array.from({ length: WEIGHTS[kind] }, () => kind));

/** Items between two deeds, on average: long enough for the next worker to be there. */
const ITEMS_PER_DEED = 250;

/** What is done in a round, from the seed alone, in the order in which it is done. */
export function makePlan({ seed, lanes, deeds }: PlanOptions): readonly PlannedDeed[] {
  const random = randomOf(seed);
  const kinds = Array.from(
    { length: Math.max(KINDS.length, deeds) },
    (_, index) => KINDS[index] ?? LOTS[Math.floor(random() * LOTS.length)] ?? 'kill',
  );
  const planned = kinds.flatMap((kind) => {
    const after = Math.round(random() * kinds.length * ITEMS_PER_DEED);
    const undone = after + Math.round((0.2 + 1.5 * random()) * ITEMS_PER_DEED);
    return deedsOf(kind, lanes, random).map((deed, index) => ({ ...deed, after: index === 0 ? after : undone }));
  });
  return planned.sort((one, other) => one.after - other.after);
}

function deedsOf(kind: Kind, lanes: number, random: () => number): readonly Deed[] {
  const place = PLACES[Math.floor(random() * PLACES.length)] ?? 1;
  const lane = 1 + Math.floor(random() * lanes);
  switch (kind) {
    case 'kill':
    case 'terminate':
      return [{ kind, place }];
    case 'freeze':
      return [
        { kind, place },
        { kind: 'thaw', place },
      ];
    case 'end-backends':
      return [{ kind, share: random() < 0.5 ? 1 : 0.4 }];
    case 'restart-fast':
      return [{ kind: 'restart-database', mode: 'fast' }];
    case 'restart-immediate':
      return [{ kind: 'restart-database', mode: 'immediate' }];
    case 'pause':
      return [
        { kind, lane },
        { kind: 'resume', lane },
      ];
    case 'cancel':
      return [{ kind, lane }];
  }
}

export function describeDeed(deed: Deed): string {
  switch (deed.kind) {
    case 'kill':
    case 'freeze':
    case 'thaw':
    case 'terminate':
      return `${deed.kind} worker ${deed.place}`;
    case 'end-backends':
      return `end ${Math.round(100 * deed.share)} % of the backends`;
    case 'restart-database':
      return `restart the database (${deed.mode})`;
    default:
      return `${deed.kind} the run in lane ${deed.lane}`;
  }
}
