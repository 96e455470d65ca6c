import type { HandoffQuestion } from '@telltale/core';
import type { ActionContext, ActionOptions, EarlierAction, Step } from '@telltale/engine';
import { describe, expect, it } from 'vitest';
import { readHistory } from '../history/history.ts';
import { readKept } from '../history/kept.ts';
import { Past } from '../history/test/past.ts';
import { askHumanInput, questionOf } from './ask-human.ts';
import { askPerson, readAnswers } from './ask-person.ts';
import { questionAfterEnd } from './question-after-end.ts';

/** What the engine throws through a body to end it. */
class LetGo extends Error {}

/** A step as far as questions need one: its answers are by key, and all that happens is written down. */
class AskingStep {
  readonly done: string[] = [];
  readonly past: EarlierAction[];
  readonly abort = new AbortController();
  readonly #answers = new Map<string, unknown>();

  constructor(past: Past = new Past()) {
    this.past = past.actions;
  }

  get asker() {
    const step = this as unknown as Step;
    const pausing = async ({ question }: HandoffQuestion) => void this.done.push(`finished: ${question}`);
    return { step, agent: 'agent', pausing };
  }

  get signal() {
    return this.abort.signal;
  }

  answer(actionId: string, answer: unknown): void {
    this.#answers.set(actionId, answer);
  }

  async action<T>(
    tool: string,
    input: unknown,
    call: (context: ActionContext) => T,
    options: ActionOptions<T>,
  ): Promise<T> {
    const actionId = `asked-${this.past.length + 1}`;
    const result = call({ actionId, signal: this.signal });
    this.past.push({
      ...new Past().unkept(tool, 'success').actions[0]!,
      actionId,
      input,
      kept: options.keep?.(result),
    });
    this.done.push(`action: ${tool} ${JSON.stringify(input)}`);
    return result;
  }

  async ask(_question: unknown, { key }: { readonly key: string }): Promise<unknown> {
    const actionId = key.split('/')[2] ?? '';
    if (this.#answers.has(actionId)) return this.#answers.get(actionId);
    this.done.push(`ask: ${key}`);
    throw new LetGo();
  }

  async tell(type: string, data: { readonly question?: string }): Promise<void> {
    this.done.push(`${type}: ${data.question}`);
  }

  /** What people answered, as the next attempt reads it. */
  async read() {
    return await readAnswers(this.asker, readHistory(this.past, { agent: 'agent', tools: {} }));
  }
}

const QUESTION: HandoffQuestion = { agent: 'agent', question: 'Which one?', options: ['a', 'b'], reason: 'asked' };
const ASKED = { toolCallId: 'call-1-1', turn: 1, number: 1, question: QUESTION };

describe('askPerson', () => {
  it('has the question on record, asks it, and tells what for before the run pauses', async () => {
    const step = new AskingStep();
    await expect(askPerson(step.asker, ASKED)).rejects.toThrow(LetGo);
    expect(step.done).toEqual([
      'action: ask_human {"question":"Which one?","options":["a","b"],"reason":"asked"}',
      'ask: agent/1/asked-1',
      'agent.asked: Which one?',
      'finished: Which one?',
    ]);
    expect(readKept(JSON.parse(JSON.stringify(step.past[0]?.kept)))).toEqual({
      kind: 'question',
      agent: 'agent',
      ...ASKED,
    });
  });

  it('tells nothing if the run has to be let go of at once', async () => {
    const step = new AskingStep();
    step.abort.abort();
    await expect(askPerson(step.asker, ASKED)).rejects.toThrow(LetGo);
    expect(step.done.at(-1)).toBe('ask: agent/1/asked-1');
  });
});

describe('readAnswers', () => {
  const asked = async (answer?: unknown) => {
    const step = new AskingStep(new Past().model(1, ['ask_human']));
    await expect(askPerson(step.asker, ASKED)).rejects.toThrow(LetGo);
    step.done.length = 0;
    if (answer !== undefined) step.answer('asked-2', answer);
    return step;
  };

  it('gives the answers by their questions, and asks nothing again', async () => {
    const step = await asked({ retry: true, hint: 'log in' });
    expect(await step.read()).toEqual(new Map([['asked-2', { kind: 'retry', hint: 'log in' }]]));
    expect(step.done).toEqual([]);
  });

  it('pauses the run again for a question that a crash came before', async () => {
    const step = await asked();
    await expect(step.read()).rejects.toThrow(LetGo);
    expect(step.done).toEqual(['ask: agent/1/asked-2', 'agent.asked: Which one?', 'finished: Which one?']);
  });

  it('asks again, and says so, what was answered in a way that nobody understands', async () => {
    const step = await asked(7);
    await expect(step.read()).rejects.toThrow(LetGo);
    const again = 'Which one? (The last answer was not understood. Answer with a text of up to 2,000 characters,';
    expect(step.done).toEqual([
      expect.stringContaining(`action: ask_human {"question":"${again}`),
      'ask: agent/2/asked-3',
      expect.stringContaining(`agent.asked: ${again}`),
      expect.stringContaining(`finished: ${again}`),
    ]);

    step.answer('asked-3', { answer: null });
    await expect(step.read()).rejects.toThrow(LetGo);
    expect(step.done.at(-1)?.match(/not understood/g)).toHaveLength(1);

    step.answer('asked-4', 'b');
    expect(await step.read()).toEqual(new Map([['asked-4', { kind: 'answer', text: 'b' }]]));
  });

  it('leaves the questions of other agents to them', async () => {
    const step = await asked();
    expect(await readAnswers(step.asker, readHistory(step.past, { agent: 'other', tools: {} }))).toEqual(new Map());
  });
});

describe('questionOf', () => {
  it('is what the agent asks', () => {
    expect(questionOf('agent', askHumanInput.parse({ question: ' Which one? ', options: ['a', 'b'] }))).toEqual(
      QUESTION,
    );
    expect(questionOf('agent', { question: 'Who?', options: [] })).toEqual({
      agent: 'agent',
      question: 'Who?',
      reason: 'asked',
    });
  });

  it.each([{}, { question: ' ' }, { question: 'x'.repeat(1_001) }, { question: 'x', options: Array(11).fill('y') }])(
    'cannot be %j',
    (input) => {
      expect(askHumanInput.safeParse(input).success).toBe(false);
    },
  );
});

describe('questionAfterEnd', () => {
  const end = { agent: 'agent', reason: 'failed', why: 'It found nothing', tried: '' } as const;

  it('says why, and what can be answered', () => {
    expect(questionAfterEnd(end)).toEqual({
      agent: 'agent',
      question: 'It found nothing. Give it a hint, let it try again, or have it give up.',
      reason: 'failed',
    });
    expect(questionAfterEnd({ ...end, why: 'Why?' }).question).toMatch(/^Why\? Give/);
  });

  it('shows the last of what happened, in whole lines', () => {
    const lines = Array.from({ length: 40 }, (_, index) => `${index + 1}. click: ${'x'.repeat(200)}`);
    const { whatHappened = '' } = questionAfterEnd({ ...end, tried: lines.join('\n') });
    expect(whatHappened.length).toBeLessThanOrEqual(2_000);
    expect(whatHappened.split('\n')).toEqual(lines.slice(-9));
  });
});
