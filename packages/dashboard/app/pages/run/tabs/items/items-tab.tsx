import { NativeSelect, Stack } from '@mantine/core';
import { useRunView } from '../../../../live/use-run.ts';
import { Empty } from '../../../../parts/empty.tsx';
import { text } from '../../../../text/text.ts';
import { TabPending } from '../parts/tab-pending.tsx';
import { useRunSearch } from '../use-run-search.ts';
import { hasItems, stepToShow } from './item-rows.ts';
import { ItemsOfStep } from './items-of-step.tsx';

const words = text.runTabs.items;

/** The items of a step, live; the one under work, unless somebody wants another. */
export function ItemsTab() {
  const { search, setSearch } = useRunSearch();
  const steps = useRunView((view) => view.steps);
  const currentStep = useRunView((view) => view.currentStep);
  if (steps === null) return <TabPending />;
  const step = stepToShow(steps, currentStep, search.step);
  if (step === null) return <Empty title={words.none} detail={words.noneDetail} />;
  const choices = steps.filter((known) => hasItems(known) || known === step);
  return (
    <Stack gap="sm">
      <NativeSelect
        size="xs"
        label={text.runTabs.step}
        value={step.name}
        onChange={({ currentTarget }) => setSearch({ step: currentTarget.value, outcome: undefined })}
        data={choices.map(({ name }) => name)}
        style={{ alignSelf: 'flex-start' }}
      />
      <ItemsOfStep key={step.name} step={step} />
    </Stack>
  );
}
