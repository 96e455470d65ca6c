import { callsOf, type WireMessage } from './model-request.ts';

/** What a real provider would refuse a conversation for: each call has its result, and each result its call. */
export function conversationComplaint(messages: unknown): string | undefined {
  if (!Array.isArray(messages) || messages.length === 0)
    return "'messages' must be an array with at least one message.";
  const open = new Set<string>();
  for (const [index, message] of (messages as readonly WireMessage[]).entries()) {
    if (message.role === 'tool') {
      if (!open.delete(message.tool_call_id ?? '')) {
        return `messages[${index}]: 'tool_call_id' "${message.tool_call_id}" answers no call of the message before.`;
      }
      continue;
    }
    if (open.size > 0) return `messages[${index}]: no result yet for the calls ${[...open].join(', ')}.`;
    for (const { id } of callsOf(message)) open.add(id);
  }
  return open.size > 0 ? `The last calls have no result: ${[...open].join(', ')}.` : undefined;
}
