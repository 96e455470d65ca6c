import { definePipeline, type RunContext } from '@telltale/engine';
import { z } from 'zod';

const INPUT = z.object({ subject: z.string().describe('What it is about.'), when: z.iso.date().optional() });
const STEPS = ['fetch', 'transcribe', 'publish'] as const;

export type Script = (context: RunContext<(typeof STEPS)[number], z.output<typeof INPUT>>) => unknown;

/** What each run does, by its subject. */
const scripts = new Map<string, Script>();

/** A pipeline of which each run does what its test wrote for it; without a script it does nothing and succeeds. */
export const scripted = definePipeline({
  name: 'scripted',
  version: '7',
  input: INPUT,
  subject: ({ subject }) => subject,
  title: ({ subject }) => `About ${subject}`,
  steps: STEPS,
  queue: { workerConcurrency: 20 },
  run: (context) => scripts.get(context.subject)?.(context),
});

let made = 0;

/** A subject whose runs do this. */
export function subjectOf(script: Script): string {
  made += 1;
  const subject = `subject.${made}`;
  scripts.set(subject, script);
  return subject;
}
