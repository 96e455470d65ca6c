import type { AnswerOf } from '@telltale/api';
import type { HandoffAnswer } from '@telltale/core';
import { askForAnswer } from '../answer/ask-for-answer.ts';
import { howToAnswer, type Question, readQuestion } from '../answer/question.ts';
import type { AddCommand, CommandContext } from '../command.ts';
import { QuestionsCancelledError } from '../configure/answers.ts';
import { UsageError } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { jsonOrText } from '../option-values.ts';
import { controlRuns } from '../runs/control-runs.ts';
import { watchRun } from '../watch/watch-run.ts';

/** `true`: the option stands without a text. */
interface AnswerOptions {
  readonly retry?: string | true;
  readonly giveUp?: string | true;
  readonly reason?: string;
  readonly watch?: true;
}

export const addAnswer: AddCommand = (program, run) => {
  program
    .command('answer')
    .summary('answer what a run asks')
    .description(
      'Answers what a paused run asks, and lets it go on. On a terminal, without an answer, it shows the question and asks for one.',
    )
    .argument('<run>', 'the id of the run; "telltale runs --waiting" lists those that ask')
    .argument('[answer]', 'the answer; for a question that no agent asks: JSON, or else text')
    .option('--retry [hint]', 'let the agent begin anew, with a hint if you have one')
    .option('--give-up [reason]', 'end the agent; its step fails')
    .option('--reason <text>', 'why; stands in the trace')
    .option('-w, --watch', 'watch the run')
    .addHelpText(
      'after',
      `
Examples:
  telltale answer browse-2f1c-run-1                                 shows the question and asks
  telltale answer browse-2f1c-run-1 "the second link"
  telltale answer browse-2f1c-run-1 --retry "look in the archive"
  telltale answer browse-2f1c-run-1 --give-up "the page is gone"`,
    )
    .action(run(answer));
};

async function answer(
  context: CommandContext,
  runId: string,
  text: string | undefined,
  options: AnswerOptions,
): Promise<ExitCode> {
  const { signal } = context;
  const given = givenAnswer(text, options);
  const api = await context.api();
  const run = await api.getRun({ runId }, { signal });
  if (run.question === null) {
    throw new UsageError(`Run ${runId} asks nothing. ${run.sentence}.`, {
      hint: '"telltale runs --waiting" lists the runs that wait for an answer.',
    });
  }
  const question = readQuestion(run.question.question);
  let said: unknown;
  try {
    said = asTaken(given ?? (await ask(context, run, question)), runId, question);
  } catch (error) {
    if (!(error instanceof QuestionsCancelledError)) throw error;
    context.output.note('Nothing was answered: the run waits on.');
    return EXIT.interrupted;
  }
  const exitCode = await controlRuns(context, api, {
    runIds: [runId],
    wait: false,
    ask: () => api.resumeRun({ runId, answer: said, reason: options.reason }, { signal }),
  });
  return options.watch && exitCode === EXIT.ok ? await watchRun(context, api, runId, { tellsEnd: false }) : exitCode;
}

/** What the command line says; `null`: nothing. */
function givenAnswer(text: string | undefined, { retry, giveUp }: AnswerOptions): HandoffAnswer | null {
  const answers: readonly HandoffAnswer[] = [
    ...(text === undefined ? [] : [text]),
    ...(retry === undefined ? [] : [{ retry: true as const, ...(retry === true ? {} : { hint: retry }) }]),
    ...(giveUp === undefined ? [] : [{ giveUp: true as const, ...(giveUp === true ? {} : { reason: giveUp }) }]),
  ];
  const [answer = null, ...others] = answers;
  if (others.length > 0) throw new UsageError('There is more than one answer: give a text, --retry or --give-up.');
  return answer;
}

/** As the run takes it: only agents begin anew or give up, and what others ask can be answered with any JSON. */
function asTaken(answer: HandoffAnswer, runId: string, question: Question): unknown {
  if (question.isOfAgent) return answer;
  if (typeof answer === 'string') return jsonOrText(answer);
  throw new UsageError('--retry and --give-up are for questions of agents, and no agent asks this.', {
    hint: howToAnswer(runId, question),
  });
}

async function ask(context: CommandContext, run: AnswerOf<'getRun'>, question: Question): Promise<HandoffAnswer> {
  if (context.output.isTerminal && context.stdin.isTTY) return await askForAnswer(context, run, question);
  throw new UsageError(`There is no terminal to ask in. ${question.sentence}`, {
    hint: howToAnswer(run.runId, question),
  });
}
