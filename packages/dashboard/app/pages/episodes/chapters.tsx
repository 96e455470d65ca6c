import { Stack, Title, UnstyledButton } from '@mantine/core';
import { OutsideLink } from '../../parts/outside-link.tsx';
import { formatClock } from '../../parts/player/format-clock.ts';
import { usePlayerTime } from '../../parts/player/use-player.ts';
import { text } from '../../text/text.ts';
import classes from './chapters.module.css';
import type { Episode } from './queries.ts';
import { segmentAt } from './transcript/segment-at.ts';

interface ChaptersProps {
  readonly chapters: Episode['chapters'];
  readonly onPlay: (seconds: number) => void;
}

/** The chapters of the recording; the one that is played stands out. */
export function Chapters({ chapters, onPlay }: ChaptersProps) {
  const current = usePlayerTime((seconds) => segmentAt(chapters, seconds));
  if (chapters.length === 0) return null;
  return (
    <Stack component="section" gap="xs" aria-labelledby="chapters">
      <Title order={2} size="h4" id="chapters">
        {text.episodes.chapters}
      </Title>
      <ol className={classes.list}>
        {chapters.map(({ startS, title, url }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two may begin at the same moment, and none moves.
          <li key={index} className={classes.chapter} aria-current={index === current ? 'true' : undefined}>
            <UnstyledButton className={classes.button} onClick={() => onPlay(startS)}>
              <span className={classes.time}>{formatClock(startS)}</span>
              <bdi>{title}</bdi>
            </UnstyledButton>
            {url !== null && (
              <OutsideLink href={url} label={text.episodes.chapterLink(title)}>
                {null}
              </OutsideLink>
            )}
          </li>
        ))}
      </ol>
    </Stack>
  );
}
