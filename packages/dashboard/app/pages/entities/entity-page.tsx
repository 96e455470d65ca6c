import { Badge, Card, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { createLazyRoute } from '@tanstack/react-router';
import type { ApiError } from '@telltale/api';
import { asApiError } from '../../live/client.ts';
import { useWatchedServer } from '../../live/watch-server.ts';
import { Empty } from '../../parts/empty.tsx';
import { EndlessList } from '../../parts/endless-list.tsx';
import { LibraryEntryFailure } from '../../parts/library-entry-failure.tsx';
import { LinkButton } from '../../parts/link-button.tsx';
import { LinkText } from '../../parts/link-text.tsx';
import { Page } from '../../parts/page.tsx';
import { formatClock } from '../../parts/player/format-clock.ts';
import { linkTime } from '../../parts/player/link-time.ts';
import { text } from '../../text/text.ts';
import { EntityIds } from './entity-ids.tsx';
import { type EntityWithMentions, entityQuery, type Mention } from './queries.ts';
import { WikidataLookup } from './wikidata-lookup.tsx';

export const route = createLazyRoute('/entities/$entityId')({ component: EntityPage });

/** A person, a place or a thing, and where it is mentioned. */
function EntityPage() {
  useWatchedServer();
  const entityId = Number(route.useParams().entityId);
  const { data, error, refetch, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } =
    useInfiniteQuery(entityQuery(entityId));
  const entity = data?.pages[0];
  if (entity === undefined) {
    if (error !== null) return <Missing error={asApiError(error)} onRetry={() => void refetch()} />;
    return (
      <Page title={text.common.loading}>
        <Skeleton height={240} radius="md" aria-busy />
      </Page>
    );
  }
  return (
    <Page title={entity.name} heading={<Heading entity={entity} />}>
      <Stack gap="lg" maw="60rem" w="100%">
        <Stack component="section" gap="xs" aria-labelledby="mentions">
          <Title order={2} size="h4" id="mentions">
            {text.entities.mentionedAt}
          </Title>
          <Mentions
            mentions={data?.pages.flatMap((page) => page.mentionedAt) ?? []}
            hasMore={hasNextPage}
            isLoadingMore={isFetchingNextPage}
            moreError={isFetchNextPageError ? error : null}
            onMore={() => void fetchNextPage()}
          />
        </Stack>
        <WikidataLookup entity={entity} />
      </Stack>
    </Page>
  );
}

function Heading({ entity }: { readonly entity: EntityWithMentions }) {
  const { entityId, name, type, mentions, episodes, wikidataStatus } = entity;
  const words = text.entities;
  return (
    <Stack gap={4}>
      <Text size="sm">
        <LinkText to="/entities">{words.title}</LinkText>
      </Text>
      <Group gap="sm">
        <Title order={1} size="h2" tabIndex={-1}>
          <bdi>{name}</bdi>
        </Title>
        <Badge variant="light" tt="none" size="lg">
          {words.typeName(type)}
        </Badge>
      </Group>
      <Text c="dimmed" size="sm">
        {words.mentions(mentions)} {words.episodes(episodes)}. {words.status[wikidataStatus]}
      </Text>
      <Group gap="md">
        <EntityIds entity={entity} />
        <LinkButton to="/search" search={{ entity: entityId, text: name }} variant="default" size="xs">
          {words.searchPassages}
        </LinkButton>
      </Group>
    </Stack>
  );
}

interface MentionsProps {
  readonly mentions: readonly Mention[];
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  readonly moreError: Error | null;
  readonly onMore: () => void;
}

function Mentions({ mentions, hasMore, isLoadingMore, moreError, onMore }: MentionsProps) {
  if (mentions.length === 0) return <Empty title={text.entities.noMentions} />;
  return (
    <EndlessList
      label={text.entities.mentionedAt}
      items={mentions}
      keyOf={({ episodeId, startS, context }) => `${episodeId} ${startS} ${context}`}
      rowHeight={86}
      row={(mention) => <MentionRow mention={mention} />}
      hasMore={hasMore}
      isLoadingMore={isLoadingMore}
      moreError={moreError}
      loadMore={onMore}
    />
  );
}

function MentionRow({
  mention: { episodeId, episodeTitle, showName, startS, context },
}: {
  readonly mention: Mention;
}) {
  return (
    <Card withBorder padding="xs">
      <LinkText to="/episodes/$episodeId" params={{ episodeId }} search={{ t: linkTime(startS) }}>
        <bdi>{text.entities.openAt(episodeTitle ?? text.episodes.noTitle, formatClock(startS))}</bdi>
      </LinkText>
      {showName !== null && (
        <Text size="sm" c="dimmed">
          <bdi>{showName}</bdi>
        </Text>
      )}
      {context !== null && (
        <Text size="sm" component="blockquote" m={0}>
          <bdi>{context}</bdi>
        </Text>
      )}
    </Card>
  );
}

function Missing({ error, onRetry }: { readonly error: ApiError; readonly onRetry: () => void }) {
  const { gone, title, back } = text.entities;
  return (
    <LibraryEntryFailure error={error} notFound="entity_not_found" goneTitle={gone} title={title} onRetry={onRetry}>
      <LinkButton to="/entities" variant="default" style={{ alignSelf: 'center' }}>
        {back}
      </LinkButton>
    </LibraryEntryFailure>
  );
}
