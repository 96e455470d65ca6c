import type { EventType, RunState, RunView, TraceEvent, VerdictName } from '@telltale/core';
import { expectTypeOf, test } from 'vitest';
import type { RunSummaryBody } from '../schemas/run.ts';
import type { ApiClient } from './create-api-client.ts';

// What the compiler has to accept, to refuse and to know. Nothing here runs: `tsc` is what passes or fails.

declare const client: ApiClient;

test('parameters are what the server makes of them, and what has a default can be left out', () => {
  type Query = NonNullable<Parameters<ApiClient['listRuns']>[0]>;
  expectTypeOf<Query['verdict']>().toEqualTypeOf<readonly VerdictName[] | undefined>();
  expectTypeOf<Query['status']>().toEqualTypeOf<readonly RunState[] | undefined>();
  expectTypeOf<Query['limit']>().toEqualTypeOf<number | undefined>();
  expectTypeOf<Query['waiting']>().toEqualTypeOf<boolean | undefined>();
  type Events = Parameters<ApiClient['readEvents']>[0];
  expectTypeOf<Events>().toEqualTypeOf<{
    readonly runId: string;
    readonly after?: number | undefined;
    readonly limit?: number | undefined;
    readonly types?: readonly EventType[] | undefined;
  }>();
});

test('path, query and body are one object', () => {
  expectTypeOf<Parameters<ApiClient['setPriority']>[0]>().toEqualTypeOf<{
    readonly runId: string;
    readonly priority: number;
  }>();
  expectTypeOf<Parameters<ApiClient['resumeRun']>[0]>().toEqualTypeOf<{
    readonly runId: string;
    readonly reason?: string | undefined;
    readonly answer?: unknown;
  }>();
});

test('a call is refused that lacks something, has too much, or has it wrong', () => {
  const calls = () => [
    client.getStatus(),
    client.listRuns(),
    client.listRuns({ limit: undefined }),
    // @ts-expect-error: of which run?
    client.getRun(),
    // @ts-expect-error: of which run?
    client.getRun({}),
    // @ts-expect-error: no such parameter
    client.getRun({ runId: 'a', after: 1 }),
    // @ts-expect-error: it has no parameters
    client.getStatus({ runId: 'a' }),
    // @ts-expect-error: no such verdict
    client.listRuns({ verdict: ['sleepy'] }),
    // @ts-expect-error: no input
    client.submitRun({ pipeline: 'a' }),
    // @ts-expect-error: no such header
    client.pauseRun({ runId: 'a' }, { idempotencyKey: 'k' }),
    client.uploadAudio({ name: 'a.mp3', file: new Blob([]) }, { timeoutMs: 1 }),
    // @ts-expect-error: no file
    client.uploadAudio({ name: 'a.mp3' }),
    // @ts-expect-error: it takes no file
    client.listRuns({ file: new Blob([]) }),
    // @ts-expect-error: a file may take as long as it takes
    client.getArtifact({ runId: 'a', artifactId: 'b' }, { timeoutMs: 1 }),
  ];
  expectTypeOf(calls).toBeFunction();
});

test('headers are options by their names in camel case', () => {
  type Options<Name extends 'submitRun' | 'getArtifact'> = NonNullable<Parameters<ApiClient[Name]>[1]>;
  expectTypeOf<Options<'submitRun'>['idempotencyKey']>().toEqualTypeOf<string | undefined>();
  expectTypeOf<Options<'getArtifact'>['ifNoneMatch']>().toEqualTypeOf<string | undefined>();
});

test('answers are what the schemas say, and responses where they are no JSON', () => {
  type Answer<Name extends keyof ApiClient> = ApiClient[Name] extends (...given: never[]) => Promise<infer T>
    ? T
    : never;
  expectTypeOf<Answer<'listRuns'>['runs'][number]>().toExtend<RunSummaryBody>();
  expectTypeOf<Answer<'listRuns'>['nextCursor']>().toEqualTypeOf<string | null>();
  expectTypeOf<Answer<'getRunView'>['view']>().toEqualTypeOf<RunView>();
  expectTypeOf<Answer<'readEvents'>['events']>().toEqualTypeOf<TraceEvent[]>();
  expectTypeOf<Answer<'getArtifact'>>().toEqualTypeOf<Response>();
  expectTypeOf<Answer<'setPriority'>>().toEqualTypeOf<undefined>();
});

test('a message of a stream is known by its kind', async () => {
  const follow = async () => {
    for await (const message of client.followRun({ runId: 'a', after: 3 })) {
      if (message.kind === 'trace') expectTypeOf(message.event).toEqualTypeOf<TraceEvent>();
      if (message.kind === 'reset') expectTypeOf(message.firstSeq).toEqualTypeOf<number>();
      if (message.kind === 'end') expectTypeOf(message.reason).toEqualTypeOf<'run-ended' | 'gone'>();
    }
    for await (const message of client.followRuns()) {
      if (message.kind === 'changed') expectTypeOf(message.runs).toEqualTypeOf<readonly RunSummaryBody[]>();
    }
  };
  expectTypeOf(follow).toBeFunction();
});
