import { Stack } from '@mantine/core';
import { useRunView } from '../../../../live/use-run.ts';
import { RunLife } from './run-life.tsx';
import { RunsOfSubject } from './runs-of-subject.tsx';

/** What happened to this run as a whole, and the other runs of its subject. */
export function RunsTab() {
  const subject = useRunView((view) => view.subject);
  return (
    <Stack gap="xl">
      <RunLife />
      {subject !== null && <RunsOfSubject subject={subject} />}
    </Stack>
  );
}
