import type { Fact } from './facts.ts';
import type { Deed } from './plan.ts';
import type { RoundResult, RoundState } from './round.ts';

/** One line for people who look on. */
export function describeState({ seed, deeds, of, acknowledged, subjects, inFlight, now }: RoundState): string {
  return `seed ${seed}  ${deeds}/${of} done  ${acknowledged} items, ${subjects} subjects, ${inFlight} runs in flight  ${now}`;
}

export function describeRound({ seed, seconds, evidence: { runs, facts } }: RoundResult): string {
  const items = facts.filter(({ type }) => type === 'item-acknowledged').length;
  return `seed ${seed}  all is well: ${runs.length} runs, ${items} items, ${seconds.toFixed(0)} s`;
}

/** What was done in all rounds, and what was found. */
export class Summary {
  readonly #deeds = new Map<string, number>();
  readonly #checks = new Map<string, number>();
  readonly #states = new Map<string, number>();
  #rounds = 0;
  #items = 0;
  #events = 0;
  #overlaps = 0;

  add({ plan, findings, evidence }: RoundResult): void {
    this.#rounds += 1;
    for (const deed of plan) increase(this.#deeds, nameOf(deed));
    for (const { check, found } of findings) increase(this.#checks, check, found.length);
    for (const { summary, events } of evidence.runs) {
      increase(this.#states, `runs ${summary.state}`);
      this.#events += events.length;
    }
    this.#items += evidence.facts.filter(({ type }) => type === 'item-acknowledged').length;
    this.#overlaps += countOverlaps(evidence.facts);
  }

  toString(): string {
    const facts = new Map([
      ['rounds', this.#rounds],
      ...this.#deeds,
      ...this.#states,
      ['items acknowledged', this.#items],
      ['events', this.#events],
      ['items begun by a thawed worker that had lost the run', this.#overlaps],
    ]);
    return [table('what was done', facts), table('what was found', this.#checks)].join('\n\n');
  }
}

/** Begun by a worker, and acknowledged by another one before that: nothing of it was kept. */
function countOverlaps(facts: readonly Fact[]): number {
  const done = new Map<string, string>();
  let overlaps = 0;
  for (const fact of facts) {
    if (fact.type === 'item-acknowledged') done.set(`${fact.run} ${fact.key}`, fact.worker);
    if (fact.type === 'item-began' && (done.get(`${fact.run} ${fact.key}`) ?? fact.worker) !== fact.worker)
      overlaps += 1;
  }
  return overlaps;
}

function nameOf(deed: Deed): string {
  return deed.kind === 'restart-database' ? `${deed.kind} (${deed.mode})` : deed.kind;
}

function increase(counts: Map<string, number>, name: string, by = 1): void {
  counts.set(name, (counts.get(name) ?? 0) + by);
}

function table(heading: string, rows: ReadonlyMap<string, number>): string {
  const width = Math.max(heading.length, ...[...rows.keys()].map(({ length }) => length));
  const line = (name: string, value: string) => `| ${name.padEnd(width)} | ${value.padStart(9)} |`;
  return [
    line(heading, 'count'),
    `| ${'-'.repeat(width)} | --------: |`,
    ...[...rows].map(([name, value]) => line(name, String(value))),
  ].join('\n');
}
