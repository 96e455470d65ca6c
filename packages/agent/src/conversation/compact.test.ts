import type { ModelMessage } from 'ai';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Tools } from '../tools/agent-tool.ts';
import { compact } from './compact.ts';

const plain = { description: '', input: z.unknown(), execute: () => null };
const TOOLS: Tools = { click: plain, extract: { ...plain, extract: true } };

const user = (content: string): ModelMessage => ({ role: 'user', content });

function turn(id: number, text: string, toolName = 'click'): ModelMessage[] {
  const toolCallId = `call-${id}`;
  return [
    { role: 'assistant', content: [{ type: 'tool-call', toolCallId, toolName, input: {} }] },
    { role: 'tool', content: [{ type: 'tool-result', toolCallId, toolName, output: { type: 'text', value: text } }] },
  ];
}

const results = (messages: readonly ModelMessage[]) =>
  messages.flatMap(({ role, content }) =>
    role === 'tool'
      ? content.map((part) => (part.type === 'tool-result' ? (part.output as { value: string }).value : ''))
      : [],
  );

const LONG = 'x'.repeat(5_000);

describe('compact', () => {
  it('shortens results that are older than the last three turns, and says how much is gone', () => {
    const messages = [user(LONG), ...[1, 2, 3, 4, 5].flatMap((id) => turn(id, LONG))];
    const short = results(compact(messages, TOOLS));
    expect(short.map(({ length }) => length)).toEqual([800, 800, 5_000, 5_000, 5_000]);
    expect(short[0]).toMatch(/^x+… \(\+4,\d{3} characters\)$/);
  });

  it('leaves more of what somebody asked for by itself', () => {
    const messages = [1, 2, 3, 4].flatMap((id) => turn(id, LONG, 'extract'));
    expect(results(compact(messages, TOOLS))[0]).toHaveLength(1_500);
  });

  it('leaves short results, the task and what was said as they are', () => {
    const messages = [
      user(LONG),
      ...turn(1, 'short'),
      user(LONG),
      { role: 'assistant' as const, content: LONG },
      ...[2, 3, 4].flatMap((id) => turn(id, LONG)),
    ];
    expect(compact(messages, TOOLS)).toEqual(messages);
  });

  it('counts a turn with several calls as one', () => {
    const [call, result] = turn(1, LONG) as [ModelMessage, ModelMessage];
    const messages = [call, result, result, ...[2, 3].flatMap((id) => turn(id, LONG))];
    expect(results(compact(messages, TOOLS)).map(({ length }) => length)).toEqual([5_000, 5_000, 5_000, 5_000]);
  });

  it('leaves alone what it does not know', () => {
    const strange: ModelMessage = {
      role: 'tool',
      content: [{ type: 'tool-result', toolCallId: 'a', toolName: 'toString', output: { type: 'json', value: LONG } }],
    };
    const messages = [strange, ...turn(1, LONG, 'toString'), ...[2, 3, 4].flatMap((id) => turn(id, LONG))];
    expect(compact(messages, TOOLS)[0]).toEqual(strange);
  });

  it('neither drops nor moves anything, nor changes what it was given, and does the same to its own result', () => {
    const conversation = fc
      .array(
        fc.oneof(
          fc.string().map((text) => [user(text)]),
          fc.nat(3_000).map((size) => turn(size, 'y'.repeat(size))),
        ),
      )
      .map((turns) => turns.flat());
    const ids = (messages: readonly ModelMessage[]) =>
      messages.map(({ role, content }) => [
        role,
        typeof content === 'string' ? content : content.map((part) => (part as { toolCallId: string }).toolCallId),
      ]);
    fc.assert(
      fc.property(conversation, (messages) => {
        const before = structuredClone(messages);
        const short = compact(messages, TOOLS);
        expect(messages).toEqual(before);
        expect(ids(short)).toEqual(ids(messages));
        expect(compact(short, TOOLS)).toEqual(short);
      }),
    );
  });
});
