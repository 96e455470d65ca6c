import { oneLine } from '@telltale/core';
import type { LoopFinding, LoopState, Observation } from './loop-detector.ts';
import type { LoopSettings } from './loop-settings.ts';

type Severity = LoopFinding['severity'];

/** The same call again and again, whatever came of it. */
export function findRepetition(calls: readonly Observation[], settings: LoopSettings): LoopFinding | null {
  const inWindow = calls.slice(-settings.window);
  const newest = inWindow.at(-1);
  const other = inWindow.findLastIndex(({ signature }) => signature !== newest?.signature);
  const times = inWindow.length - 1 - other;
  if (newest === undefined || times < settings.repeatHint) return null;
  const severity = times >= settings.repeatStop ? 'stop' : times >= settings.repeatWarn ? 'warn' : 'hint';
  return { rule: 'repetition', severity, message: `${newest.name} ${times} times in a row` };
}

/** The same few calls again and again, in the same order. */
export function findCycle(calls: readonly Observation[], stuck: number, settings: LoopSettings): LoopFinding | null {
  const inWindow = calls.slice(-settings.window);
  for (let length = 2; length <= settings.cycleMaxLength; length += 1) {
    const tail = inWindow.slice(-length * settings.cycleRepeats);
    if (tail.length < length * settings.cycleRepeats) return null;
    const cycle = tail.slice(0, length);
    // Of one and the same call it is a repetition, which has numbers of its own.
    const differ = cycle.some(({ signature }) => signature !== cycle[0]?.signature);
    if (differ && tail.every(({ signature }, index) => signature === cycle[index % length]?.signature)) {
      const round = cycle.map(({ name }) => name).join(', ');
      const message = `the same ${length} calls ${settings.cycleRepeats} times in a row: ${round}`;
      return { rule: 'cycle', severity: severityOf(stuck), message };
    }
  }
  return null;
}

/** Back at a place where it was long before. People come back, too: it is never stopped for that. */
export function findRevisit(
  reached: readonly string[],
  { visits, calls, stuck }: LoopState,
  { revisitGap }: LoopSettings,
): LoopFinding | null {
  for (const url of reached) {
    // The first visit is the one that is longest ago: no other can be far enough away if this one is not.
    const ago = calls - (visits.get(url) ?? calls);
    if (ago >= revisitGap) {
      const message = `back at ${oneLine(url)} after ${ago} ${ago === 1 ? 'call' : 'calls'}`;
      return { rule: 'revisit', severity: atMostWarn(severityOf(stuck, { warnFrom: 2 })), message };
    }
  }
  return null;
}

/** Too many of the last calls failed. A call that succeeded is not stopped for those before it. */
export function findFailures(calls: readonly Observation[], stuck: number, settings: LoopSettings): LoopFinding | null {
  const last = calls.slice(-settings.failureWindow);
  const failed = last.filter((call) => call.failed).length;
  if (failed < settings.failureThreshold) return null;
  const severity = severityOf(stuck);
  return {
    rule: 'failure-cluster',
    severity: last.at(-1)?.failed ? severity : atMostWarn(severity),
    message: `${failed} of the last ${last.length} calls failed`,
  };
}

/** By how deep it was in before this. */
function severityOf(stuck: number, { warnFrom = 1 } = {}): Severity {
  if (stuck < warnFrom) return 'hint';
  return stuck < 2 ? 'warn' : 'stop';
}

function atMostWarn(severity: Severity): Severity {
  return severity === 'stop' ? 'warn' : severity;
}
