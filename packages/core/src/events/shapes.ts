import { z } from 'zod';

/** An instant: ISO 8601 in UTC with milliseconds (`2026-11-21T03:14:15.926Z`), so that text order is time order. */
export type Instant = string;

export const instantSchema = z.iso.datetime({ precision: 3 });

const count = z.int().nonnegative();
const durationMs = z.number().nonnegative();

/** Who asked for something, and why. `by` is a user, a token's name, `watchdog` or `agent`. */
export const requestSchema = z.object({
  by: z.string().optional(),
  reason: z.string().optional(),
});

/** How far a step is. `total` is `null` while nobody knows it; `estimated` says that it is a guess ("45 of ~120"). */
export const countsSchema = z.object({
  total: count.nullable(),
  done: count,
  failed: count,
  skipped: count,
  estimated: z.boolean().optional(),
});

/** An item as people see it: its key, and its label where that says more. */
export const itemRefSchema = z.object({
  key: z.string(),
  label: z.string().optional(),
});

/** An error that left its process: readable without the class that was thrown. `causes` is the chain, outermost first. */
export const failureSchema = z.object({
  name: z.string(),
  message: z.string(),
  code: z.string().optional(),
  causes: z.array(z.string()).optional(),
});

/** One source that a body tried and what became of it. */
export const attemptedSourceSchema = z.object({
  source: z.string(),
  outcome: z.string(),
  note: z.string().optional(),
});

/** One action as a failure mentions it. */
export const actionRefSchema = z.object({
  actionId: z.string(),
  tool: z.string(),
  outcome: z.string(),
  durationMs: durationMs.optional(),
});

export const tokensSchema = z.object({
  input: count,
  output: count,
});

export type Request = z.infer<typeof requestSchema>;
export type Counts = z.infer<typeof countsSchema>;
export type ItemRef = z.infer<typeof itemRefSchema>;
export type Failure = z.infer<typeof failureSchema>;
export type AttemptedSource = z.infer<typeof attemptedSourceSchema>;
export type ActionRef = z.infer<typeof actionRefSchema>;
export type Tokens = z.infer<typeof tokensSchema>;

export { count, durationMs };
