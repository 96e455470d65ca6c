import { Alert, Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { client } from '../live/client.ts';
import { connection } from '../live/connection.ts';
import { useStore } from '../live/store.ts';
import { text } from '../text/text.ts';

const KEY = ['server-version'];

/** Says that the server has become another version than the one that this page came from. */
export function NewVersion() {
  const queries = useQueryClient();
  const { state } = useStore(connection);
  const first = useRef<string | null>(null);
  const { data: version } = useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }) => (await client.getStatus({}, { signal })).version,
    staleTime: Number.POSITIVE_INFINITY,
  });
  first.current ??= version ?? null;

  // A server that was away may have come back as another one.
  const wasAway = useRef(false);
  useEffect(() => {
    if (state === 'offline') wasAway.current = true;
    else if (wasAway.current) {
      wasAway.current = false;
      void queries.invalidateQueries({ queryKey: KEY });
    }
  }, [state, queries]);

  if (version === undefined || version === first.current) return null;
  return (
    <Alert title={text.shell.newVersion.title(version)} mb="md" role="status">
      <Button size="xs" onClick={() => window.location.reload()}>
        {text.shell.newVersion.reload}
      </Button>
    </Alert>
  );
}
