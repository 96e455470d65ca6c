import { z } from 'zod';

export type ReadOutput<T> =
  | { readonly output: T; readonly problem: null }
  | { readonly output: undefined; readonly problem: string };

/** Reads a model's answer by the schema that it was asked for. `problem` says what is wrong with it, for the model. */
export async function readOutput<T>(schema: z.ZodType<T>, text: string): Promise<ReadOutput<T>> {
  const parsed = parse(text);
  if (parsed === null) return { output: undefined, problem: 'The answer is not JSON.' };
  const read = await schema.safeParseAsync(parsed.value);
  if (read.success) return { output: read.data, problem: null };
  return { output: undefined, problem: `The answer does not fit its schema.\n${z.prettifyError(read.error)}` };
}

/** Models without structured output often put their JSON into a code block. */
const CODE_BLOCK = /^```(?:json)?\s*\n([\s\S]*)\n```$/;

function parse(text: string): { readonly value: unknown } | null {
  const trimmed = text.trim();
  try {
    return { value: JSON.parse(CODE_BLOCK.exec(trimmed)?.[1] ?? trimmed) };
  } catch {
    return null;
  }
}
