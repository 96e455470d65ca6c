import { useReducedMotion } from '@mantine/hooks';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { usePlayerTime } from '../../../parts/player/use-player.ts';
import { text } from '../../../text/text.ts';
import type { Segment } from '../queries.ts';
import type { Match } from './find-matches.ts';
import { segmentAt } from './segment-at.ts';
import classes from './segment-list.module.css';
import { SegmentRow } from './segment-row.tsx';

interface SegmentListProps {
  /** ISO 639-1, for those who have it read aloud. */
  readonly language: string | null;
  readonly segments: readonly Segment[];
  readonly matches: readonly Match[];
  readonly currentMatch: Match | null;
  /** Keeps what is said in sight. */
  readonly isFollowing: boolean;
  /** Somebody looks elsewhere. */
  readonly onLeave: () => void;
  readonly onPlay: (seconds: number) => void;
}

const NO_MATCHES: readonly Match[] = [];
const ROW_PX = 34;

/** The segments of a transcript; of thousands only those in sight are there. One of them can be reached by Tab, the others by arrows. */
export function SegmentList({
  language,
  segments,
  matches,
  currentMatch,
  isFollowing,
  onLeave,
  onPlay,
}: SegmentListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const current = usePlayerTime((seconds) => segmentAt(segments, seconds));
  const [lastReached, setReached] = useState(0);
  // A transcript that was made anew may be shorter.
  const reached = Math.min(lastReached, segments.length - 1);
  const focusWanted = useRef(false);
  const isCalm = useReducedMotion();
  const matchesOf = useMemo(() => Map.groupBy(matches, ({ segment }) => segment), [matches]);
  const virtualizer = useVirtualizer({
    count: segments.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), reached])].toSorted((a, b) => a - b),
  });

  const before = useRef(current);
  useEffect(() => {
    const isNext = current === before.current + 1;
    before.current = current;
    if (!isFollowing || current < 0) return;
    virtualizer.scrollToIndex(current, { align: 'center', behavior: isNext && !isCalm ? 'smooth' : 'auto' });
  }, [current, isFollowing, isCalm, virtualizer]);

  useEffect(() => {
    if (currentMatch !== null) virtualizer.scrollToIndex(currentMatch.segment, { align: 'center' });
  }, [currentMatch, virtualizer]);

  useEffect(() => {
    if (!focusWanted.current) return;
    focusWanted.current = false;
    scroller.current?.querySelector<HTMLElement>(`[data-index="${reached}"] button`)?.focus({ preventScroll: true });
  }, [reached]);

  function go(to: number): void {
    const index = Math.min(segments.length - 1, Math.max(0, to));
    focusWanted.current = true;
    setReached(index);
    virtualizer.scrollToIndex(index, { align: 'auto' });
    onLeave();
  }

  function onKey(event: KeyboardEvent): void {
    if (event.key === 'PageDown' || event.key === 'PageUp') onLeave();
    const moves: Record<string, number> = {
      ArrowDown: reached + 1,
      ArrowUp: reached - 1,
      Home: 0,
      End: segments.length,
    };
    const to = moves[event.key];
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    go(to);
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the buttons in it.
    <div
      ref={scroller}
      className={classes.scroller}
      onWheel={onLeave}
      onTouchMove={onLeave}
      // Only its own scrollbar is hit so.
      onPointerDown={(event) => event.target === event.currentTarget && onLeave()}
      onKeyDown={onKey}
    >
      <ol
        className={classes.list}
        style={{ height: virtualizer.getTotalSize() }}
        aria-label={text.episodes.transcript.title}
        lang={language ?? undefined}
      >
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const segment = segments[index];
          return segment === undefined ? null : (
            <SegmentRow
              key={index}
              ref={virtualizer.measureElement}
              segment={segment}
              count={segments.length}
              index={index}
              top={start}
              isCurrent={index === current}
              isReached={index === reached}
              speaker={segment.speaker === segments[index - 1]?.speaker ? null : segment.speaker}
              matches={matchesOf.get(index) ?? NO_MATCHES}
              currentMatch={currentMatch?.segment === index ? currentMatch : null}
              onPlay={onPlay}
              onReach={setReached}
            />
          );
        })}
      </ol>
    </div>
  );
}
