import { Group, Text } from '@mantine/core';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from '../../../../live/store.ts';
import { useCurrentRun } from '../../../../live/use-run.ts';
import { Empty } from '../../../../parts/empty.tsx';
import { Failure } from '../../../../parts/failure.tsx';
import { text } from '../../../../text/text.ts';
import { NewsButton } from '../parts/news-button.tsx';
import { WindowedList, type WindowedListHandle } from '../parts/windowed-list.tsx';
import { EventLine } from './event-line.tsx';
import { EventsStore } from './events-store.ts';

const words = text.runTabs.events;
const ROW_HEIGHT = 32;

/** Every event of the run, newest first. Seqs have no gaps, so any place of the list can be gone to at once. */
export function AllEvents() {
  const run = useCurrentRun();
  const store = useMemo(() => new EventsStore(run), [run]);
  useEffect(() => store.open(), [store]);
  const { firstSeq, lastSeq, error } = useStore(store.state);
  const [heldAt, setHeldAt] = useState<number | null>(null);
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const scroller = useRef<WindowedListHandle>(null);
  const top = Math.min(heldAt ?? lastSeq, lastSeq);
  const count = Math.max(0, top - firstSeq + 1);

  const hold = useCallback(() => setHeldAt((held) => held ?? store.state.get().lastSeq), [store]);
  const release = useCallback(() => setHeldAt(null), []);
  const toggle = useCallback(
    (seq: number) => {
      hold();
      setOpen((before) => {
        const next = new Set(before);
        if (!next.delete(seq)) next.add(seq);
        return next;
      });
    },
    [hold],
  );
  const onRange = useCallback((first: number, last: number) => store.want(top - last, top - first), [store, top]);

  if (lastSeq === 0) return <Empty title={words.none} />;
  return (
    <>
      <Group justify="space-between" mih={26}>
        <Text size="sm" c="dimmed" className="figures">
          {words.count(lastSeq - firstSeq + 1)} · {text.runTabs.newest}
          {firstSeq > 1 && ` · ${words.pruned(firstSeq - 1)}`}
        </Text>
        <NewsButton
          count={lastSeq - top}
          onShow={() => {
            release();
            scroller.current?.scrollToTop();
          }}
        />
      </Group>
      {error !== null && <Failure error={error} onRetry={store.retry} />}
      <WindowedList
        ref={scroller}
        label={words.label}
        count={count}
        rowHeight={ROW_HEIGHT}
        onRange={onRange}
        onTopChange={(isAtTop) => (isAtTop ? release() : hold())}
      >
        {(index) => {
          const seq = top - index;
          return <EventLine seq={seq} event={store.get(seq)} isOpen={open.has(seq)} onToggle={toggle} />;
        }}
      </WindowedList>
    </>
  );
}
