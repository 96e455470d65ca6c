import type { ApiClient } from '@telltale/api';
import type { Command } from 'commander';
import type { LoadConfigOptions, LoadedConfig } from './config/load-config.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Output } from './output.ts';

/** What every command can use. Nothing of it is made before it is asked for. */
export interface CommandContext {
  readonly output: Output;
  /** For what is piped in, and for keys. Nothing reads from it unless a command does. */
  readonly stdin: NodeJS.ReadStream;
  /** Aborts on Ctrl-C and SIGTERM. A command that fails because of that exits as interrupted. */
  readonly signal: AbortSignal;
  /** The configuration, from flags, environment and file. Throws what is wrong with it, all at once. */
  config(): Promise<LoadedConfig>;
  /** What the configuration is read from, for commands that change it or have to work without. */
  readonly configOptions: LoadConfigOptions;
  /** A client of the running server: `--server`, TELLTALE_SERVER, or the one that was started on the data folder. */
  api(): Promise<ApiClient>;
}

/** Does a command's work and gives its exit code; nothing means `EXIT.ok`. What it throws is said on stderr. */
export type Handler<Given extends readonly unknown[]> = (
  context: CommandContext,
  ...given: Given
) => Promise<ExitCode | undefined> | Promise<void>;

/** Makes a commander action of a handler, which gets the context, then the command's arguments, then its options. */
export type Run = <Given extends readonly unknown[]>(handler: Handler<Given>) => (...given: unknown[]) => Promise<void>;

/** Adds a command, or a few that belong together, to the program. */
export type AddCommand = (program: Command, run: Run) => void;

/**
 * A handler in a module that is loaded when the command is used. Those that start servers or speak to databases load much,
 * for which neither `telltale --help` nor the commands that ask a server shall wait.
 */
export function lazily<Given extends readonly unknown[]>(load: () => Promise<Handler<Given>>): Handler<Given> {
  return async (context, ...given) => (await (await load())(context, ...given)) ?? undefined;
}
