import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import {
  ActionBlockedError,
  type ActionContext,
  type ActionOptions,
  type Artifact,
  type NewArtifact,
  type Step,
} from '@telltale/engine';

interface FakeAction {
  readonly actionId: string;
  readonly tool: string;
  readonly input: unknown;
  outcome: 'running' | 'success' | 'error' | 'timeout' | 'blocked';
  output?: unknown;
  error?: unknown;
}

export interface FakeLog {
  readonly level: string;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A step without an engine and a database: what is said in it can be read at once, and files are kept in memory. */
export class FakeStep {
  readonly runId = 'fake-subject-run-1';
  readonly name = 'browse';
  readonly attempt = 1;
  readonly logs: FakeLog[] = [];
  readonly actions: FakeAction[] = [];
  readonly told: { readonly type: string; readonly data: unknown }[] = [];
  readonly artifacts: (Artifact & { readonly content: Buffer })[] = [];
  readonly #abort = new AbortController();
  #onArtifact: ((artifact: Artifact) => void) | null = null;

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  abort(reason: unknown = new Error('cancelled by the test')): void {
    this.#abort.abort(reason);
  }

  get messages(): readonly string[] {
    return this.logs.map(({ message }) => message);
  }

  /** Those of a kind, in the order in which they were stored. */
  kept(kind: string): readonly (Artifact & { readonly content: Buffer })[] {
    return this.artifacts.filter((artifact) => artifact.kind === kind);
  }

  /** The next one of this kind that is stored. */
  nextArtifact(kind: string): Promise<Artifact> {
    const { promise, resolve } = Promise.withResolvers<Artifact>();
    const before = this.#onArtifact;
    this.#onArtifact = (artifact) => {
      before?.(artifact);
      if (artifact.kind === kind) resolve(artifact);
    };
    return promise;
  }

  async action<T>(
    tool: string,
    input: unknown,
    call: (context: ActionContext) => T | Promise<T>,
    options: ActionOptions<T> = {},
  ): Promise<T> {
    this.signal.throwIfAborted();
    const action: FakeAction = { actionId: randomUUID(), tool, input, outcome: 'running' };
    this.actions.push(action);
    const signal =
      options.timeoutMs === undefined
        ? this.signal
        : AbortSignal.any([this.signal, AbortSignal.timeout(options.timeoutMs)]);
    try {
      const result = await call({ actionId: action.actionId, signal });
      const failure = options.failure?.(result);
      action.outcome = failure ? outcomeOf(failure) : 'success';
      action.error = failure;
      action.output = options.output === undefined ? result : options.output(result);
      return result;
    } catch (error) {
      action.outcome = outcomeOf(error);
      action.error = error;
      throw error;
    }
  }

  log(message: string, fields: Readonly<Record<string, unknown>> = {}, level = 'info'): void {
    this.logs.push({ level, message, fields });
  }

  async artifact({ name, kind, contentType, source }: NewArtifact): Promise<Artifact> {
    const content = await read(source);
    const artifact: Artifact = {
      artifactId: randomUUID(),
      name,
      kind,
      contentType: contentType ?? null,
      location: `memory/${this.artifacts.length}`,
      bytes: content.length,
      sha256: createHash('sha256').update(content).digest('hex'),
    };
    this.artifacts.push({ ...artifact, content });
    this.#onArtifact?.(artifact);
    return artifact;
  }

  tell(type: string, data: unknown): undefined {
    this.told.push({ type, data });
  }

  async earlierActions(): Promise<readonly never[]> {
    return [];
  }

  progress(): void {}
  size(): void {}
  tried(): void {}
  pausePoint(): void {
    this.signal.throwIfAborted();
  }

  async items(): Promise<never> {
    throw new Error('a fake step has no items');
  }

  async ask(): Promise<never> {
    throw new Error('a fake step asks nobody');
  }
}

/** As what a session takes. */
export function asStep(step: FakeStep): Step {
  return step as unknown as Step;
}

function outcomeOf(error: unknown): FakeAction['outcome'] {
  if (error instanceof ActionBlockedError) return 'blocked';
  const { name, code } = error as { readonly name?: string; readonly code?: string };
  return name === 'TimeoutError' || code === 'timed_out' ? 'timeout' : 'error';
}

async function read(source: NewArtifact['source']): Promise<Buffer> {
  if (typeof source === 'string') return Buffer.from(source);
  if (source instanceof Uint8Array) return Buffer.from(source);
  if ('path' in source) return await readFile(source.path);
  const chunks: Uint8Array[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks);
}
