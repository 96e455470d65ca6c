import { z } from 'zod';
import { runId, runState } from './run.ts';

const text = z.string().max(2_000);

/** Who asks is known from the token; why is his to say. */
const why = { reason: text.optional().meta({ description: 'Stands in the trace.' }) };
const priority = z
  .int()
  .min(0)
  .max(2_147_483_647)
  .meta({ description: "Of the runs in its pipeline's queue the lowest goes first. Default: 100." });

export const submitBody = z.strictObject({
  pipeline: z.string().min(1).max(64),
  input: z.unknown().meta({ description: 'As the pipeline’s `inputSchema` says.' }),
  priority: priority.optional(),
  ...why,
});

export const askBody = z.strictObject(why);

export const resumeBody = z.strictObject({
  ...why,
  answer: z.unknown().optional().meta({ description: 'Answers the question that the run waits with.' }),
});

export const retryBody = z.strictObject({
  ...why,
  priority: priority.optional(),
  fresh: z.boolean().optional().meta({ description: 'Forget the items that the step had done. Default: false.' }),
});

export const rerunBody = z.strictObject({
  ...why,
  priority: priority.optional(),
  fromStep: z.string().optional().meta({ description: 'What was done before this step is kept. Default: the first.' }),
});

export const retryItemsBody = z.strictObject({
  ...why,
  priority: priority.optional(),
  step: z.string().meta({ description: 'The step whose failed items are done again.' }),
});

export const priorityBody = z.strictObject({ priority });

/** `pausing` and `cancelling`: its worker has been told, and lets go when it can. */
export const controlResult = z.object({ runId, state: runState }).meta({ id: 'ControlResult' });

export const submittedRun = z
  .object({
    runId,
    number: z.int().positive(),
    subject: z.string(),
    created: z.boolean().meta({ description: '`false`: this run was there, and no other one was started.' }),
    reason: z.enum(['in-flight', 'idempotency-key']).nullable(),
    message: z.string().nullable().meta({ description: 'Why none was started, as a sentence.' }),
    state: runState,
  })
  .meta({ id: 'SubmittedRun' });
