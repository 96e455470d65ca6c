import { Autocomplete } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { client } from '../../live/client.ts';
import { text } from '../../text/text.ts';

interface ShowFieldProps {
  readonly value: string;
  /** With the whole name of a show, or nothing. */
  readonly onChange: (show: string) => void;
}

const PAUSE_MS = 400;

/** Which show; those of the newest episodes are proposed. */
export function ShowField({ value, onChange }: ShowFieldProps) {
  const [typed, setTyped] = useState(value);
  const send = useDebouncedCallback((show: string) => onChange(show.trim()), PAUSE_MS);

  // The way back in the browser changes it from outside. A space at the end is not sent, and is none of that.
  useEffect(() => {
    send.cancel();
    setTyped((before) => (before.trim() === value ? before : value));
  }, [value, send]);

  const known = useQuery({
    queryKey: ['shows'],
    queryFn: ({ signal }) => client.listEpisodes({ all: true, limit: 500 }, { signal }),
    select: ({ episodes }) =>
      [...new Set(episodes.flatMap(({ showName }) => (showName === null ? [] : [showName])))].toSorted(),
    staleTime: 60_000,
  });
  return (
    <Autocomplete
      label={text.episodes.show}
      data={known.data ?? []}
      limit={20}
      value={typed}
      maxLength={255}
      clearable
      clearButtonProps={{ 'aria-label': text.common.clear }}
      onChange={(show) => {
        setTyped(show);
        send(show);
      }}
    />
  );
}
