/** What a command's exit code says. */
export const EXIT = {
  /** It did what it was asked. */
  ok: 0,
  /** It could not; the message says why. */
  failed: 1,
  /** It was asked wrongly: an option, an argument, the configuration. */
  usage: 2,
  /** Where that was asked for: the run failed. */
  runFailed: 3,
  /** Where that was asked for: the run was cancelled. */
  runCancelled: 4,
  /** No server, or no database, could be reached. */
  unreachable: 5,
  /** Ctrl-C; as shells count signals. */
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The same for people: `telltale --help` and docs/cli.md list them. */
export const EXIT_MEANINGS: Readonly<Record<keyof typeof EXIT, string>> = {
  ok: 'It did what it was asked.',
  failed: 'It could not; the message says why.',
  usage: 'It was asked wrongly: an option, an argument, the input, the configuration.',
  runFailed: 'The run failed (with --exit-code or --wait).',
  runCancelled: 'The run was cancelled (with --exit-code or --wait).',
  unreachable: 'No server, or no database, could be reached.',
  interrupted: 'Ctrl-C.',
};
