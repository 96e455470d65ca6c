import { Text } from '@mantine/core';
import { text } from '../../text/text.ts';
import { formatClock } from './format-clock.ts';
import { usePlayerState, usePlayerTime } from './use-player.ts';

/** Where in the recording it is: time, length and chapter. */
export function NowPlaying() {
  const clock = usePlayerTime(formatClock);
  const length = usePlayerState(({ durationS }) => formatClock(durationS));
  const chapters = usePlayerState(({ track }) => track?.chapters) ?? [];
  const chapter = usePlayerTime((now) => chapters.findLast(({ startS }) => startS <= now)?.title ?? '');
  return (
    <Text size="xs" c="dimmed" truncate className="figures">
      {text.episodes.player.position(clock, length)}
      {chapter !== '' && (
        <>
          {' · '}
          <bdi>{chapter}</bdi>
        </>
      )}
    </Text>
  );
}
