import { TelltaleError } from '@telltale/core';

/** The command was given something that it cannot take. */
export class UsageError extends TelltaleError {
  override readonly name = 'UsageError';
  constructor(
    message: string,
    options: {
      readonly hint?: string;
      /** The code of an error of the server that this one explains. Default: `usage_invalid`. */
      readonly code?: string;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, { code: 'usage_invalid', ...options });
  }
}

/** The run that was followed is not there any more. */
export class RunGoneError extends TelltaleError {
  override readonly name = 'RunGoneError';
  constructor(runId: string) {
    super(`Run ${runId} was removed while it was followed.`, {
      code: 'run_gone',
      hint: 'Retention removes runs that ended long ago; "telltale runs" lists those that are there.',
      details: { runId },
    });
  }
}

/** An agent was to work, and nobody has said with which language model. */
export class ModelNotConfiguredError extends TelltaleError {
  override readonly name = 'ModelNotConfiguredError';
  constructor() {
    super('No language model is configured, and agents need one.', {
      code: 'model_not_configured',
      hint: 'Set one with "telltale configure", or model.name and model.apiKey (TELLTALE_MODEL_NAME, TELLTALE_MODEL_API_KEY), and start the worker again.',
    });
  }
}
