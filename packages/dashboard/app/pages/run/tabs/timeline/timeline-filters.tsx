import { Button, Group, NativeSelect, Switch } from '@mantine/core';
import { ACTION_STATES, type ActionView, type RunView } from '@telltale/core';
import { memo } from 'react';
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
  const recent = useRunView(toolsOf) ?? '';
  const steps = useRunView((view) => JSON.stringify(view.steps.map(({ name }) => name))) ?? '[]';
  const tools = new Set(actions.map(({ tool }) => tool));
  for (const tool of namesIn(recent)) tools.add(tool);
  return <Filters tools={JSON.stringify([...tools].toSorted())} steps={steps} />;
}

/** Names as one text, which is the same as long as they are. */
function toolsOf({ timeline }: RunView): string {
  const tools = timeline.entries.flatMap((entry) => (entry.kind === 'action' ? [entry.action.tool] : []));
  return JSON.stringify([...new Set(tools)]);
}

function namesIn(text: string): readonly string[] {
  return JSON.parse(text);
}

/** Fields are dear, and the timeline changes many times a second: they come again only with other names. */
const Filters = memo(function Filters(props: { readonly tools: string; readonly steps: string }) {
  const { search, setSearch } = useRunSearch();
  const steps = namesIn(props.steps);
  const tools = new Set(namesIn(props.tools));
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
        data={[{ value: '', label: words.anyStep }, ...steps]}
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
});
