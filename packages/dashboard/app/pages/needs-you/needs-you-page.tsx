import { createLazyRoute } from '@tanstack/react-router';
import { useFrozenAt, useRuns } from '../../live/use-runs.ts';
import { Page } from '../../parts/page.tsx';
import { text } from '../../text/text.ts';
import { AsOf } from '../runs/as-of.tsx';
import { RunsFailure } from '../runs/runs-failure.tsx';
import { OfConcern } from './of-concern.tsx';
import { Questions } from './questions.tsx';

export const route = createLazyRoute('/needs-you')({ component: NeedsYouPage });

const WAITING = { waiting: true };

/** What waits for a person, and what else a person should look at. */
function NeedsYouPage() {
  const list = useRuns(WAITING);
  const frozenAt = useFrozenAt();
  return (
    <Page title={text.needsYou.title} tabTitle={text.needsYou.tabTitle(list.runs.length)}>
      {frozenAt !== null && list.state === 'ready' && <AsOf at={frozenAt} />}
      <RunsFailure list={list} onRetry={list.reload} />
      <Questions list={list} />
      <OfConcern />
    </Page>
  );
}
