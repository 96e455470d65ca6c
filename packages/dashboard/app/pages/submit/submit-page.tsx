import { Skeleton, Stack } from '@mantine/core';
import { useWindowEvent } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { createLazyRoute } from '@tanstack/react-router';
import { useState } from 'react';
import { asApiError } from '../../live/client.ts';
import { pipelinesQuery } from '../../live/server-queries.ts';
import { useIsOperator } from '../../live/session.ts';
import { useWatchedServer } from '../../live/watch-server.ts';
import { Empty } from '../../parts/empty.tsx';
import { Failure } from '../../parts/failure.tsx';
import { later } from '../../parts/later.tsx';
import { Page } from '../../parts/page.tsx';
import { text } from '../../text/text.ts';
import { pastedUrl } from './pasted-url.ts';
import { PipelineChoice } from './pipeline-choice.tsx';

export const route = createLazyRoute('/submit')({ component: SubmitPage });

/** Fields and what checks them are large: the choice of a pipeline is there before. Asked for as early as all else. */
const loadingForm = import('./submit-form.tsx');
const SubmitForm = later(async () => (await loadingForm).SubmitForm);
/** It stands below the form, which is there without it. */
const UploadArea = later(async () => (await import('./uploads/upload-area.tsx')).UploadArea);

/** Where runs are started: by a form, by files that are dropped, or by an address that is pasted. */
function SubmitPage() {
  useWatchedServer();
  const { pipeline: wanted } = route.useSearch();
  const navigate = route.useNavigate();
  const { data, error, refetch } = useQuery(pipelinesQuery);
  const [given, setGiven] = useState<{ readonly url: string } | null>(null);
  const isOperator = useIsOperator();
  const { title, noPipelines, noPipelinesHint, noSuchPipeline, noSuchPipelineHint } = text.submit;

  const pipelines = data?.pipelines ?? [];
  const episode = pipelines.find(({ name }) => name === 'episode');
  const usual = episode ?? pipelines[0];
  const chosen = wanted === undefined ? usual : pipelines.find(({ name }) => name === wanted);

  const takesAddresses = episode !== undefined && isOperator;
  useWindowEvent('paste', (event) => {
    const url = pastedUrl(event.clipboardData?.getData('text') ?? '');
    if (!takesAddresses || url === null || isTyping(event.target)) return;
    setGiven({ url });
    void navigate({ search: { pipeline: episode.name }, replace: true });
  });

  return (
    <Page title={title}>
      <Stack maw="56rem" gap="md">
        {data === undefined && error !== null && <Failure error={asApiError(error)} onRetry={() => void refetch()} />}
        {data === undefined && error === null && <Skeleton h={240} role="img" aria-label={text.common.loading} />}
        {data !== undefined && pipelines.length === 0 && <Empty title={noPipelines} detail={noPipelinesHint} />}
        {pipelines.length > 0 && (
          <PipelineChoice
            pipelines={pipelines}
            chosen={chosen}
            onChoose={(name) => void navigate({ search: { pipeline: name }, replace: true })}
          />
        )}
        {pipelines.length > 0 && chosen === undefined && wanted !== undefined && (
          <Empty title={noSuchPipeline(wanted)} detail={noSuchPipelineHint} />
        )}
        {chosen !== undefined && (
          <SubmitForm
            key={`${chosen.name} ${chosen === episode ? (given?.url ?? '') : ''}`}
            pipeline={chosen}
            given={chosen === episode ? given : null}
          />
        )}
        {takesAddresses && <UploadArea />}
      </Stack>
    </Page>
  );
}

/** Whether what is pasted there goes into a field. */
function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));
}
