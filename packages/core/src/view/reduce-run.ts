import type { Instant, Request } from '../events/shapes.ts';
import { append, VIEW_LIMITS } from './bounded.ts';
import { startClock, stopClock } from './clock.ts';
import { declareSteps, updateStep } from './find-step.ts';
import { letGo } from './let-go.ts';
import type { Reducers } from './reducer.ts';
import type { Asked, PauseView, RunView } from './run-view.ts';
import { hasEnded, isInHand, type RunState } from './states.ts';

export const runReducers: Reducers<'run'> = {
  'run.submitted': (view, { at, data }) => ({
    ...view,
    pipeline: data.pipeline,
    version: data.version,
    subject: data.subject,
    number: data.number,
    title: data.title ?? null,
    input: data.input ?? null,
    submitted: asked(at, data),
    retryOf: data.retryOf ?? null,
    fromStep: data.fromStep ?? null,
    stateSince: view.stateSince ?? at,
    steps: declareSteps(view.steps, data.steps, data.fromStep),
  }),

  'run.started': (view, { at, data }) => ({
    ...enter(view, stateInHand(view), at),
    startedAt: view.startedAt ?? at,
    finishedAt: null,
    clock: startClock(stopClock(view.clock, view.lastAt), at),
    attempt: data.attempt,
    workerId: data.workerId,
    workers: append(view.workers, { workerId: data.workerId, at, attempt: data.attempt }, VIEW_LIMITS.workers),
    failure: null,
  }),

  'run.titled': (view, { data }) => ({ ...view, title: data.title }),

  'run.pausing': (view, { at, data }) => {
    if (view.state === 'running') return { ...enter(view, 'pausing', at), pause: newPause(at, data) };
    return view.state === 'queued' ? { ...view, pause: newPause(at, data) } : view;
  },

  'run.paused': (view, { at, data }) => ({
    ...enter(letGo(view, at, 'paused'), 'paused', at),
    pause: { ...(openPause(view) ?? newPause(at, data)), pausedAt: at, question: data.question ?? null },
  }),

  'run.resumed': (view, { at, data }) => {
    const pause = view.pause && { ...view.pause, resumedAt: at, answer: data.answer ?? null };
    if (view.state === 'paused' || hasEnded(view.state)) {
      return { ...enter(view, 'queued', at), pause, cancel: null, finishedAt: null, failure: null };
    }
    return view.state === 'pausing' ? { ...enter(view, 'running', at), pause } : { ...view, pause };
  },

  'run.cancelling': (view, { at, data }) => {
    if (hasEnded(view.state)) return view;
    return { ...(isInHand(view.state) ? enter(view, 'cancelling', at) : view), cancel: asked(at, data) };
  },

  'run.cancelled': (view, { at, data }) => ({
    ...enter(letGo(view, at, 'cancelled'), 'cancelled', at),
    finishedAt: at,
    cancel: view.cancel ?? asked(at, data),
  }),

  'run.recovered': (view, { at, data }) => ({
    ...backToQueue(view, at),
    workerId: data.toWorker,
    recoveries: append(view.recoveries, { ...data, at }, VIEW_LIMITS.recoveries),
  }),

  'run.stuck': (view, { at, data }) => (data.decision === 'requeued' ? backToQueue(view, at) : view),

  'run.succeeded': (view, { at }) => ({
    ...enter(letGo(view, at, 'interrupted'), 'succeeded', at),
    finishedAt: at,
    failure: null,
  }),

  'run.failed': (view, { at, step, item, data }) => {
    const blamed = updateStep(letGo(view, at, 'interrupted'), step, (known) =>
      known.state === 'stopped' ? { ...known, state: 'failed', finishedAt: at, error: data.error } : known,
    );
    return {
      ...enter(blamed, 'failed', at),
      finishedAt: at,
      failure: {
        at,
        step,
        item,
        error: data.error,
        counts: data.counts ?? null,
        openActions: data.openActions ?? [],
        lastActions: data.lastActions ?? [],
        tried: data.tried ?? [],
        next: data.next ?? [],
      },
    };
  },

  'run.retried': (view, { at, data }) => ({
    ...view,
    retriedAs: { runId: data.newRunId, fromStep: data.fromStep, at },
  }),
};

function enter(view: RunView, state: RunState, at: Instant): RunView {
  return view.state === state ? view : { ...view, state, stateSince: at };
}

/** What a run is once a worker has it: what somebody asked of it before still stands. */
function stateInHand(view: RunView): RunState {
  if (view.cancel !== null) return 'cancelling';
  return openPause(view) === null ? 'running' : 'pausing';
}

function openPause({ pause }: RunView): PauseView | null {
  return pause?.pausedAt === null && pause.resumedAt === null ? pause : null;
}

/** The run after its worker lost it. Nobody saw any work since the last event. */
function backToQueue(view: RunView, at: Instant): RunView {
  return isInHand(view.state) ? enter(letGo(view, at, 'interrupted', view.lastAt), 'queued', at) : view;
}

function asked(at: Instant, request: Request): Asked {
  return { at, by: request.by ?? null, reason: request.reason ?? null };
}

function newPause(at: Instant, request: Request): PauseView {
  return { ...asked(at, request), pausedAt: null, resumedAt: null, question: null, answer: null };
}
