import { Badge, Stack, Text, Title } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { asApiError, client } from '../../live/client.ts';
import { Failure } from '../../parts/failure.tsx';
import { OutsideLink } from '../../parts/outside-link.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { text } from '../../text/text.ts';
import type { Entity } from './queries.ts';
import classes from './wikidata-lookup.module.css';

/** Wikidata is not asked for fewer characters. */
const MIN_CHARACTERS = 3;

/** Asks Wikidata who or what a name may stand for. */
export function WikidataLookup({ entity }: { readonly entity: Pick<Entity, 'type' | 'wikidataId'> }) {
  const [name, setName] = useState('');
  const words = text.entities.lookUp;
  const { data, error, refetch } = useQuery({
    queryKey: ['wikidata', name, entity.type],
    queryFn: ({ signal }) => client.lookUpEntity({ name, type: entity.type }, { signal }),
    enabled: name.length >= MIN_CHARACTERS,
    placeholderData: keepPreviousData,
    staleTime: 600_000,
  });
  const failure = error === null ? null : asApiError(error);
  const candidates = name.length >= MIN_CHARACTERS && failure === null ? data?.candidates : undefined;
  return (
    <Stack component="section" gap="xs" aria-labelledby="wikidata">
      <Title order={2} size="h4" id="wikidata">
        {words.title}
      </Title>
      <SearchField label={words.field} description={words.hint} value={name} onSearch={setName} />
      {failure !== null && (
        <Failure
          error={failure}
          title={failure.code === 'lookup_missing' ? words.missing : words.failed}
          {...(failure.retryable ? { onRetry: () => void refetch() } : {})}
        />
      )}
      {candidates !== undefined && (
        <Text size="sm" c="dimmed" role="status">
          {candidates.length === 0 ? words.none : words.results(candidates.length)}
        </Text>
      )}
      <ul className={classes.list}>
        {candidates?.map(({ wikidataId, name: found, description, url }) => (
          <li key={wikidataId}>
            <OutsideLink href={url}>
              <bdi>{found}</bdi> ({wikidataId})
            </OutsideLink>{' '}
            {wikidataId === entity.wikidataId && (
              <Badge variant="light" size="sm">
                {words.isThis}
              </Badge>
            )}
            {description !== null && (
              <Text size="sm" c="dimmed">
                <bdi>{description}</bdi>
              </Text>
            )}
          </li>
        ))}
      </ul>
    </Stack>
  );
}
