import { Card, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { createLazyRoute, Link } from '@tanstack/react-router';
import { memo } from 'react';
import { asApiError } from '../../live/client.ts';
import { useWatchedServer } from '../../live/watch-server.ts';
import { Empty } from '../../parts/empty.tsx';
import { EndlessList } from '../../parts/endless-list.tsx';
import { LibraryFailure } from '../../parts/library-failure.tsx';
import { Page } from '../../parts/page.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { text } from '../../text/text.ts';
import classes from './entities-page.module.css';
import { EntityIds } from './entity-ids.tsx';
import { type Entity, type EntityFilter, entitiesQuery } from './queries.ts';
import { TypeField } from './type-field.tsx';

export const route = createLazyRoute('/entities')({ component: EntitiesPage });

/** People, places and things that are mentioned in the episodes. */
function EntitiesPage() {
  useWatchedServer();
  const filter = route.useSearch();
  const navigate = route.useNavigate();
  const change = (part: EntityFilter) => void navigate({ search: { ...filter, ...part }, replace: true });
  return (
    <Page title={text.entities.title}>
      <Stack gap="md" maw="60rem" w="100%">
        <Text c="dimmed">{text.entities.detail}</Text>
        <Group align="flex-end" gap="sm">
          <div style={{ flex: '2 1 16rem' }}>
            <SearchField
              label={text.entities.filter}
              placeholder={text.entities.filterHint}
              value={filter.text ?? ''}
              onSearch={(words) => change({ text: words || undefined })}
            />
          </div>
          <TypeField value={filter.type} onChange={(type) => change({ type })} />
        </Group>
        <List filter={filter} />
      </Stack>
    </Page>
  );
}

function List({ filter }: { readonly filter: EntityFilter }) {
  const { data, error, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage, refetch } =
    useInfiniteQuery(entitiesQuery(filter));
  if (data === undefined) {
    if (error !== null) return <LibraryFailure error={asApiError(error)} onRetry={() => void refetch()} />;
    return <Skeleton height={320} radius="md" aria-busy />;
  }
  const entities = data.pages.flatMap((page) => page.entities);
  if (entities.length === 0) {
    const isFiltered = filter.text !== undefined || filter.type !== undefined;
    return <Empty {...(isFiltered ? text.entities.noMatch : text.entities.none)} />;
  }
  return (
    <EndlessList
      label={text.entities.list}
      items={entities}
      keyOf={({ entityId }) => entityId}
      rowHeight={58}
      row={(entity) => <EntityRow entity={entity} />}
      hasMore={hasNextPage}
      isLoadingMore={isFetchingNextPage}
      moreError={isFetchNextPageError ? error : null}
      loadMore={() => void fetchNextPage()}
    />
  );
}

const EntityRow = memo(function EntityRow({ entity }: { readonly entity: Entity }) {
  const { entityId, name, type, mentions, episodes } = entity;
  return (
    <Card withBorder padding="xs" className={classes.row}>
      <div className={classes.what}>
        <Link to="/entities/$entityId" params={{ entityId: String(entityId) }} className={classes.name}>
          <bdi>{name}</bdi>
        </Link>
        <Text size="sm" c="dimmed">
          {text.entities.typeName(type)}
        </Text>
      </div>
      <EntityIds entity={entity} />
      <Text size="sm" className={classes.count}>
        {text.entities.mentions(mentions)} {text.entities.episodes(episodes)}
      </Text>
    </Card>
  );
});
