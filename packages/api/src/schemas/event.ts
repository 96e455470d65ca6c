import { type RunView, traceEventSchema } from '@telltale/core';
import { z } from 'zod';
import { runId } from './run.ts';

/** One entry of a run's trace. docs/events.md explains every type. */
export const eventSchema = traceEventSchema.meta({ id: 'TraceEvent' });

/** All that a run page shows: `reduce` of @telltale/core goes on from it. */
export const runViewSchema = z.looseObject({ runId, lastSeq: z.int().nonnegative() }).meta({
  id: 'RunView',
  description:
    'What `reduce` of @telltale/core makes of the events up to `lastSeq`: a snapshot that the events after it bring up to date.',
}) as unknown as z.ZodType<RunView>;
