import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { VerdictPill } from '../../parts/verdict-pill.tsx';
import { text } from '../../text/text.ts';
import { newestRunQuery } from './queries.ts';

/** What becomes of an episode that cannot be searched yet: how its newest run is, as a link to it. */
export function NotReady({ episodeId }: { readonly episodeId: string }) {
  const run = useQuery(newestRunQuery(episodeId)).data;
  if (run === undefined || run === null) {
    return (
      <Text size="sm" c="dimmed">
        {run === null ? text.episodes.noRun : text.episodes.notReady}
      </Text>
    );
  }
  return (
    <Link to="/runs/$runId" params={{ runId: run.runId }} title={run.sentence}>
      <VerdictPill verdict={run.verdict.name} />
    </Link>
  );
}
