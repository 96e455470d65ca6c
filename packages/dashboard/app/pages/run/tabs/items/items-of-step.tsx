import { Chip, Text } from '@mantine/core';
import { formatCounts, ITEM_OUTCOMES, type ItemOutcome, type StepView } from '@telltale/core';
import { useCallback, useMemo } from 'react';
import { asApiError } from '../../../../live/client.ts';
import { useCurrentRun } from '../../../../live/use-run.ts';
import { Empty } from '../../../../parts/empty.tsx';
import { Failure } from '../../../../parts/failure.tsx';
import { text } from '../../../../text/text.ts';
import { TabPending } from '../parts/tab-pending.tsx';
import { WindowedList } from '../parts/windowed-list.tsx';
import { useRunSearch } from '../use-run-search.ts';
import { ItemLine } from './item-line.tsx';
import { itemRows, OUTCOME_COUNT } from './item-rows.ts';
import classes from './items.module.css';
import { RetryFailedItems } from './retry-failed-items.tsx';
import { useFailures } from './use-failures.ts';
import { useItems } from './use-items.ts';

const words = text.runTabs.items;
const ROW_HEIGHT = 37;
const NEAR_END = 100;

/** The items of one step: how many ended how, those in work, and those that have ended. */
export function ItemsOfStep({ step }: { readonly step: StepView }) {
  const { runId } = useCurrentRun();
  const { search, setSearch } = useRunSearch();
  const outcome = ITEM_OUTCOMES.find((known) => known === search.outcome);
  const { done, failed, skipped } = step.counts;
  const { data, error, refetch, isPending, hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = useItems({
    runId,
    step: step.name,
    outcome,
    ended: done + failed + skipped,
  });
  const failures = useFailures(runId, step);
  const rows = useMemo(
    () =>
      itemRows(outcome === undefined ? step.current : [], data?.pages.flatMap(({ items }) => items) ?? [], failures),
    [outcome, step.current, data, failures],
  );
  // What failed is asked for again by whoever presses the button.
  const canLoadMore = hasNextPage && !isFetching && !isFetchNextPageError;
  const onRange = useCallback(
    (_first: number, last: number) => {
      if (last >= rows.length - NEAR_END && canLoadMore) void fetchNextPage();
    },
    [rows.length, canLoadMore, fetchNextPage],
  );
  const rowKey = useCallback((index: number) => rows[index]?.item.key ?? index, [rows]);

  return (
    <>
      <Text size="sm" c="dimmed" className="figures">
        {formatCounts(step.counts, step.unit)}
      </Text>
      <OutcomeChips step={step} outcome={outcome} onChange={(next) => setSearch({ outcome: next })} />
      {failed > 0 && <RetryFailedItems runId={runId} step={step.name} failed={failed} />}
      {error !== null && <Failure error={asApiError(error)} onRetry={() => void refetch()} />}
      {isPending && error === null && <TabPending />}
      {!isPending && rows.length === 0 && <Empty title={outcome === undefined ? words.noneEnded : words.noMatch} />}
      {rows.length > 0 && (
        <WindowedList
          label={words.label(step.name)}
          count={rows.length}
          rowHeight={ROW_HEIGHT}
          rowKey={rowKey}
          onRange={onRange}
        >
          {(index) => {
            const row = rows[index];
            return row !== undefined && <ItemLine row={row} />;
          }}
        </WindowedList>
      )}
    </>
  );
}

interface OutcomeChipsProps {
  readonly step: StepView;
  readonly outcome: ItemOutcome | undefined;
  readonly onChange: (outcome: ItemOutcome | undefined) => void;
}

function OutcomeChips({ step, outcome, onChange }: OutcomeChipsProps) {
  return (
    <Chip.Group value={outcome ?? ''} onChange={(value) => onChange(ITEM_OUTCOMES.find((known) => known === value))}>
      <div className={classes.chips} role="radiogroup" aria-label={text.runTabs.outcome}>
        <Chip value="" size="sm" variant="outline">
          {words.all}
        </Chip>
        {ITEM_OUTCOMES.map((known) => (
          <Chip key={known} value={known} size="sm" variant="outline">
            <span className="figures">
              {words.outcomeCount(text.runTabs.outcomeWord[known], OUTCOME_COUNT[known](step))}
            </span>
          </Chip>
        ))}
      </div>
    </Chip.Group>
  );
}
