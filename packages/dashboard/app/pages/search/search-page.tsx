import { Alert, Button, List, Skeleton, Stack, Text } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { createLazyRoute } from '@tanstack/react-router';
import { formatDuration } from '@telltale/core';
import { asApiError } from '../../live/client.ts';
import { useWatchedServer } from '../../live/watch-server.ts';
import { Empty } from '../../parts/empty.tsx';
import { LibraryFailure } from '../../parts/library-failure.tsx';
import { LinkButton } from '../../parts/link-button.tsx';
import { Page } from '../../parts/page.tsx';
import { WithPlayer } from '../../parts/player/with-player.tsx';
import { text } from '../../text/text.ts';
import { HitCard } from './hit-card.tsx';
import { type Asked, LIMITS, limitOf, searchQuery } from './queries.ts';
import { SearchForm } from './search-form.tsx';
import classes from './search-page.module.css';

export const route = createLazyRoute('/search')({ component: SearchPage });

/** A search in all that was said. */
function SearchPage() {
  useWatchedServer();
  const asked = route.useSearch();
  const navigate = route.useNavigate();
  const change = (part: Asked) => void navigate({ search: { ...asked, limit: undefined, ...part }, replace: true });
  return (
    <WithPlayer>
      <Page
        title={text.search.title}
        tabTitle={asked.text === undefined ? text.search.title : `${asked.text} · ${text.search.title}`}
        actions={
          <LinkButton to="/entities" variant="default" size="xs">
            {text.episodes.browseEntities}
          </LinkButton>
        }
      >
        <Stack gap="md" maw="60rem" w="100%">
          <SearchForm asked={asked} onChange={change} />
          {asked.text === undefined ? <Begin /> : <Results asked={asked} onChange={change} />}
        </Stack>
      </Page>
    </WithPlayer>
  );
}

interface ResultsProps {
  readonly asked: Asked;
  readonly onChange: (part: Asked) => void;
}

function Results({ asked, onChange }: ResultsProps) {
  const { data, error, isPlaceholderData, isFetching, refetch } = useQuery(searchQuery(asked));
  const failure = error !== null && <LibraryFailure error={asApiError(error)} onRetry={() => void refetch()} />;
  if (data === undefined) return failure || <Waiting />;
  const { hits, degraded, tookMs } = data;
  const limit = limitOf(asked);
  const isFull = hits.length >= limit;
  const words = text.search;
  return (
    <Stack component="section" gap="sm" aria-label={words.results} aria-busy={isFetching}>
      {failure}
      {degraded !== null && (
        <Alert color="yellow" icon={<IconInfoCircle aria-hidden />} title={words.degraded}>
          {degraded}
        </Alert>
      )}
      <Text size="sm" c="dimmed" role="status">
        {words.found(hits.length, isFull && limit < 100, formatDuration(tookMs))}
      </Text>
      {hits.length === 0 && <Nothing />}
      <ol className={classes.hits} data-old={isPlaceholderData}>
        {hits.map((hit) => (
          <li key={hit.passageId}>
            <HitCard hit={hit} />
          </li>
        ))}
      </ol>
      {isFull && limit < 100 && (
        <Button
          variant="default"
          loading={isPlaceholderData}
          onClick={() => onChange({ limit: LIMITS.find((more) => more > limit) })}
        >
          {words.more}
        </Button>
      )}
      {isFull && limit === 100 && <Text c="dimmed">{words.most}</Text>}
    </Stack>
  );
}

function Waiting() {
  return (
    <Stack gap="sm" aria-busy>
      {[0, 1, 2].map((row) => (
        <Skeleton key={row} height={120} radius="md" />
      ))}
    </Stack>
  );
}

function Begin() {
  const { title, tips } = text.search.begin;
  return <Tips title={title} tips={tips} />;
}

function Nothing() {
  const { title, tips } = text.search.none;
  return <Tips title={title} tips={tips} />;
}

function Tips({ title, tips }: { readonly title: string; readonly tips: readonly string[] }) {
  return (
    <Empty title={title}>
      <List ta="start" c="dimmed">
        {tips.map((tip) => (
          <List.Item key={tip}>{tip}</List.Item>
        ))}
      </List>
    </Empty>
  );
}
