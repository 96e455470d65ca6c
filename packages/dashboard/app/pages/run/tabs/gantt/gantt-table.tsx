import { Table } from '@mantine/core';
import { type ActionView, formatDuration, formatNumber } from '@telltale/core';
import { Moment } from '../../../../parts/moment.tsx';
import { text } from '../../../../text/text.ts';
import { Outcome } from '../parts/outcome.tsx';
import type { Attempt } from './gantt-rows.ts';

const words = text.runTabs.gantt;

interface GanttTableProps {
  readonly attempts: readonly Attempt[];
  readonly actions: readonly ActionView[];
  readonly now: number;
}

/** The same as the chart, to be read: each attempt of a step, when it began, how long it took and what it did. */
export function GanttTable({ attempts, actions, now }: GanttTableProps) {
  return (
    <Table.ScrollContainer minWidth={600} type="native" tabIndex={0} role="region" aria-label={words.label}>
      <Table verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{text.runTabs.step}</Table.Th>
            <Table.Th>{words.attemptColumn}</Table.Th>
            <Table.Th>{text.runTabs.outcome}</Table.Th>
            <Table.Th>{words.startColumn}</Table.Th>
            <Table.Th>{words.durationColumn}</Table.Th>
            <Table.Th>{words.actionsColumn}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {attempts.map((attempt) => (
            <Table.Tr key={`${attempt.step} ${attempt.attempt}`}>
              <Table.Td>{attempt.step}</Table.Td>
              <Table.Td>{attempt.attempt}</Table.Td>
              <Table.Td>
                <Outcome outcome={attempt.outcome ?? 'running'} />
              </Table.Td>
              <Table.Td>
                <Moment at={attempt.startedAt} as="time" />
              </Table.Td>
              <Table.Td className="figures">{formatDuration(tookMs(attempt, now))}</Table.Td>
              <Table.Td className="figures">{formatNumber(countActions(attempt, actions))}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function tookMs({ startedAt, finishedAt }: Attempt, now: number): number {
  return Math.max(0, (finishedAt === null ? now : Date.parse(finishedAt)) - Date.parse(startedAt));
}

function countActions({ step, startedAt, finishedAt }: Attempt, actions: readonly ActionView[]): number {
  return actions.filter(
    (action) =>
      action.step === step && action.startedAt >= startedAt && (finishedAt === null || action.startedAt <= finishedAt),
  ).length;
}
