import { Skeleton, Stack } from '@mantine/core';
import { createLazyRoute } from '@tanstack/react-router';
import { lazy, memo, Suspense } from 'react';
import { connection } from '../../live/connection.ts';
import { estimateOfPicture, type RunPicture, verdictOfPicture } from '../../live/run-picture.ts';
import { useStore } from '../../live/store.ts';
import { RunProvider, useCurrentRun, useRunAt, useRunStore } from '../../live/use-run.ts';
import { Empty } from '../../parts/empty.tsx';
import { Failure } from '../../parts/failure.tsx';
import { LinkButton } from '../../parts/link-button.tsx';
import { Page } from '../../parts/page.tsx';
import { text } from '../../text/text.ts';
import { ProcessingCard } from './card/processing-card.tsx';
import { ErrorPanel } from './failure/error-panel.tsx';
import { RunFacts } from './header/run-facts.tsx';
import { RunHeader } from './header/run-header.tsx';
import { Announcer } from './parts/announcer.tsx';
import late from './parts/late.module.css';
import { Notices } from './parts/notices.tsx';
import { StepRail } from './rail/step-rail.tsx';
import classes from './run-page.module.css';

export const route = createLazyRoute('/runs/$runId')({ component: RunPage });

/** They come after the card, which is what one looks at first; asked for as early as all else. */
const tabs = import('./tabs/run-tabs.tsx');
const RunTabs = lazy(async () => ({ default: (await tabs).RunTabs }));

function RunPage() {
  const { runId } = route.useParams();
  const store = useRunStore(runId);
  return (
    <RunProvider value={store}>
      <RunContent key={runId} />
    </RunProvider>
  );
}

/** The run, or why there is none to show. */
function RunContent() {
  const { runId } = useCurrentRun();
  const hasView = useRunAt(({ view }) => view !== null);
  const title = useRunAt(titleOf);
  const tabTitle = useRunAt(tabTitleOf);
  if (!hasView) return <WithoutRun />;
  return (
    <Page title={title} tabTitle={tabTitle} heading={<RunHeader title={title} />}>
      <RunBody runId={runId} />
    </Page>
  );
}

/** Apart from the title, which changes with every percent. */
const RunBody = memo(function RunBody({ runId }: { readonly runId: string }) {
  return (
    <>
      <Announcer />
      <Notices />
      <ProcessingCard />
      <ErrorPanel />
      <RunFacts />
      <div className={classes.below}>
        <StepRail />
        <div id="work" className={classes.work} data-run={runId}>
          <Suspense fallback={<Skeleton height={320} className={late.late} />}>
            <RunTabs />
          </Suspense>
        </div>
      </div>
    </>
  );
});

function titleOf({ runId, view }: RunPicture): string {
  return view?.title ?? view?.subject ?? runId;
}

/** `62 % · title` while all is well, `Stuck · title` when it is not. */
function tabTitleOf(picture: RunPicture, now: number): string {
  const verdict = verdictOfPicture(picture, now)?.name ?? null;
  const title = titleOf(picture);
  if (verdict === null) return title;
  const percent = estimateOfPicture(picture, now)?.percent ?? 0;
  return text.run.tabTitle(verdict === 'working' ? text.run.percentLead(percent) : text.verdictWord[verdict], title);
}

/** Before anything is known of the run: that it is on its way, or that it will not come. */
function WithoutRun() {
  const { runId, reload } = useCurrentRun();
  const refusal = useRunAt((picture) => picture.error);
  const link = useStore(connection);
  const error = refusal ?? (link.state === 'offline' ? link.error : null);
  if (error?.code === 'run_not_found') {
    return (
      <Page title={text.run.notFound.title}>
        <Empty title={error.message} detail={error.hint}>
          <LinkButton to="/">{text.run.notFound.home}</LinkButton>
        </Empty>
      </Page>
    );
  }
  return (
    <Page title={runId}>
      {error === null ? (
        <Loading />
      ) : (
        <Failure error={error} title={text.run.refused} {...(refusal === null ? {} : { onRetry: reload })} />
      )}
    </Page>
  );
}

function Loading() {
  return (
    <Stack className={late.late} gap="md" aria-busy aria-label={text.common.loading} role="status">
      <Skeleton height={24} maw="40rem" />
      <Skeleton height={220} />
      <div className={classes.below}>
        <Skeleton height={320} />
        <Skeleton height={320} />
      </div>
    </Stack>
  );
}
