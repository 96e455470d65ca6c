import { ActionIcon, Button, Group, Stack, Text } from '@mantine/core';
import { IconArrowLeft, IconArrowRight, IconZoomIn, IconZoomOut, IconZoomReset } from '@tabler/icons-react';
import { formatDuration } from '@telltale/core';
import { useState } from 'react';
import { asApiError } from '../../../../live/client.ts';
import { Empty } from '../../../../parts/empty.tsx';
import { Failure } from '../../../../parts/failure.tsx';
import { formatInstant } from '../../../../parts/format-instant.ts';
import { text } from '../../../../text/text.ts';
import { TabPending } from '../parts/tab-pending.tsx';
import { GanttChart } from './gantt-chart.tsx';
import type { Wait } from './gantt-rows.ts';
import { GanttTable } from './gantt-table.tsx';
import { panned, type TimeWindow, zoomed } from './time-window.ts';
import { useGantt } from './use-gantt.ts';

const words = text.runTabs.gantt;

/** Steps and actions on real time, as a chart that can be zoomed, or as a table. */
export function GanttTab() {
  const { rows, waits, whole, now, isOver, attempts, actions, error, isLoading, isTruncated, retry } = useGantt();
  const [chosen, setChosen] = useState<TimeWindow | null>(null);
  const [isTable, setIsTable] = useState(false);
  const failure = error !== null && <Failure error={asApiError(error)} onRetry={retry} />;
  if (whole === null || rows.length === 0) {
    if (failure) return failure;
    return isLoading ? <TabPending /> : <Empty title={words.none} detail={words.noneDetail} />;
  }
  const window = chosen ?? whole;
  const middle = (window.from + window.to) / 2;

  function zoom(factor: number, at: number): void {
    if (whole === null) return;
    const next = zoomed(window, factor, at, whole);
    // As far as it goes is everything, also what is still to come.
    setChosen(next.to - next.from >= whole.to - whole.from ? null : next);
  }

  function pan(ms: number): void {
    if (whole !== null && chosen !== null) setChosen(panned(chosen, ms, whole));
  }

  return (
    <Stack gap="xs">
      {failure}
      <Group gap="xs">
        <ActionIcon.Group>
          <Tool label={words.zoomIn} icon={IconZoomIn} onClick={() => zoom(0.5, middle)} />
          <Tool label={words.zoomOut} icon={IconZoomOut} isOff={chosen === null} onClick={() => zoom(2, middle)} />
          <Tool label={words.fit} icon={IconZoomReset} isOff={chosen === null} onClick={() => setChosen(null)} />
          <Tool
            label={words.earlier}
            icon={IconArrowLeft}
            isOff={chosen === null}
            onClick={() => pan((window.from - window.to) / 2)}
          />
          <Tool
            label={words.later}
            icon={IconArrowRight}
            isOff={chosen === null}
            onClick={() => pan((window.to - window.from) / 2)}
          />
        </ActionIcon.Group>
        <Button size="xs" variant="default" onClick={() => setIsTable(!isTable)}>
          {isTable ? words.asChart : words.asTable}
        </Button>
        <Text size="xs" c="dimmed">
          {isTruncated ? words.truncated(actions.length) : isLoading ? words.loading : ''}
        </Text>
      </Group>
      {isTable ? (
        <GanttTable attempts={attempts} actions={actions} now={now} />
      ) : (
        <>
          <GanttChart
            rows={rows}
            waits={waits}
            window={window}
            now={now}
            isOver={isOver}
            onZoom={zoom}
            onPan={pan}
            onFit={() => setChosen(null)}
          />
          <Text size="xs" c="dimmed">
            {words.chartHint}
          </Text>
        </>
      )}
      <Waits waits={waits} now={now} />
    </Stack>
  );
}

interface ToolProps {
  readonly label: string;
  readonly icon: typeof IconZoomIn;
  readonly isOff?: boolean;
  readonly onClick: () => void;
}

function Tool({ label, icon: Icon, isOff = false, onClick }: ToolProps) {
  return (
    <ActionIcon variant="default" size="lg" aria-label={label} title={label} disabled={isOff} onClick={onClick}>
      <Icon size={18} aria-hidden />
    </ActionIcon>
  );
}

/** What the shading means, in words: when the run stood still, if it did for a while. */
function Waits({ waits, now }: { readonly waits: readonly Wait[]; readonly now: number }) {
  const long = waits.filter(({ from, to }) => (to ?? now) - from >= 1_000);
  if (long.length === 0) return null;
  return (
    <Text size="sm" component="div">
      {long.slice(-5).map(({ kind, from, to }) => (
        <div key={from}>
          {words.wait(
            words.waitWord[kind],
            formatInstant(new Date(from).toISOString()),
            formatDuration(Math.max(0, (to ?? now) - from)),
          )}
        </div>
      ))}
    </Text>
  );
}
