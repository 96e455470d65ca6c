import type { RunsStreamMessages } from '../../stream-messages.ts';
import { type ConnectionMessage, type EndMessage, follow, type Source } from './follow.ts';
import type { StreamAccess } from './follow-run.ts';
import { Following } from './following.ts';

/** What a reader of all runs is told. */
export type RunsMessage =
  | { readonly kind: 'resync' }
  | ({ readonly kind: 'changed' } & RunsStreamMessages['changed'])
  | ({ readonly kind: 'status' } & RunsStreamMessages['status'])
  | ConnectionMessage
  | EndMessage;

export function followRuns(
  { server, settings, signal, open }: StreamAccess<'streamRuns'>,
  which: { readonly pipeline?: string | undefined },
): Following<RunsMessage> {
  const source: Source<RunsMessage> = {
    server,
    settings,
    open: (ended) => open(which, { signal: ended }),
    read(kind, data) {
      if (kind === 'resync') return { kind };
      if (kind === 'changed') return { kind, ...(data as unknown as RunsStreamMessages['changed']) };
      if (kind === 'status') return { kind, ...(data as unknown as RunsStreamMessages['status']) };
      return null;
    },
  };
  return new Following((ended) => follow(source, ended), signal);
}
