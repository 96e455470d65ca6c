import type { Attributes } from '@opentelemetry/api';
import {
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_GEN_AI_REQUEST_MODEL,
  ATTR_GEN_AI_TOOL_CALL_ID,
  ATTR_GEN_AI_TOOL_NAME,
  ATTR_GEN_AI_USAGE_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_OUTPUT_TOKENS,
  GEN_AI_OPERATION_NAME_VALUE_CHAT,
  GEN_AI_OPERATION_NAME_VALUE_EXECUTE_TOOL,
  GEN_AI_OPERATION_NAME_VALUE_INVOKE_AGENT,
} from '@opentelemetry/semantic-conventions/incubating';
import type { Tokens } from '@telltale/core';

/** The tool of an action that asks a model. */
const MODEL = 'model';

interface Named {
  readonly name: string;
  /** Whether it calls something outside of this process. */
  readonly isCall?: boolean;
  readonly attributes: Attributes;
}

/** The model that an action's input names, which need not be that of the agent around it. */
export function modelIn(input: unknown): string | undefined {
  const { model } = (input ?? {}) as { readonly model?: unknown };
  return typeof model === 'string' ? model : undefined;
}

/** An action, by the conventions for generative AI. `model`: the one that it asks, where that is known. */
export function nameAction(tool: string, actionId: string, model: string | undefined): Named {
  if (tool === MODEL) {
    const operation = GEN_AI_OPERATION_NAME_VALUE_CHAT;
    return {
      name: model === undefined ? operation : `${operation} ${model}`,
      isCall: true,
      attributes: modelAttributes(operation, model),
    };
  }
  const operation = GEN_AI_OPERATION_NAME_VALUE_EXECUTE_TOOL;
  return {
    name: `${operation} ${tool}`,
    attributes: {
      [ATTR_GEN_AI_OPERATION_NAME]: operation,
      [ATTR_GEN_AI_TOOL_NAME]: tool,
      [ATTR_GEN_AI_TOOL_CALL_ID]: actionId,
    },
  };
}

/** The work of an agent, in the same way. */
export function nameAgent(model: string): Named {
  const name = GEN_AI_OPERATION_NAME_VALUE_INVOKE_AGENT;
  return { name, attributes: modelAttributes(name, model) };
}

export function tokenAttributes(tokens: Tokens | undefined): Attributes {
  if (tokens === undefined) return {};
  return { [ATTR_GEN_AI_USAGE_INPUT_TOKENS]: tokens.input, [ATTR_GEN_AI_USAGE_OUTPUT_TOKENS]: tokens.output };
}

function modelAttributes(operation: string, model: string | undefined): Attributes {
  return {
    [ATTR_GEN_AI_OPERATION_NAME]: operation,
    ...(model === undefined ? {} : { [ATTR_GEN_AI_REQUEST_MODEL]: model }),
  };
}
