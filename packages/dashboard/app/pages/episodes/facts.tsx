import { Text } from '@mantine/core';
import { Fragment, type ReactNode } from 'react';
import { formatInstant } from '../../parts/format-instant.ts';
import { languageName } from '../../parts/language-name.ts';
import { formatClock } from '../../parts/player/format-clock.ts';
import { text } from '../../text/text.ts';
import type { EpisodeSummary } from './queries.ts';

interface FactsProps {
  readonly episode: Pick<EpisodeSummary, 'showName' | 'publishedAt' | 'durationS' | 'language'>;
}

const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' });

/** Show, day, length and language in one line. */
export function Facts({ episode: { showName, publishedAt, durationS, language } }: FactsProps) {
  const facts: ReactNode[] = [
    ...(showName === null ? [] : [<bdi key="show">{showName}</bdi>]),
    publishedAt === null ? (
      text.episodes.noDate
    ) : (
      <time key="published" dateTime={publishedAt} title={formatInstant(publishedAt)}>
        {DAY.format(Date.parse(publishedAt))}
      </time>
    ),
    ...(durationS === null ? [] : [formatClock(durationS)]),
    ...(language === null ? [] : [languageName(language)]),
  ];
  return (
    <Text size="sm" c="dimmed" className="figures">
      {facts.map((fact, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they come in a fixed order.
        <Fragment key={index}>
          {index > 0 && ' · '}
          {fact}
        </Fragment>
      ))}
    </Text>
  );
}
