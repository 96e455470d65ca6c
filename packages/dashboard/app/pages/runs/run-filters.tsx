import { Button, CloseButton, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconFilterOff, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { client } from '../../live/client.ts';
import { text } from '../../text/text.ts';
import classes from './run-filters.module.css';
import { filterOf, isFiltered, type RunsSearch } from './runs-search.ts';

/** How long after the last key a text is searched for, in ms. */
const TYPING_MS = 250;

interface RunFiltersProps {
  readonly search: RunsSearch;
  /** Pipelines of the runs that are shown: some may be none of the server's any more. */
  readonly occurring: readonly string[];
  readonly onChange: (change: RunsSearch) => void;
  readonly onClear: () => void;
}

/** Which runs are shown: by words, pipeline and subject. */
export function RunFilters({ search, occurring, onChange, onClear }: RunFiltersProps) {
  const { data } = useQuery({
    queryKey: ['pipelines'],
    queryFn: ({ signal }) => client.listPipelines({}, { signal }),
    staleTime: 60_000,
  });
  const known = data?.pipelines.map(({ name }) => name) ?? [];
  const wanted = search.pipeline === undefined ? [] : [search.pipeline];
  const pipelines = [...new Set([...known, ...occurring, ...wanted])].toSorted();
  const { status } = filterOf(search);

  return (
    <search className={classes.filters} aria-label={text.runs.filters}>
      <TypedFilter
        className={classes.text}
        label={text.runs.searchLabel}
        placeholder={text.runs.searchHint}
        value={search.text ?? ''}
        onType={(value) => onChange({ text: value })}
        isPageSearch
      />
      <NativeSelect
        label={text.runs.pipeline}
        value={search.pipeline ?? ''}
        onChange={({ currentTarget }) => onChange({ pipeline: currentTarget.value || undefined })}
        data={[{ value: '', label: text.runs.allPipelines }, ...pipelines]}
      />
      <TypedFilter
        label={text.runs.subject}
        placeholder={text.runs.subjectHint}
        value={search.subject ?? ''}
        onType={(value) => onChange({ subject: value })}
      />
      {status !== undefined && (
        <Button
          variant="default"
          rightSection={<CloseButton component="span" size="sm" aria-hidden />}
          onClick={() => onChange({ status: undefined })}
        >
          {text.runs.onlyStatus(status.map((state) => text.stateWord[state]).join(', '))}
        </Button>
      )}
      {isFiltered(search) && (
        <Button variant="subtle" leftSection={<IconFilterOff size={16} aria-hidden />} onClick={onClear}>
          {text.runs.clear}
        </Button>
      )}
    </search>
  );
}

interface TypedFilterProps {
  readonly className?: string | undefined;
  readonly label: string;
  readonly placeholder: string;
  /** As it stands in the address. */
  readonly value: string;
  readonly onType: (value: string | undefined) => void;
  /** Whether `/` leads to it. */
  readonly isPageSearch?: boolean;
}

function TypedFilter({ className, label, placeholder, value, onType, isPageSearch = false }: TypedFilterProps) {
  const [typed, setTyped] = useState(value);
  const told = useRef(value);
  const tell = useDebouncedCallback((next: string) => {
    told.current = next.trim() === '' ? '' : next;
    onType(told.current === '' ? undefined : told.current);
  }, TYPING_MS);

  // The address changes by itself too, by the back button or when filters are cleared. What was told of here is no news.
  useEffect(() => {
    if (value === told.current) return;
    told.current = value;
    tell.cancel();
    setTyped(value);
  }, [value, tell]);

  function type(next: string): void {
    setTyped(next);
    tell(next);
  }

  return (
    <TextInput
      type="search"
      className={className}
      label={label}
      placeholder={placeholder}
      maxLength={200}
      value={typed}
      onChange={({ currentTarget }) => type(currentTarget.value)}
      leftSection={isPageSearch ? <IconSearch size={16} aria-hidden /> : undefined}
      {...(isPageSearch ? { 'data-page-search': true } : {})}
    />
  );
}
