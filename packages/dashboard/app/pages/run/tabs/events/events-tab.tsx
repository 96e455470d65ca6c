import { Button, Group, MultiSelect, Stack } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { EVENT_TYPES } from '@telltale/core';
import { useMemo } from 'react';
import { useCurrentRun } from '../../../../live/use-run.ts';
import { text } from '../../../../text/text.ts';
import { useRunSearch } from '../use-run-search.ts';
import { AllEvents } from './all-events.tsx';
import classes from './events.module.css';
import { FilteredEvents } from './filtered-events.tsx';

const words = text.runTabs.events;

/** The run's trace as it was recorded: all of it or some types, each event as JSON, and the whole as a file. */
export function EventsTab() {
  const { runId } = useCurrentRun();
  const { search, setSearch } = useRunSearch();
  const types = useMemo(() => {
    const wanted = search.types?.split(',') ?? [];
    return EVENT_TYPES.filter((type) => wanted.includes(type));
  }, [search.types]);
  return (
    <Stack gap="xs">
      <Group justify="space-between" align="flex-end" gap="xs">
        <MultiSelect
          size="xs"
          label={words.types}
          placeholder={types.length === 0 ? words.anyType : ''}
          data={GROUPS}
          value={types}
          onChange={(chosen) => setSearch({ types: chosen.length === 0 ? undefined : chosen.join(',') })}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': words.anyType }}
          hidePickedOptions
          className={classes.types}
        />
        <Button
          component="a"
          size="xs"
          variant="default"
          href={`/api/v1/runs/${encodeURIComponent(runId)}/events.jsonl`}
          download={`${runId}.jsonl`}
          leftSection={<IconDownload size={14} aria-hidden />}
        >
          {words.download}
        </Button>
      </Group>
      {types.length === 0 ? <AllEvents /> : <FilteredEvents key={types.join(',')} types={types} />}
    </Stack>
  );
}

/** Types by what they are about, as their names begin. */
const GROUPS = [...Map.groupBy(EVENT_TYPES, (type) => type.split('.', 1)[0] ?? type)].map(([group, items]) => ({
  group,
  items,
}));
