import { type ActionState, describeEntry, type RunView, type TimelineEntry } from '@telltale/core';
import { type Colour, type Line, span } from '../format/line.ts';
import { timeOfDay } from '../format/time.ts';
import type { Block } from './layout.ts';

const MOST = 8;

const IN_RAIL: readonly string[] = ['step.started', 'step.succeeded', 'step.skipped'];

const ACTION_COLOURS: Readonly<Record<ActionState, Colour | undefined>> = {
  running: 'cyan',
  success: undefined,
  timeout: 'red',
  error: 'red',
  blocked: 'yellow',
  cancelled: 'dim',
  interrupted: 'yellow',
};

/** The last things that happened, the newest one last. An action that still runs is always among them. */
export function timeline(rank: number, view: RunView, nowMs: number): Block {
  const entries = view.timeline.entries.filter((entry) => !isInRail(entry));
  return {
    rank,
    least: 2,
    most: Math.min(MOST, entries.length),
    lines: (rows) => newest(entries, rows).map((entry) => timelineLine(entry, nowMs)),
  };
}

function newest(entries: readonly TimelineEntry[], count: number): readonly TimelineEntry[] {
  const running = entries.filter(isRunning).slice(-count);
  const others = entries.filter((entry) => !isRunning(entry)).slice(-Math.max(1, count - running.length));
  const kept = new Set([...running, ...others].slice(0, count));
  return entries.filter((entry) => kept.has(entry));
}

/** What the steps' own lines tell. */
function isInRail(entry: TimelineEntry): boolean {
  return entry.kind === 'event' && IN_RAIL.includes(entry.event.type);
}

function isRunning(entry: TimelineEntry): boolean {
  return entry.kind === 'action' && entry.action.state === 'running';
}

function timelineLine(entry: TimelineEntry, nowMs: number): Line {
  const at = entry.kind === 'action' ? entry.action.startedAt : entry.event.at;
  const colour = entry.kind === 'action' ? ACTION_COLOURS[entry.action.state] : undefined;
  return [span(`${timeOfDay(at)}  `, 'dim'), span(describeEntry(entry, nowMs), colour)];
}
