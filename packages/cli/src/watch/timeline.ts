import { type ActionState, describeEntry, type EventType, type RunView, type TimelineEntry } from '@telltale/core';
import { type Colour, type Line, span } from '../format/line.ts';
import { timeOfDay } from '../format/time.ts';
import type { Block } from './layout.ts';

const MOST = 8;

/** What other lines tell: the steps' own, and those of agents. */
const TOLD_ELSEWHERE: readonly EventType[] = ['step.started', 'step.succeeded', 'step.skipped', 'agent.spoke'];

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
  const entries = view.timeline.entries.filter((entry) => !isToldElsewhere(entry));
  return {
    rank,
    least: 2,
    most: Math.min(MOST, entries.length),
    lines: (rows) => newest(entries, rows).map((entry) => timelineLine(entry, nowMs)),
  };
}

/** The actions that ended last, the newest one last. */
export function lastActions({ timeline: { entries } }: RunView, nowMs: number): readonly Line[] {
  const ended = entries.filter((entry) => entry.kind === 'action' && !isRunning(entry) && !isToldElsewhere(entry));
  return ended.slice(-MOST).map((entry) => timelineLine(entry, nowMs));
}

function newest(entries: readonly TimelineEntry[], count: number): readonly TimelineEntry[] {
  const running = entries.filter(isRunning).slice(-count);
  const others = entries.filter((entry) => !isRunning(entry)).slice(-Math.max(1, count - running.length));
  const kept = new Set([...running, ...others].slice(0, count));
  return entries.filter((entry) => kept.has(entry));
}

/** That a model answered, the agent's next move tells. */
function isToldElsewhere(entry: TimelineEntry): boolean {
  if (entry.kind === 'event') return TOLD_ELSEWHERE.includes(entry.event.type);
  return entry.action.tool === 'model' && entry.action.state === 'success';
}

function isRunning(entry: TimelineEntry): boolean {
  return entry.kind === 'action' && entry.action.state === 'running';
}

function timelineLine(entry: TimelineEntry, nowMs: number): Line {
  const at = entry.kind === 'action' ? entry.action.startedAt : entry.event.at;
  const colour = entry.kind === 'action' ? ACTION_COLOURS[entry.action.state] : undefined;
  return [span(`${timeOfDay(at)}  `, 'dim'), span(describeEntry(entry, nowMs), colour)];
}
