import { Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ApiError } from '@telltale/api';
import { useMemo } from 'react';
import { asApiError, client } from '../live/client.ts';
import { useIsOperator } from '../live/session.ts';
import { text } from '../text/text.ts';
import { AgentWaysOut } from './answer/agent-ways-out.tsx';
import { AnswerChoices } from './answer/answer-choices.tsx';
import { QuestionView } from './answer/question-view.tsx';
import { readQuestion } from './answer/read-question.ts';
import { WrittenAnswer } from './answer/written-answer.tsx';
import { Failure } from './failure.tsx';

interface AnswerFormProps {
  readonly runId: string;
  /** What the run waits with: a text, `{ text }`, the question of an agent (`handoffQuestionSchema`), or anything else. */
  readonly question: unknown;
  /** Called when the answer was taken. */
  readonly onAnswered?: () => void;
}

const YES_OR_NO = [
  { label: text.answer.yes, answer: 'yes' },
  { label: text.answer.no, answer: 'no' },
];

/** Asks a person what a run waits to be told, and tells it. */
export function AnswerForm(props: AnswerFormProps) {
  // Another question is answered anew.
  return <FormOfQuestion key={JSON.stringify(props.question)} {...props} />;
}

function FormOfQuestion({ runId, question: asked, onAnswered }: AnswerFormProps) {
  const isOperator = useIsOperator();
  const queries = useQueryClient();
  const question = useMemo(() => readQuestion(asked), [asked]);
  const answering = useMutation<unknown, ApiError, unknown>({
    mutationFn: (answer) =>
      client.resumeRun({ runId, answer }).catch((error: unknown) => {
        throw asApiError(error);
      }),
    onSuccess: () => {
      notifications.show({ message: text.answer.sent });
      void queries.invalidateQueries({ queryKey: ['run-counts'] });
      onAnswered?.();
    },
    onError: (refusal) => {
      // The form goes with its question, as where somebody else was quicker: what was refused is told all the same.
      if (!refusal.retryable) notifications.show({ color: 'red', title: text.answer.failed, message: refusal.message });
    },
  });
  const { isPending, isSuccess, error, variables, mutate } = answering;

  const isDisabled = !isOperator || isSuccess;
  const choices =
    question.kind === 'agent'
      ? (question.question.options ?? []).map((option) => ({ label: option, answer: option }))
      : question.kind === 'text' && question.isYesOrNo
        ? YES_OR_NO
        : [];
  const isOfAgent = question.kind === 'agent';

  return (
    <Stack gap="md" role="group" aria-label={text.answer.form}>
      <QuestionView question={question} />
      {!isOperator && (
        <Text size="sm" c="dimmed">
          {text.common.notAllowed}
        </Text>
      )}
      {choices.length > 0 && (
        <AnswerChoices
          label={text.answer.options}
          choices={choices}
          isDisabled={isDisabled || isPending}
          sending={isPending ? variables : undefined}
          onAnswer={mutate}
        />
      )}
      <WrittenAnswer
        label={choices.length > 0 ? text.answer.otherAnswer : text.answer.answer}
        mayBeJson={!isOfAgent}
        beginsAsJson={question.kind === 'other'}
        isDisabled={isDisabled}
        isSending={isPending}
        onAnswer={mutate}
      />
      {isOfAgent && <AgentWaysOut isDisabled={isDisabled} isSending={isPending} onAnswer={mutate} />}
      {error !== null && <Failure error={error} title={text.answer.failed} />}
    </Stack>
  );
}
