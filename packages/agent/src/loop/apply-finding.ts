import type { LoopFinding } from './loop-detector.ts';

/** What the model is told of a call. */
export interface Told {
  readonly told: string;
  readonly failed: boolean;
}

/**
 * What the model is told of a call with what was found: a hint or a warning stands before the result, but not before an
 * error, which says itself what is wrong; a stop stands in its place. After a stop no call is made any more: `stoppedBy`
 * is then the answer to each.
 */
export function applyFinding(finding: LoopFinding | null, result: Told): Told {
  if (finding === null) return result;
  if (finding.severity === 'stop') return { told: `Error: ${stoppedBy(finding)}`, failed: true };
  if (result.failed) return result;
  const begin = finding.severity === 'hint' ? 'Note: you may be stuck' : 'Warning: you are stuck, and will be stopped';
  return { told: `${begin} (${finding.message}). ${ADVICE[finding.rule]}\n\n${result.told}`, failed: false };
}

/** Why no call is made any more. */
export function stoppedBy({ message }: LoopFinding): string {
  return `Session stopped due to stuck loop: ${message}.`;
}

const ADVICE: Readonly<Record<LoopFinding['rule'], string>> = {
  repetition:
    'The same call gives the same result. Look at where you are, then try another target or another tool, or answer with what you have.',
  cycle:
    'These calls lead back to where they begin. Leave the circle: do something that you have not done yet, or answer with what you have.',
  revisit:
    'You know this place already. Use what you found here before, or go on to one that you have not seen, or answer with what you have.',
  'failure-cluster':
    'Things are not as you take them to be. Look at what is really there before the next try, then choose another way.',
};
