import type { ActionView, ArtifactView, Instant, TraceEvent } from '@telltale/core';

const START = Date.parse('2026-11-21T08:00:00.000Z');

/** The instant so many seconds after eight o'clock. */
export function at(seconds: number): Instant {
  return new Date(START + seconds * 1_000).toISOString();
}

/** An action that began after so many seconds, as it is but for what is given. */
export function anAction(actionId: string, seconds: number, more: Partial<ActionView> = {}): ActionView {
  return {
    actionId,
    tool: 'click',
    input: { text: 'More' },
    step: 'find',
    item: null,
    parentId: null,
    startedAt: at(seconds),
    timeoutMs: null,
    state: 'success',
    finishedAt: at(seconds + 1),
    durationMs: 1_000,
    output: null,
    error: null,
    tokens: null,
    costUsd: null,
    ...more,
  };
}

/** A step that starts. */
export function aMilestone(seq: number, seconds: number, step = 'find'): TraceEvent {
  return {
    runId: 'run',
    seq,
    at: at(seconds),
    type: 'step.started',
    step,
    item: null,
    actionId: null,
    data: { number: 1, of: 2, attempt: 1 },
  };
}

export function aFile(name: string, seconds: number, more: Partial<ArtifactView> = {}): ArtifactView {
  return {
    artifactId: name,
    kind: 'screenshot',
    name,
    location: name,
    bytes: 1,
    sha256: '',
    at: at(seconds),
    step: 'find',
    item: null,
    ...more,
  };
}
