import { Checkbox, Code, Group, Skeleton, Stack } from '@mantine/core';
import { IconPlus, IconTags } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { createLazyRoute } from '@tanstack/react-router';
import { asApiError } from '../../live/client.ts';
import { useWatchedServer } from '../../live/watch-server.ts';
import { Empty } from '../../parts/empty.tsx';
import { EndlessList } from '../../parts/endless-list.tsx';
import { Failure } from '../../parts/failure.tsx';
import { LibraryFailure } from '../../parts/library-failure.tsx';
import { LinkButton } from '../../parts/link-button.tsx';
import { Page } from '../../parts/page.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { text } from '../../text/text.ts';
import { EpisodeRow } from './episode-row.tsx';
import { type EpisodeFilter, episodesQuery } from './queries.ts';
import { RemovalsNotice } from './removals-notice.tsx';
import { ShowField } from './show-field.tsx';

export const route = createLazyRoute('/episodes')({ component: EpisodesPage });

/** All episodes, to be filtered. */
function EpisodesPage() {
  useWatchedServer();
  const filter = route.useSearch();
  return (
    <Page
      title={text.episodes.title}
      actions={
        <Group gap="xs">
          <LinkButton to="/entities" variant="default" size="xs" leftSection={<IconTags size={16} aria-hidden />}>
            {text.episodes.browseEntities}
          </LinkButton>
          <LinkButton
            to="/submit"
            search={{ pipeline: 'episode' }}
            size="xs"
            leftSection={<IconPlus size={16} aria-hidden />}
          >
            {text.episodes.submit}
          </LinkButton>
        </Group>
      }
    >
      <Stack gap="md" maw="72rem" w="100%">
        <Filter />
        <RemovalsNotice />
        <List filter={filter} />
      </Stack>
    </Page>
  );
}

function Filter() {
  const filter = route.useSearch();
  const navigate = route.useNavigate();
  const change = (part: EpisodeFilter) => void navigate({ search: { ...filter, ...part }, replace: true });
  return (
    <Group align="flex-end" gap="sm">
      <div style={{ flex: '2 1 16rem' }}>
        <SearchField
          label={text.episodes.filter}
          placeholder={text.episodes.filterHint}
          value={filter.text ?? ''}
          onSearch={(words) => change({ text: words || undefined })}
        />
      </div>
      <div style={{ flex: '1 1 12rem' }}>
        <ShowField value={filter.show ?? ''} onChange={(show) => change({ show: show || undefined })} />
      </div>
      <Checkbox
        mb={8}
        label={text.episodes.readyOnly}
        checked={filter.ready === true}
        onChange={(event) => change({ ready: event.currentTarget.checked || undefined })}
      />
    </Group>
  );
}

function List({ filter }: { readonly filter: EpisodeFilter }) {
  const { data, error, isFetchingNextPage, isFetchNextPageError, hasNextPage, fetchNextPage, refetch } =
    useInfiniteQuery(episodesQuery(filter));
  const retry = () => void refetch();
  if (data === undefined) {
    return error === null ? <Loading /> : <LibraryFailure error={asApiError(error)} onRetry={retry} />;
  }
  const episodes = data.pages.flatMap((page) => page.episodes);
  return (
    <>
      {error !== null && !isFetchNextPageError && <Failure error={asApiError(error)} onRetry={retry} />}
      {episodes.length === 0 ? (
        <Nothing filter={filter} />
      ) : (
        <EndlessList
          label={text.episodes.list}
          items={episodes}
          keyOf={({ episodeId }) => episodeId}
          rowHeight={104}
          row={(episode) => <EpisodeRow episode={episode} />}
          hasMore={hasNextPage}
          isLoadingMore={isFetchingNextPage}
          moreError={isFetchNextPageError ? error : null}
          loadMore={() => void fetchNextPage()}
        />
      )}
    </>
  );
}

function Nothing({ filter }: { readonly filter: EpisodeFilter }) {
  const isFiltered = filter.text !== undefined || filter.show !== undefined || filter.ready !== undefined;
  const { none, noMatch } = text.episodes;
  if (isFiltered) {
    return (
      <Empty title={noMatch.title} detail={noMatch.detail}>
        <LinkButton to="/episodes" variant="default" size="xs">
          {noMatch.clear}
        </LinkButton>
      </Empty>
    );
  }
  return (
    <Empty title={none.title} detail={none.detail}>
      <Code block>{none.command}</Code>
      <LinkButton to="/submit" search={{ pipeline: 'episode' }}>
        {text.episodes.submit}
      </LinkButton>
    </Empty>
  );
}

function Loading() {
  return (
    <Stack gap="xs" aria-busy>
      {[0, 1, 2, 3].map((row) => (
        <Skeleton key={row} height={96} radius="md" />
      ))}
    </Stack>
  );
}
