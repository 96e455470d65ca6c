import { asSchema, type ToolSet, tool } from 'ai';
import type { z } from 'zod';
import { InvalidAgentOptionError } from '../errors.ts';
import type { Tools } from './agent-tool.ts';

/** What all providers take as a tool's name. */
const NAME = /^[a-zA-Z0-9_-]{1,64}$/;

/** The tools as the SDK describes them to a model. Throws `InvalidAgentOptionError`. */
export async function toToolSet(tools: Tools): Promise<ToolSet> {
  const described: ToolSet = {};
  for (const [name, { description, input }] of Object.entries(tools)) {
    if (!NAME.test(name)) {
      throw new InvalidAgentOptionError(`tools.${name}`, 'a name has 1 to 64 letters, digits, - and _');
    }
    await checkSchema(`tools.${name}.input`, input);
    described[name] = describeTool(description, input);
  }
  return described;
}

/** One tool, without what it does: calls come back to us. */
export function describeTool(description: string, input: z.ZodType): ToolSet[string] {
  return tool({ description, inputSchema: input });
}

/** Throws `InvalidAgentOptionError` for a schema that no model can be told. */
export async function checkSchema(option: string, schema: z.ZodType): Promise<void> {
  const problem = await problemOf(schema);
  if (problem === null) return;
  throw new InvalidAgentOptionError(option, `it has no JSON schema (${problem})`, {
    hint: 'Use plain types, and transform what comes out of them in the code that uses it.',
  });
}

async function problemOf(schema: z.ZodType): Promise<string | null> {
  try {
    await asSchema(schema).jsonSchema;
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
