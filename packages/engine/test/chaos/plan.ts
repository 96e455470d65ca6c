import { randomOf } from './random.ts';

/** The places at which workers run. A worker that ended is followed by another one at its place. */
export const PLACES = [1, 2] as const;
export type Place = (typeof PLACES)[number];

/** Something that the script does. `subject` counts from 1; of one that has no run in flight the next is taken. */
export type Deed =
  | { readonly kind: 'kill' | 'freeze' | 'thaw' | 'terminate'; readonly place: Place }
  | { readonly kind: 'end-backends'; readonly share: number }
  | { readonly kind: 'restart-database'; readonly mode: 'fast' | 'immediate' }
  | { readonly kind: 'pause' | 'resume' | 'cancel'; readonly subject: number };

/** A deed, once so many items of the round have been acknowledged, or when nothing moves any more. */
export type PlannedDeed = Deed & { readonly after: number };

export interface PlanOptions {
  readonly seed: number;
  /** Subjects of the round. */
  readonly subjects: number;
  /** Items that will be acknowledged in all. */
  readonly items: number;
}

/** How often each is done for ten subjects; once at least. Each freeze brings a thaw, each pause a resume. */
const PER_TEN_SUBJECTS = {
  kill: 6,
  freeze: 4,
  terminate: 3,
  'end-backends': 3,
  'restart-fast': 1,
  'restart-immediate': 1,
  pause: 6,
  cancel: 2,
} as const;
type Kind = keyof typeof PER_TEN_SUBJECTS;

/** The last part of a round is left alone: a run that nobody disturbs has to end. */
const DISTURBED = 0.85;

/** What is done in a round, from the seed alone, in the order in which it is done. */
export function makePlan({ seed, subjects, items }: PlanOptions): readonly PlannedDeed[] {
  const random = randomOf(seed);
  const deeds = (Object.entries(PER_TEN_SUBJECTS) as [Kind, number][]).flatMap(([kind, count]) =>
    Array.from({ length: Math.max(1, Math.round((count * subjects) / 10)) }, () => {
      const after = Math.round(random() * DISTURBED * items);
      // Of several hundred items: long enough for others to go on meanwhile.
      const undone = after + Math.round((0.2 + random()) * 500);
      return deedsOf(kind, subjects, random).map((deed, index) => ({ ...deed, after: index === 0 ? after : undone }));
    }).flat(),
  );
  return deeds.sort((one, other) => one.after - other.after);
}

function deedsOf(kind: Kind, subjects: number, random: () => number): readonly Deed[] {
  const place = PLACES[Math.floor(random() * PLACES.length)] ?? 1;
  const subject = 1 + Math.floor(random() * subjects);
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
        { kind, subject },
        { kind: 'resume', subject },
      ];
    case 'cancel':
      return [{ kind, subject }];
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
      return `${deed.kind} the run of subject ${deed.subject}`;
  }
}
