import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconPencil, IconRefresh, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useIsOperator } from '../../../live/session.ts';
import { later } from '../../../parts/later.tsx';
import { text } from '../../../text/text.ts';
import type { Episode, EpisodeRun } from '../queries.ts';

// Nobody opens one before there is a page, so they come after it.
const DeleteDialog = later(async () => (await import('./delete-dialog.tsx')).DeleteDialog);
const EditDialog = later(async () => (await import('./edit-dialog.tsx')).EditDialog);
const ReprocessDialog = later(async () => (await import('./reprocess-dialog.tsx')).ReprocessDialog);

interface ManageEpisodeProps {
  readonly episode: Episode;
  /** Newest first. */
  readonly runs: readonly EpisodeRun[];
  readonly inFlight: EpisodeRun | null;
  /** The runs are not known yet. */
  readonly isLoading: boolean;
}

/** What somebody may do with the episode, and why not. */
export function ManageEpisode({ episode, runs, inFlight, isLoading }: ManageEpisodeProps) {
  const isOperator = useIsOperator();
  const [open, setOpen] = useState<'reprocess' | 'edit' | 'delete' | null>(null);
  const words = text.episodes.manage;
  const newest = runs[0] ?? null;
  const isBusy = inFlight !== null;
  const isFixed = newest?.state === 'succeeded';
  const why = [
    ...(isOperator ? [] : [text.common.notAllowed]),
    ...(isBusy ? [words.busy] : []),
    ...(!isBusy && !isLoading && newest === null ? [words.noRun] : []),
    ...(!isBusy && isFixed ? [words.onlyFailed] : []),
  ];
  const isKept = !isOperator || isBusy || isLoading;
  const close = () => setOpen(null);
  return (
    <Stack component="section" gap="xs" aria-labelledby="manage">
      <Title order={2} size="h4" id="manage">
        {words.title}
      </Title>
      <Group gap="xs">
        <Button
          variant="default"
          size="xs"
          leftSection={<IconRefresh size={16} aria-hidden />}
          disabled={isKept || newest === null}
          onClick={() => setOpen('reprocess')}
        >
          {words.reprocess}
        </Button>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPencil size={16} aria-hidden />}
          disabled={isKept || isFixed}
          onClick={() => setOpen('edit')}
        >
          {words.edit}
        </Button>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconTrash size={16} aria-hidden />}
          disabled={isKept}
          onClick={() => setOpen('delete')}
        >
          {words.delete}
        </Button>
      </Group>
      {why.map((sentence) => (
        <Text key={sentence} size="sm" c="dimmed">
          {sentence}
        </Text>
      ))}
      {open === 'reprocess' && newest !== null && <ReprocessDialog run={newest} onClose={close} />}
      {open === 'edit' && <EditDialog episode={episode} onClose={close} />}
      {open === 'delete' && <DeleteDialog episode={episode} onClose={close} />}
    </Stack>
  );
}
