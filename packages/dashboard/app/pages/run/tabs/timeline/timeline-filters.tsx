import { Button, Group, NativeSelect, Switch } from '@mantine/core';
import { ACTION_STATES, type ActionView } from '@telltale/core';
import { useRunView } from '../../../../live/use-run.ts';
import { text } from '../../../../text/text.ts';
import { useRunSearch } from '../use-run-search.ts';

const words = text.runTabs;

interface TimelineFiltersProps {
  /** Whose tools are offered. */
  readonly actions: readonly ActionView[];
}

/** What the timeline is narrowed to; it stands in the address. */
export function TimelineFilters({ actions }: TimelineFiltersProps) {
  const { search, setSearch } = useRunSearch();
  const steps = useRunView((view) => view.steps) ?? [];
  const timeline = useRunView((view) => view.timeline.entries) ?? [];
  const tools = new Set(actions.map(({ tool }) => tool));
  for (const entry of timeline) if (entry.kind === 'action') tools.add(entry.action.tool);
  if (search.tool !== undefined) tools.add(search.tool);
  const isFiltered = search.tool !== undefined || search.step !== undefined || search.outcome !== undefined;
  return (
    <Group gap="xs" align="flex-end">
      <NativeSelect
        size="xs"
        label={words.timeline.tool}
        value={search.tool ?? ''}
        onChange={({ currentTarget }) => setSearch({ tool: currentTarget.value || undefined })}
        data={[{ value: '', label: words.timeline.anyTool }, ...[...tools].toSorted()]}
      />
      <NativeSelect
        size="xs"
        label={words.outcome}
        value={search.outcome ?? ''}
        onChange={({ currentTarget }) => setSearch({ outcome: currentTarget.value || undefined })}
        data={[
          { value: '', label: words.anyOutcome },
          ...ACTION_STATES.map((state) => ({ value: state, label: words.outcomeWord[state] })),
        ]}
      />
      <NativeSelect
        size="xs"
        label={words.step}
        value={search.step ?? ''}
        onChange={({ currentTarget }) => setSearch({ step: currentTarget.value || undefined })}
        data={[{ value: '', label: words.anyStep }, ...steps.map(({ name }) => name)]}
      />
      <Switch
        mb={6}
        label={words.timeline.onlyActions}
        checked={search.show === 'actions'}
        onChange={({ currentTarget }) => setSearch({ show: currentTarget.checked ? 'actions' : undefined })}
      />
      {isFiltered && (
        <Button
          size="xs"
          variant="subtle"
          onClick={() => setSearch({ tool: undefined, outcome: undefined, step: undefined })}
        >
          {words.clearFilters}
        </Button>
      )}
    </Group>
  );
}
