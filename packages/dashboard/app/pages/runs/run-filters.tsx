import { Button, CloseButton, NativeSelect } from '@mantine/core';
import { IconFilterOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { pipelinesQuery } from '../../live/server-queries.ts';
import { SearchField } from '../../parts/search-field.tsx';
import { text } from '../../text/text.ts';
import classes from './run-filters.module.css';
import { filterOf, isFiltered, type RunsSearch } from './runs-search.ts';

interface RunFiltersProps {
  readonly search: RunsSearch;
  /** Pipelines of the runs that are shown: some may be none of the server's any more. */
  readonly occurring: readonly string[];
  readonly onChange: (change: RunsSearch) => void;
  readonly onClear: () => void;
}

/** Which runs are shown: by words, pipeline and subject. */
export function RunFilters({ search, occurring, onChange, onClear }: RunFiltersProps) {
  const { data } = useQuery({ ...pipelinesQuery, staleTime: 60_000 });
  const known = data?.pipelines.map(({ name }) => name) ?? [];
  const wanted = search.pipeline === undefined ? [] : [search.pipeline];
  const pipelines = [...new Set([...known, ...occurring, ...wanted])].toSorted();
  const { status } = filterOf(search);

  return (
    <search className={classes.filters} aria-label={text.runs.filters}>
      <SearchField
        className={classes.text}
        label={text.runs.searchLabel}
        placeholder={text.runs.searchHint}
        value={search.text ?? ''}
        onSearch={(value) => onChange({ text: value || undefined })}
      />
      <NativeSelect
        label={text.runs.pipeline}
        value={search.pipeline ?? ''}
        onChange={({ currentTarget }) => onChange({ pipeline: currentTarget.value || undefined })}
        data={[{ value: '', label: text.runs.allPipelines }, ...pipelines]}
      />
      <SearchField
        label={text.runs.subject}
        placeholder={text.runs.subjectHint}
        value={search.subject ?? ''}
        onSearch={(value) => onChange({ subject: value || undefined })}
        isOfPage={false}
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
