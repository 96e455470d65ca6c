import {
  ALLOWED_CONTROLS,
  type Control,
  questionText,
  type RunState,
  refuseControl,
  TelltaleError,
} from '@telltale/core';

/** The run is in a state in which it cannot be asked for this. Nothing was changed. */
export class ControlRefusedError extends TelltaleError {
  override readonly name = 'ControlRefusedError';
  readonly state: RunState;
  /** What it can be asked for instead. */
  readonly allowed: readonly Control[];
  constructor(runId: string, state: RunState, control: Control) {
    super(refuseControl(runId, state, control) ?? `run ${runId} refuses ${control}`, {
      code: 'control_refused',
      hint: 'Nothing was changed.',
      details: { runId, state, control },
    });
    this.state = state;
    this.allowed = ALLOWED_CONTROLS[state];
  }
}

/** Somebody asked what a run gave back that has not ended yet. */
export class RunNotEndedError extends TelltaleError {
  override readonly name = 'RunNotEndedError';
  constructor(runId: string, state: RunState) {
    super(`Run ${runId} has no result yet: it is ${state}.`, {
      code: 'run_not_ended',
      hint: 'Wait until it has ended: wait(runId).',
      details: { runId, state },
    });
  }
}

/** The order of a queue was to be changed for a run that does not wait in one. */
export class RunNotQueuedError extends TelltaleError {
  override readonly name = 'RunNotQueuedError';
  constructor(runId: string, state: RunState) {
    super(`Run ${runId} waits in no queue (its state: ${state}), so its priority says nothing any more.`, {
      code: 'run_not_queued',
      details: { runId, state },
    });
  }
}

/** The run waits for an answer, and was to be resumed without one. */
export class AnswerMissingError extends TelltaleError {
  override readonly name = 'AnswerMissingError';
  /** What it asked, as it asked it. */
  readonly question: unknown;
  constructor(runId: string, step: string | null, question: unknown) {
    const where = step === null ? '' : ` in step ${step}`;
    super(`Run ${runId} waits for an answer${where} to “${inWords(question)}”.`, {
      code: 'answer_missing',
      hint: 'Resume it with an answer: resume(runId, { answer }).',
      details: { runId, step },
    });
    this.question = question;
  }
}

/** An answer that the run cannot be given. It stays paused. */
export class InvalidAnswerError extends TelltaleError {
  override readonly name = 'InvalidAnswerError';
  constructor(runId: string, problem: string, hint: string) {
    super(`Run ${runId} cannot be given this answer: ${problem}.`, {
      code: 'answer_invalid',
      hint,
      details: { runId },
    });
  }
}

/** A run was to begin again at a step that the earlier run never came to. */
export class StepNotReachedError extends TelltaleError {
  override readonly name = 'StepNotReachedError';
  constructor(runId: string, step: string, reached: readonly string[]) {
    const list = reached.length === 0 ? 'none of its steps' : reached.join(', ');
    super(`Run ${runId} never came to a step ${JSON.stringify(step.slice(0, 80))}; it came to ${list}.`, {
      code: 'step_not_reached',
      hint: 'Rerun it from one of those, or without a step from the start.',
      details: { runId, step: step.slice(0, 80) },
    });
  }
}

/** The pipeline has changed where the earlier run has its results, so that they no longer belong to its steps. */
export class StepsChangedError extends TelltaleError {
  override readonly name = 'StepsChangedError';
  /** From where a rerun keeps all that can be kept. */
  readonly rerunFrom: string;
  constructor(
    runId: string,
    step: string,
    steps: { readonly before: readonly string[]; readonly now: readonly string[]; readonly rerunFrom: string },
  ) {
    const { before, now, rerunFrom } = steps;
    super(
      `No run can go on where ${runId} ended: step ${step} is not where it was, its pipeline had ${before.join(', ')} and has ${now.join(', ')}.`,
      {
        code: 'steps_changed',
        hint: `Rerun it from step ${rerunFrom}, which keeps what comes before that.`,
        details: { runId, step, rerunFrom },
      },
    );
    this.rerunFrom = rerunFrom;
  }
}

/** The failed items of a step were to be tried again, and there are none. */
export class NoFailedItemsError extends TelltaleError {
  override readonly name = 'NoFailedItemsError';
  constructor(runId: string, step: string) {
    super(`No item of step ${step.slice(0, 80)} of run ${runId} has failed.`, {
      code: 'no_failed_items',
      hint: 'To do the whole step again, rerun the run from it.',
      details: { runId, step: step.slice(0, 80) },
    });
  }
}

/** An option of a call that cannot be right. Nothing was changed. */
export class InvalidOptionError extends TelltaleError {
  override readonly name = 'InvalidOptionError';
  constructor(option: string, expected: string, got: unknown) {
    super(`${option} has to be ${expected}; it is ${typeof got === 'number' ? got : `of type ${typeof got}`}.`, {
      code: 'option_invalid',
      details: { option },
    });
  }
}

/** The client was not told where the files of runs are. */
export class NoArtifactStoreError extends TelltaleError {
  override readonly name = 'NoArtifactStoreError';
  constructor() {
    super('This client was given no artifact store, so it cannot open artifacts.', {
      code: 'artifact_store_missing',
      hint: 'Give the store that the workers write to: createClient({ artifacts }).',
    });
  }
}

/** The client was closed; nothing more can be asked of it. */
export class ClientClosedError extends TelltaleError {
  override readonly name = 'ClientClosedError';
  constructor() {
    super('The client is closed.', { code: 'client_closed', hint: 'Call it before close(), or make a new client.' });
  }
}

const MAX_QUESTION_CHARACTERS = 200;

function inWords(question: unknown): string {
  const text = questionText(question) ?? JSON.stringify(question);
  return text.length <= MAX_QUESTION_CHARACTERS ? text : `${text.slice(0, MAX_QUESTION_CHARACTERS - 1)}…`;
}
