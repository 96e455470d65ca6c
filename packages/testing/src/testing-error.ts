/** What went wrong, for code that branches on it. The message says it to people. */
export type TestingErrorCode =
  | 'child_failed'
  | 'database_unreachable'
  | 'leak'
  | 'not_ready'
  | 'proxy_closed'
  | 'template_failed'
  | 'timeout';

/** Every error that this package throws itself. None of them is worth a retry: a test should fail and say why. */
export class TestingError extends Error {
  override readonly name = 'TestingError';
  readonly code: TestingErrorCode;

  constructor(message: string, { code, cause }: { code: TestingErrorCode; cause?: unknown }) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}
