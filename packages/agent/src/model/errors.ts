import { TelltaleError } from '@telltale/core';

interface ModelCallErrorOptions {
  readonly code: ModelProblem;
  readonly hint?: string;
  readonly retryable?: boolean;
  /** What the provider asked to wait, in ms; `null`: it did not say. */
  readonly waitMs?: number | null;
  readonly cause?: unknown;
}

/**
 * `model_unreachable`: no answer came. `model_down`: the provider failed, or its answer could not be read. `model_busy`: too many
 * requests. `model_unavailable`: it failed so often that nothing is asked of it for a while. The others are not
 * tried again: somebody has to change something.
 */
export type ModelProblem =
  | 'model_unreachable'
  | 'model_down'
  | 'model_busy'
  | 'model_unavailable'
  | 'model_unauthorized'
  | 'model_unknown'
  | 'model_refused'
  | 'model_failed';

/** A language model gave no answer. `message` says why as a sentence; nothing of the request is in it. */
export class ModelCallError extends TelltaleError {
  override readonly name = 'ModelCallError';
  readonly waitMs: number | null;
  constructor(model: string, message: string, { waitMs, ...options }: ModelCallErrorOptions) {
    super(message, { ...options, details: { model } });
    this.waitMs = waitMs ?? null;
  }
}

/** A model is named that this installation cannot talk to. */
export class ModelNameError extends TelltaleError {
  override readonly name = 'ModelNameError';
  constructor(model: string, problem: string, hint: string) {
    super(`The model ${JSON.stringify(model.slice(0, 100))} cannot be used: ${problem}.`, {
      code: 'model_name_invalid',
      hint,
      details: { model: model.slice(0, 100) },
    });
  }
}

/** The package that talks to a provider is not installed. */
export class ModelPackageMissingError extends TelltaleError {
  override readonly name = 'ModelPackageMissingError';
  constructor(model: string, { packageName, cause }: { readonly packageName: string; readonly cause: unknown }) {
    super(`The model ${model} needs the package ${packageName}, which is not installed.`, {
      code: 'model_package_missing',
      hint: `Run: npm install ${packageName}`,
      details: { model, packageName },
      cause,
    });
  }
}
