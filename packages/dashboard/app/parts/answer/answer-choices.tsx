import { Button, Group } from '@mantine/core';
import { onSingleClick } from '../on-single-click.ts';

interface AnswerChoicesProps {
  readonly label: string;
  readonly choices: readonly { readonly label: string; readonly answer: unknown }[];
  readonly isDisabled: boolean;
  /** The answer that is on its way. */
  readonly sending: unknown;
  readonly onAnswer: (answer: unknown) => void;
}

/** Answers that are given with one press. */
export function AnswerChoices({ label, choices, isDisabled, sending, onAnswer }: AnswerChoicesProps) {
  return (
    <Group gap="xs" role="group" aria-label={label}>
      {choices.map(({ label, answer }) => (
        <Button
          key={label}
          variant="light"
          h="auto"
          mih={36}
          py={6}
          styles={{ label: { whiteSpace: 'normal', textAlign: 'start', lineHeight: 'var(--mantine-line-height)' } }}
          disabled={isDisabled}
          loading={sending === answer}
          onClick={onSingleClick(() => onAnswer(answer))}
        >
          <bdi>{label}</bdi>
        </Button>
      ))}
    </Group>
  );
}
