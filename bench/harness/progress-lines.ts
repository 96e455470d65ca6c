import { formatDuration } from './format.ts';

/** What is running, what it gave and how long the rest takes, a line a case. */
export interface ProgressLines {
  /** The names of all that will run, in order, a name as often as it runs. */
  planned(names: readonly string[]): void;
  started(where: string, name: string): void;
  finished(name: string, headline: string): void;
}

export function createProgressLines(write: (text: string) => void): ProgressLines {
  const tookMs = new Map<string, number>();
  let names: readonly string[] = [];
  let done = 0;
  let startedMs = 0;

  /** From how long each case took before; a case that has not run yet counts as the average of those that have. */
  const secondsLeft = (): number => {
    const known = [...tookMs.values()];
    if (known.length === 0) return Number.NaN;
    const average = known.reduce((sum, ms) => sum + ms, 0) / known.length;
    return names.slice(done).reduce((sum, name) => sum + (tookMs.get(name) ?? average), 0) / 1000;
  };

  return {
    planned(all) {
      names = all;
    },
    started(where, name) {
      startedMs = performance.now();
      const left = secondsLeft();
      const eta = Number.isNaN(left) ? '' : `, ${formatDuration(left)} left`;
      write(`${String(done + 1).padStart(3)}/${names.length} (${where}${eta})  ${name}: `);
    },
    finished(name, headline) {
      tookMs.set(name, performance.now() - startedMs);
      done += 1;
      write(`${headline}\n`);
    },
  };
}
