import { UnstyledButton } from '@mantine/core';
import { memo, type Ref, useMemo } from 'react';
import { Marked } from '../../../parts/marked.tsx';
import { formatClock } from '../../../parts/player/format-clock.ts';
import { usePlayerTime } from '../../../parts/player/use-player.ts';
import { text } from '../../../text/text.ts';
import type { Segment } from '../queries.ts';
import type { Match } from './find-matches.ts';
import { segmentAt } from './segment-at.ts';
import classes from './segment-list.module.css';
import { wordPlaces } from './word-places.ts';

interface SegmentRowProps {
  readonly ref: Ref<HTMLLIElement>;
  readonly segment: Segment;
  readonly index: number;
  readonly count: number;
  /** In px. */
  readonly top: number;
  readonly isCurrent: boolean;
  /** Tab leads to it. */
  readonly isReached: boolean;
  /** Where somebody else begins to speak. */
  readonly speaker: string | null;
  readonly matches: readonly Match[];
  readonly currentMatch: Match | null;
  readonly onPlay: (seconds: number) => void;
  readonly onReach: (index: number) => void;
}

/** When something was said, by whom and what. */
export const SegmentRow = memo(function SegmentRow({
  ref,
  segment,
  index,
  count,
  top,
  isCurrent,
  isReached,
  speaker,
  matches,
  currentMatch,
  onPlay,
  onReach,
}: SegmentRowProps) {
  const clock = formatClock(segment.startS);
  const play = () => onPlay(segment.startS);
  return (
    <li
      ref={ref}
      data-index={index}
      className={classes.row}
      aria-setsize={count}
      aria-posinset={index + 1}
      aria-current={isCurrent ? 'true' : undefined}
      style={{ transform: `translateY(${top}px)` }}
    >
      <UnstyledButton
        className={classes.time}
        tabIndex={isReached ? 0 : -1}
        aria-label={text.episodes.playAt(clock)}
        onClick={play}
        onFocus={() => onReach(index)}
      >
        {clock}
      </UnstyledButton>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/noStaticElementInteractions: the time beside it does the same. */}
      <div className={classes.words} onClick={() => isSelecting() || play()}>
        {speaker !== null && <bdi className={classes.speaker}>{speaker}</bdi>}
        {isCurrent && matches.length === 0 && segment.words !== null ? (
          <SpokenText segment={segment} words={segment.words} />
        ) : (
          <bdi>
            <Marked
              text={segment.text}
              ranges={matches}
              current={currentMatch === null ? null : matches.indexOf(currentMatch)}
            />
          </bdi>
        )}
      </div>
    </li>
  );
});

interface SpokenTextProps {
  readonly segment: Segment;
  readonly words: NonNullable<Segment['words']>;
}

/** The text of what is said right now, with the word that is said. */
function SpokenText({ segment, words }: SpokenTextProps) {
  const places = useMemo(() => wordPlaces(segment.text, words), [segment.text, words]);
  const starts = useMemo(() => words.map(({ start }) => ({ startS: start })), [words]);
  const said = usePlayerTime((seconds) => segmentAt(starts, seconds));
  const place = places[said] ?? null;
  return (
    <bdi className={classes.spoken}>
      <Marked text={segment.text} ranges={place === null ? [] : [place]} />
    </bdi>
  );
}

/** Whoever selects words in order to copy them does not want to hear them. */
function isSelecting(): boolean {
  return window.getSelection()?.isCollapsed === false;
}
