import { ActionIcon, Anchor, Group, Modal, Stack, Text } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconArrowLeft, IconArrowRight } from '@tabler/icons-react';
import { formatBytes } from '@telltale/core';
import { useState } from 'react';
import { formatInstant } from '../../../../parts/format-instant.ts';
import { text } from '../../../../text/text.ts';
import type { Picture } from '../../parts/pictures.ts';
import { artifactUrl, downloadUrl } from '../artifacts/artifact-url.ts';

interface PictureDialogProps {
  readonly runId: string;
  /** In the order in which one goes through them. */
  readonly pictures: readonly Picture[];
  /** The one that is open, by its file; `null`: none. */
  readonly openId: string | null;
  readonly onOpen: (artifactId: string | null) => void;
}

const words = text.runTabs.pictures;

/** A picture, large, with the ones before and after it within reach. */
export function PictureDialog({ runId, pictures, openId, onOpen }: PictureDialogProps) {
  const index = pictures.findIndex(({ large, small }) => large.artifactId === openId || small.artifactId === openId);
  const picture = pictures[index];

  function go(by: number): void {
    const next = pictures[index + by];
    if (index !== -1 && next !== undefined) onOpen(next.large.artifactId);
  }

  useHotkeys([
    ['ArrowLeft', () => go(-1)],
    ['ArrowRight', () => go(1)],
  ]);

  return (
    <Modal
      opened={picture !== undefined}
      onClose={() => onOpen(null)}
      size="auto"
      centered
      title={picture === undefined ? '' : words.title(index + 1, pictures.length)}
    >
      {picture !== undefined && (
        <Stack gap="xs">
          <Group wrap="nowrap" justify="space-between">
            <ActionIcon
              variant="default"
              size="lg"
              aria-label={words.previous}
              disabled={index <= 0}
              onClick={() => go(-1)}
            >
              <IconArrowLeft size={18} aria-hidden />
            </ActionIcon>
            <Text size="sm" c="dimmed" ta="center">
              {words.hint}
            </Text>
            <ActionIcon
              variant="default"
              size="lg"
              aria-label={words.next}
              disabled={index >= pictures.length - 1}
              onClick={() => go(1)}
            >
              <IconArrowRight size={18} aria-hidden />
            </ActionIcon>
          </Group>
          <LargePicture key={picture.large.artifactId} runId={runId} picture={picture} />
        </Stack>
      )}
    </Modal>
  );
}

function LargePicture({ runId, picture: { large } }: { readonly runId: string; readonly picture: Picture }) {
  const [hasFailed, setHasFailed] = useState(false);
  return (
    <>
      {hasFailed ? (
        <Text role="alert">{words.failed}</Text>
      ) : (
        <img
          src={artifactUrl(runId, large.artifactId)}
          alt={large.name}
          onError={() => setHasFailed(true)}
          style={{ display: 'block', maxWidth: '100%', maxHeight: '70dvh', minWidth: '8rem', margin: '0 auto' }}
        />
      )}
      <Text size="sm" ta="center">
        <bdi>{large.name}</bdi> · {formatInstant(large.at)} · {formatBytes(large.bytes)} ·{' '}
        <Anchor href={downloadUrl(runId, large.artifactId)} download={large.name} inherit underline="always">
          {text.common.download}
        </Anchor>
      </Text>
    </>
  );
}
