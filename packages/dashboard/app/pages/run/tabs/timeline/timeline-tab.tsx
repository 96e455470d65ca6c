import { Alert, Group, Stack, Text } from '@mantine/core';
import { ACTION_STATES } from '@telltale/core';
import { useCallback, useMemo, useRef, useState } from 'react';
import { useCurrentRun } from '../../../../live/use-run.ts';
import { text } from '../../../../text/text.ts';
import { type Picture, picturesOf } from '../../parts/pictures.ts';
import { useArtifacts } from '../artifacts/use-artifacts.ts';
import { NewsButton } from '../parts/news-button.tsx';
import { PictureDialog } from '../parts/picture-dialog.tsx';
import { WindowedList, type WindowedListHandle } from '../parts/windowed-list.tsx';
import { useRunSearch } from '../use-run-search.ts';
import { ActionRow } from './action-row.tsx';
import type { ActionFilter } from './actions-store.ts';
import { EventRow } from './event-row.tsx';
import { GroupRow } from './group-row.tsx';
import { picturesByAction } from './pictures-by-action.ts';
import { TimelineFilters } from './timeline-filters.tsx';
import { NoRows, TimelineFoot } from './timeline-foot.tsx';
import { toggled, useTimeline } from './use-timeline.ts';
import { useWantedAction } from './use-wanted-action.ts';

const words = text.runTabs.timeline;

/** How many rows before the end of the list the next page is loaded. */
const NEAR_END = 30;
const ROW_HEIGHT = 56;
const NONE: readonly Picture[] = [];

/**
 * What the run did, newest first: what happens now stands where one looks first, and what is older comes as one scrolls down.
 * Who reads further down, or has something open, is told how many came meanwhile; nothing moves under him.
 */
export function TimelineTab() {
  const { search } = useRunSearch();
  const outcome = ACTION_STATES.find((state) => state === search.outcome);
  const { tool, step } = search;
  const filter = useMemo<ActionFilter>(() => ({ tool, step, outcome }), [tool, step, outcome]);
  return <FilteredTimeline key={JSON.stringify(filter)} filter={filter} />;
}

function FilteredTimeline({ filter }: { readonly filter: ActionFilter }) {
  const { runId } = useCurrentRun();
  const { search, setSearch } = useRunSearch();
  const timeline = useTimeline(filter, search.show === 'actions');
  const { store, list, rows, actions, hold, release, openGroups, toggleGroup } = timeline;
  const { artifacts } = useArtifacts();
  const pictures = useMemo(() => picturesOf(artifacts), [artifacts]);
  const ofAction = useMemo(() => picturesByAction(pictures, actions), [pictures, actions]);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const scroller = useRef<WindowedListHandle>(null);
  const isFiltered = Object.values(filter).some((value) => value !== undefined);

  const { isMissing } = useWantedAction(search.action, {
    rows,
    isLoading: list.state === 'loading' || list.isLoadingMore,
    hasMore: list.hasMore,
    loadMore: store.loadMore,
    openGroup: toggleGroup,
    show: (index) => {
      hold();
      if (search.action !== undefined) setOpen(new Set([search.action]));
      scroller.current?.scrollToRow(index);
    },
  });

  const toggle = useCallback(
    (actionId: string) => {
      hold();
      setOpen((open) => toggled(open, actionId));
    },
    [hold],
  );
  const toggleTries = useCallback(
    (key: string) => {
      hold();
      toggleGroup(key);
    },
    [hold, toggleGroup],
  );
  const openPicture = useCallback(
    (artifactId: string | null) => setSearch({ artifact: artifactId ?? undefined }),
    [setSearch],
  );
  // A page may make no row of its own, where all of it is more of the same: then the next one is wanted at once.
  const { isLoadingMore } = list;
  const onRange = useCallback(
    (_first: number, last: number) => {
      if (!isLoadingMore && last >= rows.length - NEAR_END) store.loadMore();
    },
    [rows.length, isLoadingMore, store],
  );
  const rowKey = useCallback((index: number) => rows[index]?.key ?? 'foot', [rows]);

  function drawRow(index: number) {
    const row = rows[index];
    if (row === undefined) return <TimelineFoot list={list} isFiltered={isFiltered} onRetry={store.retry} />;
    if (row.kind === 'event') return <EventRow event={row.event} />;
    const { key, depth } = row;
    if (row.kind === 'group') {
      const isOpen = openGroups.has(key);
      return <GroupRow groupKey={key} tries={row.tries} depth={depth} isOpen={isOpen} onToggle={toggleTries} />;
    }
    return (
      <ActionRow
        runId={runId}
        action={row.action}
        depth={depth}
        pictures={ofAction.get(key) ?? NONE}
        isOpen={open.has(key)}
        onToggle={toggle}
        onOpenPicture={openPicture}
      />
    );
  }

  return (
    <Stack gap="xs">
      <TimelineFilters actions={actions} />
      {isMissing && (
        <Alert color="yellow" role="status">
          {words.missing}
        </Alert>
      )}
      <Group justify="space-between" mih={26}>
        <Text size="sm" c="dimmed">
          {text.runTabs.newest}
        </Text>
        <NewsButton
          count={timeline.heldBack}
          onShow={() => {
            release();
            scroller.current?.scrollToTop();
          }}
        />
      </Group>
      {rows.length === 0 && list.state === 'ready' && list.error === null && !list.hasMore ? (
        <NoRows isFiltered={isFiltered || search.show === 'actions'} />
      ) : (
        <WindowedList
          ref={scroller}
          label={words.label}
          count={rows.length + 1}
          rowHeight={ROW_HEIGHT}
          rowKey={rowKey}
          onRange={onRange}
          onTopChange={(isAtTop) => (isAtTop ? release() : hold())}
        >
          {drawRow}
        </WindowedList>
      )}
      <PictureDialog runId={runId} pictures={pictures} openId={search.artifact ?? null} onOpen={openPicture} />
    </Stack>
  );
}
