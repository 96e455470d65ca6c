import { select, text } from '@clack/prompts';
import type { AnswerOf } from '@telltale/api';
import { formatAge, type HandoffAnswer } from '@telltale/core';
import type { CommandContext } from '../command.ts';
import { answerTo, textFrom } from '../configure/answers.ts';
import { plain } from '../format/plain.ts';
import { printWrapped } from '../format/print-wrapped.ts';
import type { Output } from '../output.ts';
import type { Question } from './question.ts';

type Choice = { readonly option: string } | 'write' | 'retry' | 'giveUp';

/** Shows the question of a run and asks for an answer. Throws `QuestionsCancelledError` for Ctrl-C. */
export async function askForAnswer(
  { output, stdin: input, signal }: CommandContext,
  run: AnswerOf<'getRun'>,
  question: Question,
): Promise<HandoffAnswer> {
  showQuestion(output, run, question);
  const common = { input, output: output.stdout, signal };
  const line = (message: string) => textFrom(text({ ...common, message }));
  const choice = question.isOfAgent
    ? await answerTo(select<Choice>({ ...common, message: 'What do you answer?', options: choicesOf(question) }))
    : 'write';
  if (choice === 'retry') return { retry: true, ...some('hint', await line('A hint for it (or nothing)')) };
  if (choice === 'giveUp') return { giveUp: true, ...some('reason', await line('Why (or nothing)')) };
  if (choice !== 'write') return choice.option;
  const validate = (said = '') => (said.trim() === '' ? 'Write an answer, or press Ctrl-C.' : undefined);
  return await textFrom(text({ ...common, message: 'Your answer', validate }));
}

function showQuestion(output: Output, { runId, title, question: asked, asOf }: AnswerOf<'getRun'>, question: Question) {
  printWrapped(output, title === null ? runId : `${runId}: ${title}`, 'bold');
  printWrapped(output, question.sentence, 'yellow');
  if (asked !== null) {
    const place = asked.step === null ? '' : ` in step ${asked.step}`;
    printWrapped(output, `Asked ${formatAge(Date.parse(asOf) - Date.parse(asked.at))} ago${place}.`, 'dim');
  }
  for (const line of question.whatHappened?.split('\n') ?? []) printWrapped(output, line, 'dim');
}

function choicesOf({ options }: Question): { readonly value: Choice; readonly label: string }[] {
  return [
    ...options.map((option) => ({ value: { option }, label: plain(option) })),
    { value: 'write', label: options.length === 0 ? 'Write an answer' : 'Write another answer' },
    { value: 'retry', label: 'Let the agent begin anew' },
    { value: 'giveUp', label: 'Give up: the step fails' },
  ];
}

function some<K extends string>(key: K, said: string): { readonly [key in K]?: string } {
  return (said === '' ? {} : { [key]: said }) as { readonly [key in K]?: string };
}
