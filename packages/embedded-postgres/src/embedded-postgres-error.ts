/** What went wrong, for code that branches on it. The message and the hint say it to people. */
export type EmbeddedPostgresErrorCode =
  /** The folder holds things that were not made here. */
  | 'data_folder_foreign'
  /** Another process has the folder; `details.pid` says which. */
  | 'data_folder_in_use'
  /** The folder cannot be made, read or written, or the server's user cannot get there. */
  | 'data_folder_unusable'
  | 'disk_full'
  | 'no_free_port'
  | 'postgres_start_failed'
  | 'postgres_stop_failed'
  /** This machine cannot run the server. */
  | 'postgres_unsupported'
  /** The data was made by another major version of Postgres. */
  | 'postgres_version_mismatch';

export interface EmbeddedPostgresErrorOptions {
  readonly code: EmbeddedPostgresErrorCode;
  /** What to do about it, as a sentence. */
  readonly hint: string;
  /** What it concerns, by name. Never a password. */
  readonly details?: Readonly<Record<string, string | number | null>>;
  readonly cause?: unknown;
}

/** Every error that this package throws: `message` says what failed and on what, `hint` what to do. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
  readonly code: EmbeddedPostgresErrorCode;
  readonly hint: string;
  readonly details: Readonly<Record<string, string | number | null>>;

  constructor(message: string, { code, hint, details = {}, cause }: EmbeddedPostgresErrorOptions) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.hint = hint;
    this.details = details;
  }
}
