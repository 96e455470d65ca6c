/** What a command's exit code says. `telltale --help` and docs/cli.md list them. */
export const EXIT = {
  /** It did what it was asked. */
  ok: 0,
  /** It could not; the message says why. */
  failed: 1,
  /** It was asked wrongly: an option, an argument, the configuration. */
  usage: 2,
  /** With `--exit-code`: the run failed. */
  runFailed: 3,
  /** With `--exit-code`: the run was cancelled. */
  runCancelled: 4,
  /** No server, or no database, could be reached. */
  unreachable: 5,
  /** Ctrl-C; as shells count signals. */
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
