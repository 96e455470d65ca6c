import { createLazyRoute } from '@tanstack/react-router';
import { useRuns } from '../../live/use-runs.ts';
import { Page } from '../../parts/page.tsx';
import { text } from '../../text/text.ts';
import { RunsFailure } from '../runs/runs-failure.tsx';
import { OfConcern } from './of-concern.tsx';
import { Questions } from './questions.tsx';

export const route = createLazyRoute('/needs-you')({ component: NeedsYouPage });

const WAITING = { waiting: true };

/** What waits for a person, and what else a person should look at. */
function NeedsYouPage() {
  const list = useRuns(WAITING);
  return (
    <Page title={text.needsYou.title} tabTitle={text.needsYou.tabTitle(list.runs.length)}>
      <RunsFailure list={list} onRetry={list.reload} />
      <Questions list={list} />
      <OfConcern />
    </Page>
  );
}
