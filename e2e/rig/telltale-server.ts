import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../packages/cli/src/main.ts', import.meta.url));
const READY = /is ready: (http:\S+)/;

/** `telltale server` as people start it: a process of its own, on a port that is free, with a data folder of its own. */
export class TelltaleServer implements AsyncDisposable {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #folder: string;

  static async start(env: Readonly<Record<string, string>>): Promise<TelltaleServer> {
    const folder = await mkdtemp(join(tmpdir(), 'telltale-e2e-'));
    const child = spawn(process.execPath, [MAIN, 'server'], {
      env: { PATH: process.env.PATH, TELLTALE_DATA: folder, TELLTALE_PORT: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    const url = await new Promise<string>((resolve, reject) => {
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (text: string) => {
          said += text;
          const [, address] = READY.exec(said) ?? [];
          if (address !== undefined) resolve(address);
        });
      }
      child.once('close', () => reject(new Error(`telltale server ended, and said:\n${said}`)));
    });
    return new TelltaleServer(url, child, folder);
  }

  private constructor(url: string, child: ChildProcess, folder: string) {
    this.url = url;
    this.#child = child;
    this.#folder = folder;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#child, 'close');
    this.#child.kill('SIGKILL');
    await closed;
    await rm(this.#folder, { recursive: true, force: true });
  }
}
