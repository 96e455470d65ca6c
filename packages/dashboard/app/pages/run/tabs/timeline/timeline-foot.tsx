import { Button } from '@mantine/core';
import { hasEnded } from '@telltale/core';
import { useRunView } from '../../../../live/use-run.ts';
import { Empty } from '../../../../parts/empty.tsx';
import { Failure } from '../../../../parts/failure.tsx';
import { text } from '../../../../text/text.ts';
import { useRunSearch } from '../use-run-search.ts';
import type { ActionList } from './actions-store.ts';
import classes from './timeline.module.css';

const words = text.runTabs.timeline;

interface TimelineFootProps {
  readonly list: ActionList;
  readonly isFiltered: boolean;
  readonly onRetry: () => void;
}

/** Below the oldest row: that there is more, that there is not, or why it could not be loaded. */
export function TimelineFoot({ list, isFiltered, onRetry }: TimelineFootProps) {
  if (list.error !== null) return <Failure error={list.error} title={text.runTabs.moreFailed} onRetry={onRetry} />;
  return <div className={classes.foot}>{footText(list, isFiltered)}</div>;
}

function footText({ state, hasMore }: ActionList, isFiltered: boolean): string {
  if (state === 'loading') return text.common.loading;
  if (hasMore) return text.common.loadingMore;
  return isFiltered ? words.startFiltered : words.start;
}

/** A timeline without a row: because nothing was done, or because of the filters. */
export function NoRows({ isFiltered }: { readonly isFiltered: boolean }) {
  const { setSearch } = useRunSearch();
  const state = useRunView((view) => view.state);
  if (isFiltered) {
    return (
      <Empty title={words.noMatch} detail={words.noMatchDetail}>
        <Button
          variant="default"
          size="xs"
          onClick={() => setSearch({ tool: undefined, outcome: undefined, step: undefined, show: undefined })}
        >
          {text.runTabs.clearFilters}
        </Button>
      </Empty>
    );
  }
  return <Empty title={words.none} detail={state !== null && hasEnded(state) ? words.noneEnded : words.noneDetail} />;
}
