import { hasEnded } from '@telltale/core';
import { cellsOf, cutToCells, padToCells } from '../format/cells.ts';
import { VERDICT_COLOURS } from '../format/colours.ts';
import { type Line, type Paint, printable, span } from '../format/line.ts';
import { plain } from '../format/plain.ts';
import { type Message, messagesOf } from '../runs/messages.ts';
import { agentsAtWork, lastWords } from './agents.ts';
import { arrange, type Block, fixed } from './layout.ts';
import { lineState, lineTrouble } from './line-words.ts';
import { paragraphs } from './paragraphs.ts';
import { nextLine, nowLine, runProgress, stepProgress } from './progress-lines.ts';
import { stepRail } from './step-rail.ts';
import { timeline } from './timeline.ts';
import { describeRun, judge, knownUntil, type WatchedRun } from './watched-run.ts';

export interface Picture {
  readonly watched: WatchedRun;
  /** What was asked of the person who watches, or what became of a key. */
  readonly notice: string | null;
  /** What keys can be pressed. */
  readonly keys: string | null;
}

export interface Canvas {
  readonly columns: number;
  /** `Infinity`: there is room for everything. */
  readonly rows: number;
  /** This machine's clock, in ms since the epoch. */
  readonly nowMs: number;
  readonly paint: Paint;
}

/** The run as lines for a terminal: at most `rows`, each of at most `columns` cells. With too little room the least goes first. */
export function drawRun(picture: Picture, { columns, rows, nowMs: ownNowMs, paint }: Canvas): string[] {
  const { watched, notice, keys } = picture;
  const { view } = watched;
  const nowMs = knownUntil(watched, ownNowMs);
  const trouble = lineTrouble(watched, ownNowMs);
  const lastLog = view.logLines.entries.at(-1);
  const isOver = hasEnded(view.state);

  const blocks: Block[] = [
    fixed(80, [titleLine(watched, columns)]),
    paragraphs(95, 2, trouble === null || isOver ? [] : [{ text: trouble, colour: 'yellow' }], columns),
    paragraphs(100, 2, [verdictMessage(watched, ownNowMs)], columns),
    paragraphs(98, 2, messagesOf(view), columns),
    paragraphs(96, 1, unattended(watched), columns),
    fixed(0, [[]]),
    stepRail(70, view, nowMs),
    fixed(0, [[]]),
    ...optional(90, stepProgress(watched, columns, nowMs)),
    ...optional(40, runProgress(watched)),
    ...optional(75, nowLine(view, nowMs)),
    ...optional(45, nextLine(view)),
    fixed(0, [[]]),
    agentsAtWork(74, view, nowMs),
    lastWords(43, view),
    timeline(50, view, nowMs),
    ...optional(30, lastLog === undefined || isOver ? null : [span('log:  ', 'dim'), span(lastLog.message)]),
    ...optional(97, notice === null ? null : [span(notice, 'bold')]),
    ...optional(60, keys === null ? null : [span(keys, 'dim')]),
  ];
  // What stood between two empty lines may be missing.
  const lines = arrange(blocks, rows).filter((line, index, all) => line.length > 0 || all[index - 1]?.length !== 0);
  return lines.map((line) => printable(line, columns, paint));
}

function optional(rank: number, line: Line | null): Block[] {
  return line === null ? [] : [fixed(rank, [line])];
}

function unattended({ view, look }: WatchedRun): Message[] {
  if (view.state !== 'queued' || look.unattendedQueue === null) return [];
  const text = `No worker takes runs from queue ${look.unattendedQueue}: start one with "telltale worker".`;
  return [{ text, colour: 'yellow' }];
}

/** The verdict as a sentence. The time that is left and what it asks have lines of their own. */
function verdictMessage(watched: WatchedRun, ownNowMs: number): Message {
  const { name } = judge(watched, knownUntil(watched, ownNowMs));
  return { text: describeRun(watched, ownNowMs, { question: null }), colour: ['bold', VERDICT_COLOURS[name]] };
}

function titleLine(watched: WatchedRun, columns: number): Line {
  const { runId, title, state } = watched.view;
  const line = hasEnded(state) ? '' : lineState(watched);
  const name = plain(title === null ? runId : `${runId}: ${title}`);
  const space = columns - cellsOf(line) - 2;
  if (space < cellsOf(runId) || line === '') return [span(name)];
  const shown = cutToCells(name, space);
  return [span(padToCells(shown, space)), span(`  ${line}`, watched.line.state === 'live' ? 'green' : 'yellow')];
}
