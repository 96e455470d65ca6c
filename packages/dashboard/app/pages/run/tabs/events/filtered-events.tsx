import { Text } from '@mantine/core';
import type { EventType } from '@telltale/core';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useStore } from '../../../../live/store.ts';
import { useCurrentRun } from '../../../../live/use-run.ts';
import { Empty } from '../../../../parts/empty.tsx';
import { Failure } from '../../../../parts/failure.tsx';
import { text } from '../../../../text/text.ts';
import { WindowedList } from '../parts/windowed-list.tsx';
import { EventLine } from './event-line.tsx';
import { FilteredEventsStore } from './filtered-events-store.ts';

const words = text.runTabs.events;
const ROW_HEIGHT = 32;
const NEAR_END = 50;

/** The events of some types, oldest first: the server reads them forwards. New ones come at the end of the list. */
export function FilteredEvents({ types }: { readonly types: readonly EventType[] }) {
  const run = useCurrentRun();
  const store = useMemo(() => new FilteredEventsStore(run, types), [run, types]);
  useEffect(() => store.open(), [store]);
  const { events, state, hasMore, error } = useStore(store.state);
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const toggle = useCallback((seq: number) => {
    setOpen((before) => {
      const next = new Set(before);
      if (!next.delete(seq)) next.add(seq);
      return next;
    });
  }, []);
  const onRange = useCallback(
    (_first: number, last: number) => {
      if (last >= events.length - NEAR_END) store.loadMore();
    },
    [events.length, store],
  );

  return (
    <>
      <Text size="sm" c="dimmed" className="figures" mih={26}>
        {state === 'loading' ? text.common.loading : words.filteredCount(events.length, hasMore)}
      </Text>
      {error !== null && <Failure error={error} onRetry={store.loadMore} />}
      {events.length === 0 && state === 'ready' && error === null ? (
        <Empty title={words.noMatch} />
      ) : (
        <WindowedList label={words.label} count={events.length} rowHeight={ROW_HEIGHT} onRange={onRange}>
          {(index) => {
            const event = events[index];
            return (
              event !== undefined && (
                <EventLine seq={event.seq} event={event} isOpen={open.has(event.seq)} onToggle={toggle} />
              )
            );
          }}
        </WindowedList>
      )}
    </>
  );
}
