export interface TelltaleErrorOptions {
  /** Stable, lower-case with underscores. Branch on this, never on the class: classes do not cross a process. */
  readonly code: string;
  /** What to do about it, as a sentence. */
  readonly hint?: string;
  /** Whether the same call can succeed later without a change. Default: `false`. */
  readonly retryable?: boolean;
  /** What it concerns, by name: run id, step, worker. Never secrets or payloads. */
  readonly details?: Readonly<Record<string, string | number | boolean | null>>;
  readonly cause?: unknown;
}

/** The base of every error that a Telltale package throws: `message` says what failed and on what, `hint` what to do. */
export class TelltaleError extends Error {
  override readonly name: string = 'TelltaleError';
  readonly code: string;
  readonly hint: string | undefined;
  readonly retryable: boolean;
  readonly details: Readonly<Record<string, string | number | boolean | null>>;

  constructor(message: string, options: TelltaleErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = options.code;
    this.hint = options.hint;
    this.retryable = options.retryable ?? false;
    this.details = options.details ?? {};
  }
}
