import type { ServerContext } from '../context.ts';
import type { Health } from '../health/health.ts';
import { controlHandlers } from './control-handlers.ts';
import type { EndpointHandlers, HandlersOf } from './endpoint-handler.ts';
import { libraryHandlers } from './library-handlers.ts';
import { runHandlers } from './run-handlers.ts';
import { systemHandlers } from './system-handlers.ts';
import { workHandlers } from './work-handlers.ts';

/** A handler for each endpoint of the API; the type says if one is missing. */
export function allHandlers(context: ServerContext, health: Health): EndpointHandlers {
  const { session } = context.access;
  return {
    ...runHandlers(context),
    ...workHandlers(context),
    ...controlHandlers(context),
    ...streamHandlers(context),
    ...libraryHandlers(context),
    ...systemHandlers(context, health),
    getSession: session.get,
    logIn: session.logIn,
    logOut: session.logOut,
  };
}

function streamHandlers({ streams }: ServerContext): HandlersOf<'stream'> {
  return {
    streamRun: ({ params: { runId }, query, headers, signal }, c) =>
      streams.followRun(runId, lastSeen(headers['last-event-id']) ?? query.after, signal, c.env?.outgoing),
    streamRuns: ({ query, signal }, c) => streams.followRuns(query, signal, c.env?.outgoing),
  };
}

/** What a client that comes back has seen is newer than what it asked for at first. */
function lastSeen(id: string | undefined): number | null {
  return id !== undefined && /^\d{1,15}$/.test(id) ? Number(id) : null;
}
