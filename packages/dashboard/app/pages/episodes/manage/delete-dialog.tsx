import { Button, Group, List, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { formatBytes } from '@telltale/core';
import { asApiError, client } from '../../../live/client.ts';
import { Dialog } from '../../../parts/dialog.tsx';
import { Failure } from '../../../parts/failure.tsx';
import { text } from '../../../text/text.ts';
import type { Episode } from '../queries.ts';

interface DeleteDialogProps {
  readonly episode: Episode;
  readonly onClose: () => void;
}

/** Asks whether the episode is really to go, and names all that goes with it. */
export function DeleteDialog({ episode, onClose }: DeleteDialogProps) {
  const { episodeId, title, segments, passages, entities, audio } = episode;
  const queries = useQueryClient();
  const navigate = useNavigate();
  const words = text.episodes.manage;
  const remove = useMutation({
    mutationFn: () => client.deleteEpisode({ episodeId }),
    onSuccess: async ({ left }) => {
      notifications.show({
        title: words.deleted,
        message: left.length === 0 ? words.runsStay : words.left(left.length),
      });
      await navigate({ to: '/episodes' });
      queries.removeQueries({ queryKey: ['episode', episodeId] });
      void queries.invalidateQueries();
    },
  });
  return (
    <Dialog onClose={onClose} title={words.deleteTitle}>
      <Stack gap="sm">
        <Text size="sm">{words.deleteDetail(title ?? text.episodes.noTitle)}</Text>
        <List size="sm">
          <List.Item>{words.goes.details}</List.Item>
          {audio !== null && <List.Item>{words.goes.audio(formatBytes(audio.bytes))}</List.Item>}
          {segments > 0 && <List.Item>{words.goes.transcript(segments)}</List.Item>}
          {passages > 0 && <List.Item>{words.goes.search(passages)}</List.Item>}
          {entities.length > 0 && <List.Item>{words.goes.entities(entities.length)}</List.Item>}
        </List>
        <Text size="sm">{words.runsStay}</Text>
        {remove.error !== null && <Failure title={words.failed} error={asApiError(remove.error)} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {text.common.cancel}
          </Button>
          <Button color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
            {words.deleteNow}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
