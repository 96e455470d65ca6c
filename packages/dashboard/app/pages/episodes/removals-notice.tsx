import { Alert, List, Text } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { client } from '../../live/client.ts';
import { text } from '../../text/text.ts';

const SHOWN = 5;

/** What of deleted episodes has still to go, if anything has. */
export function RemovalsNotice() {
  const { data } = useQuery({
    queryKey: ['removals'],
    queryFn: ({ signal }) => client.listRemovals({}, { signal }),
    staleTime: 30_000,
  });
  const removals = data?.removals ?? [];
  if (removals.length === 0) return null;
  const words = text.episodes.removals;
  return (
    <Alert color="yellow" icon={<IconTrash aria-hidden />} title={words.title(removals.length)}>
      <Text size="sm">{words.detail}</Text>
      <List size="sm">
        {removals.slice(0, SHOWN).map(({ kind, key, attempts, lastError }) => (
          <List.Item key={`${kind} ${key}`}>
            {words.line(words.kind[kind], key, attempts)} {lastError}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
