import type { Figures } from './case.ts';
import { quantile } from './statistics.ts';

/** `<name>P50`, `<name>P99` and `<name>Max` of each list of values. */
export function sampleFigures(samples: Readonly<Record<string, readonly number[]>>): Figures {
  return Object.fromEntries(
    Object.entries(samples).flatMap(([name, values]) => {
      const sorted = Float64Array.from(values).sort();
      return [
        [`${name}P50`, quantile(sorted, 0.5)],
        [`${name}P99`, quantile(sorted, 0.99)],
        [`${name}Max`, quantile(sorted, 1)],
      ];
    }),
  );
}
