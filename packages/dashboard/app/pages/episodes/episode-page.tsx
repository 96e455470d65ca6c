import { Skeleton, Stack } from '@mantine/core';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { createLazyRoute } from '@tanstack/react-router';
import type { ApiError } from '@telltale/api';
import { hasEnded } from '@telltale/core';
import { useEffect } from 'react';
import { asApiError } from '../../live/client.ts';
import { useWatchedServer } from '../../live/watch-server.ts';
import { LibraryEntryFailure } from '../../parts/library-entry-failure.tsx';
import { LinkButton } from '../../parts/link-button.tsx';
import { Page } from '../../parts/page.tsx';
import { WithPlayer } from '../../parts/player/with-player.tsx';
import { text } from '../../text/text.ts';
import { EpisodeView } from './episode-view.tsx';
import { episodeQuery, runInFlight, runsQuery } from './queries.ts';

export const route = createLazyRoute('/episodes/$episodeId')({ component: EpisodePage });

/** One episode: to be listened to, read and processed again. */
function EpisodePage() {
  useWatchedServer();
  const { episodeId } = route.useParams();
  const { t } = route.useSearch();
  const queries = useQueryClient();
  const runs = useInfiniteQuery(runsQuery(episodeId));
  const known = runs.data?.pages.flatMap((page) => page.runs) ?? [];
  const inFlight = runInFlight(known);
  const { data: episode, error, refetch } = useQuery(episodeQuery(episodeId, inFlight !== undefined));

  // What a run made last is there when it has ended.
  const newest = known[0];
  const ended = newest !== undefined && hasEnded(newest.state) ? newest.runId : null;
  useEffect(() => {
    if (ended !== null) void queries.invalidateQueries({ queryKey: ['episode', episodeId], exact: true });
  }, [ended, episodeId, queries]);

  const failure = error === null ? null : asApiError(error);
  if (failure !== null && (episode === undefined || failure.code === 'episode_not_found')) {
    return <Missing error={failure} onRetry={() => void refetch()} />;
  }
  if (episode === undefined) return <Loading />;
  return (
    <WithPlayer key={episodeId}>
      <EpisodeView
        episode={episode}
        runs={known}
        inFlight={inFlight ?? null}
        hasMoreRuns={runs.hasNextPage}
        isLoadingRuns={runs.data === undefined}
        runsError={runs.error}
        onMoreRuns={() => void runs.fetchNextPage()}
        startAtS={t ?? null}
      />
    </WithPlayer>
  );
}

function Missing({ error, onRetry }: { readonly error: ApiError; readonly onRetry: () => void }) {
  const { gone, title, back } = text.episodes;
  return (
    <LibraryEntryFailure error={error} notFound="episode_not_found" goneTitle={gone} title={title} onRetry={onRetry}>
      <LinkButton to="/episodes" variant="default" style={{ alignSelf: 'center' }}>
        {back}
      </LinkButton>
    </LibraryEntryFailure>
  );
}

function Loading() {
  return (
    <Page title={text.common.loading}>
      <Stack gap="md" aria-busy>
        <Skeleton height={128} radius="md" />
        <Skeleton height={420} radius="md" />
      </Stack>
    </Page>
  );
}
