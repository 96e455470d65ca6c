import type { TraceEvent } from '@telltale/core';
import type { RunSummaryBody } from '../../schemas/run.ts';
import type { RunStreamMessages } from '../../stream-messages.ts';
import type { Call } from '../call.ts';
import { brokenStream, type ConnectionMessage, type EndMessage, follow, type Source } from './follow.ts';
import { Following } from './following.ts';

/** What a reader of one run is told. */
export type RunMessage =
  | { readonly kind: 'trace'; readonly event: TraceEvent }
  | ({ readonly kind: 'reset' } & RunStreamMessages['reset'])
  | { readonly kind: 'run'; readonly run: RunSummaryBody }
  | ({ readonly kind: 'status' } & RunStreamMessages['status'])
  | ConnectionMessage
  | EndMessage;

/** What all streams of a client need. */
export interface StreamAccess<Name extends 'streamRun' | 'streamRuns'>
  extends Pick<Source<unknown>, 'server' | 'settings'> {
  readonly signal: AbortSignal | undefined;
  readonly open: Call<Name>;
}

export function followRun(
  { server, settings, signal, open }: StreamAccess<'streamRun'>,
  { runId, after = 0 }: { readonly runId: string; readonly after?: number | undefined },
): Following<RunMessage> {
  /** The seq of the last event that was handed out, from which a new connection goes on. */
  let position = after;
  const source: Source<RunMessage> = {
    server,
    settings,
    open: (ended) => open({ runId, after: position }, { signal: ended }),
    read(kind, data) {
      if (kind === 'trace') {
        const event = data as unknown as TraceEvent;
        if (event.seq <= position) return null;
        if (event.seq !== position + 1) throw brokenStream(`after event ${position} came ${event.seq}`);
        position = event.seq;
        return { kind, event };
      }
      if (kind === 'reset') {
        const reset = data as unknown as RunStreamMessages['reset'];
        position = reset.firstSeq - 1;
        return { kind, ...reset };
      }
      if (kind === 'run') return { kind, run: data as unknown as RunSummaryBody };
      if (kind === 'status') return { kind, ...(data as unknown as RunStreamMessages['status']) };
      return null;
    },
  };
  return new Following((ended) => follow(source, ended), signal);
}
