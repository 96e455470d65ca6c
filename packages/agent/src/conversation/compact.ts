import { cutText } from '@telltale/core';
import type { ModelMessage, ToolModelMessage, ToolResultPart } from 'ai';
import type { Tools } from '../tools/agent-tool.ts';

/** Answers of the model, with what they called for, that stay as they are: the last ones. */
const WHOLE_TURNS = 3;
/** What is left of an older result, in characters. */
const RESULT_CHARACTERS = 800;
/** The same for tools marked `extract`. */
const EXTRACT_CHARACTERS = 1_500;

/**
 * A conversation as it is sent: results of old calls are shortened, with a note of how much is gone. Nothing is left out, so a
 * call and its result stay together, and the task and what people said stay whole. Pure.
 */
export function compact(messages: readonly ModelMessage[], tools: Tools): ModelMessage[] {
  const answers = messages.flatMap(({ role }, index) => (role === 'assistant' ? [index] : []));
  const wholeFrom = answers.at(-WHOLE_TURNS) ?? 0;
  return messages.map((message, index) =>
    message.role === 'tool' && index < wholeFrom ? shortened(message, tools) : message,
  );
}

function shortened(message: ToolModelMessage, tools: Tools): ToolModelMessage {
  const content = message.content.map((part) => (part.type === 'tool-result' ? shortenedResult(part, tools) : part));
  return { ...message, content };
}

/** Our results are texts, errors included. */
function shortenedResult(part: ToolResultPart, tools: Tools): ToolResultPart {
  const { output } = part;
  if (output.type !== 'text') return part;
  const isExtract = Object.hasOwn(tools, part.toolName) && tools[part.toolName]?.extract === true;
  const value = cutText(output.value, isExtract ? EXTRACT_CHARACTERS : RESULT_CHARACTERS);
  return { ...part, output: { ...output, value } };
}
