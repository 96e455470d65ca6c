import '@mantine/dropzone/styles.css';
import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { IconUpload } from '@tabler/icons-react';
import { ApiError } from '@telltale/api';
import { useEffect, useRef, useState } from 'react';
import { useStore } from '../../../live/store.ts';
import { text } from '../../../text/text.ts';
import { episodeUploadWork } from './episode-upload-work.ts';
import { LeaveGuard } from './leave-guard.tsx';
import { UploadRow } from './upload-row.tsx';
import { isOpen, Uploads } from './uploads.ts';

/** What a browser does not always know the type of is known by the end of its name. What is in it the server looks at. */
const ACCEPTED = {
  'audio/*': [
    '.mp3',
    '.m4a',
    '.m4b',
    '.aac',
    '.wav',
    '.flac',
    '.ogg',
    '.oga',
    '.opus',
    '.wma',
    '.aif',
    '.aiff',
    '.amr',
  ],
  'video/*': ['.mp4', '.m4v', '.mov', '.mkv', '.webm', '.avi', '.ogv', '.3gp'],
};

/** Takes recordings that are dropped anywhere on the page, or chosen, and makes an episode of each. */
export function UploadArea() {
  const [uploads] = useState(() => new Uploads(episodeUploadWork));
  const list = useStore(uploads.list);
  const choose = useRef<() => void>(null);
  const words = text.submit.uploads;
  const done = list.filter(({ state }) => state.name === 'started' || state.name === 'known').length;

  // What the reader has left for good is not sent on behind his back.
  useEffect(() => () => uploads.cancelAll(), [uploads]);

  function refuse(files: readonly File[]): void {
    const { notAudio: message, notAudioHint: hint } = words;
    uploads.refuse(files, new ApiError(message, { code: 'not_audio', status: null, retryable: false, hint }));
  }

  return (
    <Paper withBorder p="md" component="section" aria-labelledby="uploads-title">
      <Stack gap="sm">
        <Group justify="space-between" gap="sm">
          <div>
            <Title order={2} size="h4" id="uploads-title">
              {words.title}
            </Title>
            <Text size="sm">{words.drop}</Text>
            <Text size="sm" c="dimmed">
              {words.hint}
            </Text>
          </div>
          <Button
            variant="default"
            leftSection={<IconUpload size={18} aria-hidden />}
            onClick={() => choose.current?.()}
          >
            {words.choose}
          </Button>
        </Group>
        {list.length > 0 && (
          <>
            <Stack component="ul" gap="xs" p={0} m={0} style={{ listStyle: 'none' }} aria-label={words.list}>
              {list.map((upload) => (
                <UploadRow
                  key={upload.id}
                  upload={upload}
                  canRetry={uploads.canRetry(upload.id)}
                  onRetry={() => uploads.retry(upload.id)}
                  onRemove={() => uploads.remove(upload.id)}
                />
              ))}
            </Stack>
            <Group justify="space-between">
              <Text size="sm" role="status">
                {words.done(done, list.length)}
              </Text>
              {done > 0 && (
                <Button variant="subtle" size="compact-sm" onClick={() => uploads.removeDone()}>
                  {words.removeDone}
                </Button>
              )}
            </Group>
          </>
        )}
      </Stack>
      <Dropzone.FullScreen
        withinPortal={false}
        // Seen only while something is dragged; the button is for the keyboard.
        activateOnKeyboard={false}
        openRef={choose}
        accept={ACCEPTED}
        onDrop={(files) => uploads.add(files)}
        onReject={(rejections) => refuse(rejections.map(({ file }) => file))}
        inputProps={{ 'aria-label': words.field }}
      >
        <Group justify="center" h="60vh" style={{ pointerEvents: 'none' }}>
          <IconUpload size={48} aria-hidden />
          <Text size="xl">{words.dropNow}</Text>
        </Group>
      </Dropzone.FullScreen>
      <LeaveGuard isNeeded={list.some(isOpen)} />
    </Paper>
  );
}
