import { formatDuration, formatQuantity } from '@telltale/core';
import type { Session } from '../session/session.ts';
import { type Phase, runPhases } from './run-phases.ts';
import type { SessionOutcome, SessionSummary } from './session-summary.ts';

/** What holds a session's parts, to be ended with it. */
export interface SessionEnd {
  readonly session: Session;
  readonly outcome: SessionOutcome;
  readonly startedMs: number;
  readonly onEnd: ((summary: SessionSummary) => void) | undefined;
  /** Writes the trace, if there is one and it can still be had. */
  readonly saveTrace: () => Promise<void>;
  /** Leaves no process and no socket behind. */
  readonly close: () => Promise<void>;
  readonly keepRecordings: () => Promise<void>;
  readonly removeFolder: () => Promise<void>;
}

/**
 * Ends a session: says how it ended, closes the browser, keeps its recordings; in this order, so that the outcome is known
 * even if the browser hangs, and the recordings are whole before they are stored. None of it can fail the step.
 */
export async function finalize(end: SessionEnd): Promise<void> {
  const { session } = end;
  session.closing();
  const phases: readonly Phase[] = [
    { what: 'Telling how the browser session ended', limitMs: 2_000, run: async () => publish(end) },
    { what: 'Saving the trace of the browser', limitMs: 10_000, run: end.saveTrace },
    { what: 'Closing the browser', limitMs: 15_000, run: end.close },
    { what: 'Keeping the recordings of the browser', limitMs: 60_000, run: end.keepRecordings },
    { what: 'Removing the folder of the browser session', limitMs: 10_000, run: end.removeFolder },
  ];
  await runPhases(phases, (message) => session.step.log(message, { browser: session.id }, 'warn'));
}

function publish({ session, outcome, startedMs, onEnd }: SessionEnd): void {
  const summary = { outcome, durationMs: Date.now() - startedMs, ...session.counts };
  const { durationMs, actions, screenshots, downloads, refused } = summary;
  const parts = [
    formatQuantity(actions, 'actions'),
    formatQuantity(screenshots, 'pictures'),
    formatQuantity(downloads, 'downloads'),
    ...(refused === 0 ? [] : [`${formatQuantity(refused, 'pages')} refused`]),
  ];
  const message = `Browser session ${outcome} after ${formatDuration(durationMs)}: ${parts.join(', ')}.`;
  try {
    session.step.log(message, { browser: session.id, ...summary });
  } finally {
    onEnd?.({ sessionId: session.id, ...summary });
  }
}
