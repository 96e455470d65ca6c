import { createApiClient } from '@telltale/api';
import { Command, CommanderError } from 'commander';
import type { CommandContext, Handler, Run } from './command.ts';
import { COMMANDS } from './commands/index.ts';
import { type LoadedConfig, loadConfig } from './config/load-config.ts';
import { settingOption } from './config/setting-option.ts';
import { UsageError } from './errors.ts';
import { EXIT, EXIT_MEANINGS, type ExitCode } from './exit-codes.ts';
import { findServer } from './find-server.ts';
import { jsonLine } from './format/json-line.ts';
import { createOutput, type OutputStreams } from './output.ts';
import { reportError } from './report-error.ts';
import { VERSION } from './version.ts';

/** What a command line runs in. */
export interface Surroundings extends OutputStreams {
  readonly env: NodeJS.ProcessEnv;
  /** The working directory. */
  readonly cwd: string;
  readonly stdin: NodeJS.ReadStream;
  /** Aborts on Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
}

/** Runs one command line, without `node` and the script. Gives the exit code, and throws nothing. */
export async function runProgram(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.ok;
  const run: Run =
    <Given extends readonly unknown[]>(handler: Handler<Given>) =>
    async (...given: unknown[]) => {
      // Commander gives the arguments, then the options, and last the command itself.
      const context = createContext(given.pop() as Command, surroundings);
      try {
        exitCode = (await handler(context, ...(given as unknown as Given))) ?? EXIT.ok;
      } catch (error) {
        exitCode = surroundings.signal.aborted ? EXIT.interrupted : reportError(error, context.output);
      }
    };
  try {
    await createProgram(run, surroundings).parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    const output = createOutput(surroundings, { json: args.includes('--json') || args.includes('--jsonl') });
    if (!(error instanceof CommanderError)) return reportError(error, output);
    if (error.exitCode === 0) return EXIT.ok;
    // Without a command the help was shown, and nothing else is wrong.
    return error.code === 'commander.help' ? EXIT.usage : reportError(wrongUsage(error), output);
  }
}

/** `error: unknown option '--x'` as a sentence. */
function wrongUsage({ message }: CommanderError): UsageError {
  const [first = '', ...rest] = message.replace(/^error: /, '').split('\n');
  const sentence = `${first.charAt(0).toUpperCase()}${first.slice(1).replace(/\.$/, '')}.`;
  return new UsageError([sentence, ...rest].join(' '), {
    hint: '"telltale --help" lists all commands, "telltale COMMAND --help" tells what one takes.',
  });
}

/** The program with all its commands, to be run, or to be read: docs/cli.md and completion are written from it. */
export function createProgram(run: Run, { stdout, stderr }: OutputStreams): Command {
  const program = new Command('telltale')
    .description('Durable pipelines whose work in flight is never invisible.')
    .version(VERSION, '-v, --version', 'print the version')
    .option(
      '--config <file>',
      'the configuration file (default: telltale.config.ts or .json, here or in the data folder)',
    )
    .addOption(settingOption('data'))
    .addOption(settingOption('database.url'))
    .addOption(settingOption('server.url'))
    .option('--json', 'print JSON, one value a line')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false })
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      // It is thrown as well, and then said as all others are.
      outputError: () => undefined,
    })
    .addHelpText('after', `\nExit codes:\n${exitCodes()}`)
    .exitOverride();
  for (const add of COMMANDS) add(program, run);
  return program;
}

function exitCodes(): string {
  const names = Object.keys(EXIT) as (keyof typeof EXIT)[];
  return names.map((name) => `  ${String(EXIT[name]).padEnd(4)} ${EXIT_MEANINGS[name]}`).join('\n');
}

function createContext(command: Command, { env, cwd, signal, stdin, stdout, stderr }: Surroundings): CommandContext {
  const flags = command.optsWithGlobals<Record<string, unknown>>();
  const output = createOutput({ stdout, stderr }, { json: flags.json === true || flags.jsonl === true });
  const configOptions = { flags, env, cwd };
  let loaded: Promise<LoadedConfig> | undefined;
  const config = () => {
    loaded ??= loadConfig(configOptions).then((config) => {
      for (const warning of config.warnings) {
        output.note(output.json ? jsonLine({ warning }) : `Warning: ${warning}`);
      }
      return config;
    });
    return loaded;
  };
  return {
    output,
    stdin,
    signal,
    config,
    configOptions,
    api: async () => createApiClient(await findServer(await config())),
  };
}
