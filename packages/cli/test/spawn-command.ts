import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const PATIENCE_MS = 40_000;

export interface SpawnedCommand {
  readonly pid: number;
  /** Resolves with the exit code; `null` if a signal ended it. */
  readonly exited: Promise<number | null>;
  /** All that it has said so far, on stdout and stderr. */
  readonly said: string;
  /** Resolves with the match once it has said so. */
  says(expected: RegExp): Promise<RegExpExecArray>;
  kill(signal: NodeJS.Signals): void;
}

const running = new Set<SpawnedCommand>();

/** Stops those that run still, in good order: nothing of theirs is at work any more when this resolves. */
export async function stopCommands(): Promise<void> {
  for (const command of running) command.kill('SIGTERM');
  await Promise.all([...running].map(({ exited }) => exited));
}

/** The command as a process of its own, without a terminal. It is killed after the test. */
export function spawnCommand(args: readonly string[], env: NodeJS.ProcessEnv): SpawnedCommand {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
  const listeners = new Set<() => void>();
  let said = '';
  const hear = (text: string) => {
    said += text;
    for (const listener of listeners) listener();
  };
  child.stdout.setEncoding('utf8').on('data', hear);
  child.stderr.setEncoding('utf8').on('data', hear);
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exited;
  });

  async function says(expected: RegExp): Promise<RegExpExecArray> {
    const heard = Promise.withResolvers<RegExpExecArray>();
    const giveUp = () => heard.reject(new Error(`It never said ${String(expected)}, but:\n${said}`));
    const look = () => {
      const match = expected.exec(said);
      if (match !== null) heard.resolve(match);
    };
    const timer = setTimeout(giveUp, PATIENCE_MS);
    listeners.add(look);
    look();
    void exited.then(giveUp);
    try {
      return await heard.promise;
    } finally {
      clearTimeout(timer);
      listeners.delete(look);
    }
  }

  const command: SpawnedCommand = {
    pid: child.pid ?? 0,
    exited,
    get said() {
      return said;
    },
    says,
    kill: (signal) => child.kill(signal),
  };
  running.add(command);
  void exited.then(() => running.delete(command));
  return command;
}
