import { HANDOFF_ANSWERS, type HandoffQuestion, type ReadHandoffAnswer, readHandoffAnswer } from '@telltale/core';
import type { Step } from '@telltale/engine';
import type { History } from '../history/history.ts';
import type { KeptQuestion } from '../history/kept.ts';

/** The tool by which an agent asks, and of the action that a question is. */
export const ASK_HUMAN = 'ask_human';

/** Who asks, and how that is told. */
export interface Asker {
  readonly step: Step;
  /** The agent's name. */
  readonly agent: string;
  /** Called when the run is about to pause with the question: the place to tell that the agent has finished for now. */
  pausing(question: HandoffQuestion): Promise<void> | undefined;
}

/** A question and where it belongs. */
export interface AskedBy extends Pick<KeptQuestion, 'toolCallId' | 'turn' | 'number'> {
  readonly question: HandoffQuestion;
  /** The action of an earlier question whose answer nobody could use. */
  readonly insteadOf?: string;
}

/**
 * Asks a person: an action that shows the question, then the run pauses. The attempt ends here: throws what the engine ends it
 * with. The attempt after the answer gets it by `readAnswers`.
 */
export async function askPerson(asker: Asker, asked: AskedBy): Promise<never> {
  const kept: KeptQuestion = { kind: 'question', agent: asker.agent, ...asked };
  const actionId = await asker.step.action(ASK_HUMAN, shown(asked.question), (context) => context.actionId, {
    output: () => 'a person was asked',
    keep: () => kept,
  });
  // Nobody can have answered it yet, so this throws.
  return (await askOnce(asker, actionId, kept)) as never;
}

function shown({ question, options, reason }: HandoffQuestion) {
  return { question, ...(options === undefined ? {} : { options }), reason };
}

/**
 * What people answered to the questions of earlier attempts, by the question's action. Pauses the run again where one has no
 * answer yet, and where nobody could use the answer: then the question says so.
 */
export async function readAnswers(asker: Asker, { deeds }: History): Promise<ReadonlyMap<string, ReadHandoffAnswer>> {
  const asked = deeds.flatMap(({ action, kept }) =>
    kept?.kind === 'question' ? [{ actionId: action.actionId, kept }] : [],
  );
  const replaced = new Set(asked.map(({ kept }) => kept.insteadOf));
  const answers = new Map<string, ReadHandoffAnswer>();
  for (const { actionId, kept } of asked) {
    if (replaced.has(actionId)) continue;
    const said = await askOnce(asker, actionId, kept);
    const answer = readHandoffAnswer(said);
    if (answer === null) return await askAgain(asker, actionId, kept, asked.length);
    answers.set(actionId, answer);
  }
  return answers;
}

/** Questions so far: the next one has the number after it. */
export function questionsIn({ deeds }: History): number {
  return deeds.filter(({ kept }) => kept?.kind === 'question').length;
}

/**
 * The action's id keeps apart what agents of the same name ask in several items, and in a run that was retried: that one has
 * the answers of the run before it.
 */
async function askOnce(asker: Asker, actionId: string, { number, question }: KeptQuestion): Promise<unknown> {
  const { step, agent } = asker;
  try {
    return await step.ask(question, { key: `${agent}/${number}/${actionId}` });
  } catch (stop) {
    // The run pauses, and the trace says first what for. Not if it has to be let go of at once.
    if (!step.signal.aborted) {
      await step.tell('agent.asked', { question: question.question });
      await asker.pausing(question);
    }
    throw stop;
  }
}

async function askAgain(asker: Asker, actionId: string, kept: KeptQuestion, asked: number): Promise<never> {
  const { toolCallId, turn, question } = kept;
  // Of the question itself, however often it was asked.
  const asking = question.question.split(NOT_UNDERSTOOD, 1)[0] ?? '';
  return await askPerson(asker, {
    toolCallId,
    turn,
    number: asked + 1,
    insteadOf: actionId,
    question: { ...question, question: `${asking}${NOT_UNDERSTOOD}${HANDOFF_ANSWERS})` },
  });
}

const NOT_UNDERSTOOD = ' (The last answer was not understood. ';
