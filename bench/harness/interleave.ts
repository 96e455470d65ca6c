import type { Case, Figures, Results } from './case.ts';
import type { ProgressLines } from './progress-lines.ts';

export interface InterleaveOptions {
  readonly cases: readonly Case[];
  readonly repeats: number;
  readonly progress: ProgressLines;
}

/**
 * Runs every case once in each repeat, each repeat in another order: a machine that gets slower or faster meanwhile then
 * does so to all cases alike, and none always follows the same one.
 */
export async function interleave({ cases, repeats, progress }: InterleaveOptions): Promise<Results> {
  const results = new Map<string, Figures[]>(cases.map(({ name }) => [name, []]));
  const plan = Array.from({ length: repeats }, (_, repeat) =>
    rotate(cases, Math.round((repeat * cases.length) / repeats))
      .filter(({ once }) => !once || repeat === 0)
      .map((each) => ({ repeat, each })),
  ).flat();
  progress.planned(plan.map(({ each }) => each.name));
  for (const { repeat, each } of plan) {
    progress.started(`repeat ${repeat + 1} of ${repeats}`, each.name);
    const figures = await each.run();
    results.get(each.name)?.push(figures);
    progress.finished(each.name, each.headline(figures));
  }
  return results;
}

function rotate<T>(list: readonly T[], by: number): T[] {
  return [...list.slice(by), ...list.slice(0, by)];
}
