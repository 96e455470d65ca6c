import { Button, Code, Group, Modal, Stack, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { type ArtifactView, formatBytes } from '@telltale/core';
import { CopyIcon } from '../../../../parts/copy-icon.tsx';
import { Moment } from '../../../../parts/moment.tsx';
import { text } from '../../../../text/text.ts';
import { artifactType } from './artifact-type.ts';
import { artifactUrl, downloadUrl } from './artifact-url.ts';
import { TextPreview } from './text-preview.tsx';

const words = text.runTabs.artifacts;

interface ArtifactPreviewProps {
  readonly runId: string;
  /** `null`: none is open. */
  readonly artifact: ArtifactView | null;
  readonly onClose: () => void;
}

/** A file as it can be shown here, and how to get it. */
export function ArtifactPreview({ runId, artifact, onClose }: ArtifactPreviewProps) {
  return (
    <Modal opened={artifact !== null} onClose={onClose} size="xl" title={<bdi>{artifact?.name ?? ''}</bdi>}>
      {artifact !== null && (
        <Stack gap="sm">
          <Shown runId={runId} artifact={artifact} />
          <Group justify="space-between">
            <Text size="sm" c="dimmed">
              {artifact.kind} · {formatBytes(artifact.bytes)} · <Moment at={artifact.at} as="time" />
            </Text>
            <Button
              component="a"
              size="xs"
              variant="default"
              href={downloadUrl(runId, artifact.artifactId)}
              download={artifact.name}
              leftSection={<IconDownload size={14} aria-hidden />}
            >
              {text.common.download}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}

function Shown({ runId, artifact }: { readonly runId: string; readonly artifact: ArtifactView }) {
  const url = artifactUrl(runId, artifact.artifactId);
  switch (artifactType(artifact)) {
    case 'audio':
      return (
        // biome-ignore lint/a11y/useMediaCaption: recordings have no captions; their transcript is on the page of the episode.
        <audio
          controls
          preload="metadata"
          src={url}
          aria-label={words.audio(artifact.name)}
          style={{ width: '100%' }}
        />
      );
    case 'video':
      return (
        // biome-ignore lint/a11y/useMediaCaption: a recording of a browser has no sound.
        <video
          controls
          preload="metadata"
          src={url}
          aria-label={words.video(artifact.name)}
          style={{ width: '100%', maxHeight: '70dvh' }}
        />
      );
    case 'picture':
      return <img src={url} alt={artifact.name} style={{ maxWidth: '100%', margin: '0 auto' }} />;
    case 'text':
      return <TextPreview artifact={artifact} />;
    case 'trace':
      return <TraceHelp name={artifact.name} />;
    case 'other':
      return <Text size="sm">{words.noPreview}</Text>;
  }
}

function TraceHelp({ name }: { readonly name: string }) {
  const command = words.traceCommand(name);
  return (
    <Stack gap="xs">
      <Text size="sm">{words.trace}</Text>
      <Group gap="xs" wrap="nowrap">
        <Code block style={{ flex: 1, overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
          {command}
        </Code>
        <CopyIcon value={command} label={words.copyCommand} />
      </Group>
    </Stack>
  );
}
