import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { createLazyRoute, Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useFrozenAt, useRunCounts, useRuns } from '../../live/use-runs.ts';
import { Page } from '../../parts/page.tsx';
import { text } from '../../text/text.ts';
import { AsOf } from './as-of.tsx';
import { RunFilters } from './run-filters.tsx';
import { RunList } from './run-list.tsx';
import { RunsEnd } from './runs-end.tsx';
import { RunsFailure } from './runs-failure.tsx';
import { filterOf, isFiltered, type RunsSearch } from './runs-search.ts';
import { VerdictToggles } from './verdict-toggles.tsx';

export const route = createLazyRoute('/')({ component: RunsPage });

/** What runs, how each of it is doing, and what asks for somebody. */
function RunsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const list = useRuns(filterOf(search));
  const { runs } = list;
  const frozenAt = useFrozenAt();
  const inTrouble = useInTrouble();
  const occurring = useMemo(() => [...new Set(runs.map(({ pipeline }) => pipeline))], [runs]);

  function change(news: RunsSearch): void {
    // Each letter of a text is no page of its own to go back to.
    const replace = 'text' in news || 'subject' in news;
    void navigate({ to: '/', search: (before) => ({ ...before, ...news }), replace });
  }

  function clear(): void {
    void navigate({ to: '/', search: {} });
  }

  return (
    <Page
      title={text.runs.title}
      tabTitle={text.runs.tabTitle(inTrouble)}
      actions={
        <Button component={Link} to="/submit" leftSection={<IconPlus size={16} aria-hidden />}>
          {text.runs.submit}
        </Button>
      }
    >
      <VerdictToggles search={search} onChange={change} />
      <RunFilters search={search} occurring={occurring} onChange={change} onClear={clear} />
      {frozenAt !== null && list.state === 'ready' && <AsOf at={frozenAt} />}
      <RunsFailure list={list} onRetry={list.reload} />
      {runs.length > 0 && (
        <RunList
          runs={runs}
          hasMore={list.hasMore}
          isFrozen={frozenAt !== null}
          isBusy={list.state === 'loading'}
          onNearEnd={list.loadMore}
        />
      )}
      <RunsEnd list={list} isFiltered={isFiltered(search)} onClear={clear} />
    </Page>
  );
}

/** How many runs somebody should do something about, for who has the page in another tab. */
function useInTrouble(): number {
  const counts = useRunCounts().data;
  if (counts === undefined) return 0;
  const { stuck, orphaned, looping } = counts.byVerdict;
  return stuck + orphaned + looping + counts.waiting;
}
