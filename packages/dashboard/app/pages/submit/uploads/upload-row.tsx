import { ActionIcon, Box, Card, Group, Text } from '@mantine/core';
import { IconCheck, IconRefresh, IconX } from '@tabler/icons-react';
import { formatBytes } from '@telltale/core';
import { Failure } from '../../../parts/failure.tsx';
import { LinkText } from '../../../parts/link-text.tsx';
import { ProgressBar } from '../../../parts/progress-bar.tsx';
import { text } from '../../../text/text.ts';
import { isOpen, type Upload } from './uploads.ts';

interface UploadRowProps {
  readonly upload: Upload;
  readonly canRetry: boolean;
  readonly onRetry: () => void;
  readonly onRemove: () => void;
}

/** One file on its way: how far it is, and what came of it. */
export function UploadRow({ upload, canRetry, onRetry, onRemove }: UploadRowProps) {
  const { file, state } = upload;
  const words = text.submit.uploads;
  const isDone = state.name === 'started' || state.name === 'known';
  return (
    <Card component="li" withBorder padding="xs">
      <Group gap="xs" wrap="nowrap" align="center">
        {isDone && <IconCheck size={18} aria-hidden />}
        <Box flex={1} miw={0}>
          <Text size="sm" fw={600} truncate title={file.name}>
            <bdi>{file.name}</bdi>
          </Text>
          <Text size="sm" c="dimmed" component="div">
            <UploadStateText upload={upload} />
          </Text>
        </Box>
        {state.name === 'failed' && state.error.retryable && canRetry && (
          <ActionIcon variant="default" size="lg" aria-label={words.retry(file.name)} onClick={onRetry}>
            <IconRefresh size={18} aria-hidden />
          </ActionIcon>
        )}
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={isOpen(upload) ? words.cancel(file.name) : words.remove(file.name)}
          onClick={onRemove}
        >
          <IconX size={18} aria-hidden />
        </ActionIcon>
      </Group>
      {isOpen(upload) && (
        <Box mt="xs">
          <ProgressBar
            size="sm"
            label={words.progress(file.name)}
            percent={percentOfUpload(upload)}
            isStill={state.name === 'waiting'}
            isWaiting={state.name === 'submitting'}
          />
        </Box>
      )}
      {state.name === 'failed' && (
        <Box mt="xs">
          <Failure error={state.error} title={words.failed} />
        </Box>
      )}
    </Card>
  );
}

function UploadStateText({ upload: { file, state } }: { readonly upload: Upload }) {
  const { row, openRun, openEpisode } = text.submit.uploads;
  switch (state.name) {
    case 'waiting':
    case 'submitting':
      return row[state.name];
    case 'uploading':
      return <span className="figures">{row.uploading(formatBytes(state.sentBytes), formatBytes(file.size))}</span>;
    case 'started':
      return (
        <Group gap="xs">
          {state.created ? row.started : (state.message ?? row.started)}
          <LinkText to="/runs/$runId" params={{ runId: state.runId }} size="sm">
            {openRun}
          </LinkText>
        </Group>
      );
    case 'known':
      return (
        <Group gap="xs">
          {row.known}
          <LinkText to="/episodes/$episodeId" params={{ episodeId: state.episodeId }} size="sm">
            {openEpisode}
          </LinkText>
        </Group>
      );
    case 'failed':
      return formatBytes(file.size);
  }
}

function percentOfUpload({ file, state }: Upload): number {
  if (state.name === 'submitting') return 100;
  if (state.name !== 'uploading' || file.size === 0) return 0;
  // The headers of a request count as sent as well.
  return Math.min(100, Math.floor((100 * state.sentBytes) / file.size));
}
