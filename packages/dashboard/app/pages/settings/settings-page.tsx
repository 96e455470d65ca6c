import { Alert, Skeleton, Stack, Text } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { createLazyRoute } from '@tanstack/react-router';
import type { ApiError } from '@telltale/api';
import { asApiError, client } from '../../live/client.ts';
import { useWatchedServer } from '../../live/watch-server.ts';
import { Failure } from '../../parts/failure.tsx';
import { Page } from '../../parts/page.tsx';
import { text } from '../../text/text.ts';
import { Checks } from './checks.tsx';
import { Configuration } from './configuration.tsx';
import { OwnSettings } from './own-settings.tsx';

export const route = createLazyRoute('/settings')({ component: SettingsPage });

/** To look may take some seconds, more where a part does not answer. */
const LOOK_MS = 60_000;

/** What is configured here, what is missing, and how to add it. */
function SettingsPage() {
  useWatchedServer();
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['settings'],
    queryFn: ({ signal }) => client.getSettings({}, { signal, timeoutMs: LOOK_MS }),
    // What it costs to look is not asked again with every glance.
    staleTime: LOOK_MS,
    refetchOnWindowFocus: false,
  });
  return (
    <Page title={text.settings.title}>
      <Stack gap="md" maw="72rem">
        {data === undefined && error === null && (
          <Stack gap="xs" role="status">
            <Text size="sm">{text.settings.checking}</Text>
            <Skeleton h={320} />
          </Stack>
        )}
        {error !== null && <WhyNot error={asApiError(error)} onRetry={() => void refetch()} />}
        {data !== undefined && (
          <>
            <Checks found={data} isLooking={isFetching} onLookAgain={() => void refetch()} />
            <Configuration settings={data.settings} file={data.file} warnings={data.warnings} />
          </>
        )}
        <OwnSettings />
      </Stack>
    </Page>
  );
}

/** That somebody may not see it, or the server does not know it, is no failure. */
function WhyNot({ error, onRetry }: { readonly error: ApiError; readonly onRetry: () => void }) {
  const { operatorOnly, operatorOnlyHint, notTold } = text.settings;
  if (error.code === 'forbidden') return <Notice title={operatorOnly} detail={operatorOnlyHint} />;
  if (error.code === 'settings_missing') return <Notice title={notTold} detail={error.hint ?? error.message} />;
  return <Failure error={error} onRetry={onRetry} />;
}

function Notice({ title, detail }: { readonly title: string; readonly detail: string }) {
  return (
    <Alert color="gray" icon={<IconInfoCircle aria-hidden />} title={title}>
      {detail}
    </Alert>
  );
}
