import { ActionIcon, Group, Text } from '@mantine/core';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { text } from '../../../text/text.ts';

interface MatchButtonsProps {
  /** Of the match that is shown, from 0. */
  readonly number: number;
  readonly count: number;
  readonly onGo: (number: number) => void;
}

/** Which match of how many, and the way to the next and the previous one. */
export function MatchButtons({ number, count, onGo }: MatchButtonsProps) {
  const words = text.episodes.transcript;
  return (
    <Group gap={4} wrap="nowrap" pb={3}>
      <Text size="sm" className="figures" role="status" miw={72} ta="end">
        {words.matches(number + 1, count)}
      </Text>
      <ActionIcon
        variant="default"
        size="md"
        aria-label={words.previous}
        disabled={count === 0}
        onClick={() => onGo((number - 1 + count) % count)}
      >
        <IconChevronUp size={16} aria-hidden />
      </ActionIcon>
      <ActionIcon
        variant="default"
        size="md"
        aria-label={words.next}
        disabled={count === 0}
        onClick={() => onGo((number + 1) % count)}
      >
        <IconChevronDown size={16} aria-hidden />
      </ActionIcon>
    </Group>
  );
}
