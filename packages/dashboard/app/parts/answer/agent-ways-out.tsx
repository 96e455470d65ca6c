import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { text } from '../../text/text.ts';
import { onSingleClick } from '../on-single-click.ts';

interface AgentWaysOutProps {
  readonly isDisabled: boolean;
  readonly isSending: boolean;
  readonly onAnswer: (answer: unknown) => void;
}

/** What an agent can be told instead of an answer: to begin anew, or to give up, which is asked for twice. */
export function AgentWaysOut({ isDisabled, isSending, onAnswer }: AgentWaysOutProps) {
  const [way, setWay] = useState<'retry' | 'giveUp' | null>(null);
  const [said, setSaid] = useState('');
  const first = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  const { retry, retryHint, retrySend, giveUp, giveUpAsk, giveUpReason, giveUpSend, back } = text.answer;

  function open(next: typeof way): void {
    setWay(next);
    setSaid('');
  }

  // Who goes back stands where the way out began.
  useEffect(() => {
    if (way === null && wasOpen.current) first.current?.focus();
    wasOpen.current = way !== null;
  }, [way]);

  if (way === null) {
    return (
      <Group gap="xs">
        <Button
          ref={first}
          variant="default"
          size="xs"
          disabled={isDisabled || isSending}
          onClick={() => open('retry')}
        >
          {retry}
        </Button>
        <Button variant="default" size="xs" disabled={isDisabled || isSending} onClick={() => open('giveUp')}>
          {giveUp}
        </Button>
      </Group>
    );
  }
  const words = said.trim();
  const isRetry = way === 'retry';
  return (
    <Stack gap="xs" role="group" aria-label={isRetry ? retry : giveUp}>
      {!isRetry && <Text size="sm">{giveUpAsk}</Text>}
      <TextInput
        label={isRetry ? retryHint : giveUpReason}
        value={said}
        onChange={(event) => setSaid(event.currentTarget.value)}
        maxLength={2_000}
        disabled={isDisabled}
        ref={focusOnce}
      />
      <Group gap="xs">
        <Button
          color={isRetry ? 'lamp' : 'red'}
          loading={isSending}
          disabled={isDisabled}
          onClick={onSingleClick(() =>
            onAnswer(
              isRetry
                ? { retry: true, ...(words === '' ? {} : { hint: words }) }
                : { giveUp: true, ...(words === '' ? {} : { reason: words }) },
            ),
          )}
        >
          {isRetry ? retrySend : giveUpSend}
        </Button>
        <Button variant="default" disabled={isSending} onClick={() => open(null)}>
          {back}
        </Button>
      </Group>
    </Stack>
  );
}

/** Stays the same function, so that the field gets the focus when it comes and not with every change. */
function focusOnce(field: HTMLInputElement | null): void {
  field?.focus();
}
