import {
  describeEvent,
  describeRemaining,
  describeStep,
  emptyRunView,
  estimateRun,
  hasEnded,
  type ItemRef,
  NO_HISTORY,
  type RunView,
  reduce,
  type TraceEvent,
} from '@telltale/core';
import type { Feed } from '@telltale/ledger';

const BAR_CELLS = 30;
const FRAME_MS = 100;

/**
 * Shows a run as it goes on, from nothing but its events: on a terminal as a picture that is drawn anew, else as lines.
 * Resolves with the last picture once the run has ended.
 */
export async function watchRun(feed: Feed, runId: string): Promise<RunView> {
  let view = emptyRunView(runId);
  const screen = process.stdout.isTTY ? new Picture() : new Lines();
  for await (const message of await feed.subscribe(runId)) {
    if (message.kind !== 'events') continue;
    for (const event of message.events) {
      view = reduce(view, event);
      screen.event(event);
    }
    screen.draw(view);
    if (hasEnded(view.state)) break;
  }
  screen.end(view);
  return view;
}

class Lines {
  event(event: TraceEvent): void {
    if (!event.type.startsWith('item.')) console.log(`${event.at.slice(11, 23)}  ${describeEvent(event)}`);
  }
  draw(): void {}
  end(): void {}
}

class Picture {
  #height = 0;
  #drawnAtMs = 0;

  event(): void {}

  draw(view: RunView): void {
    const now = Date.now();
    if (now - this.#drawnAtMs < FRAME_MS) return;
    this.#drawnAtMs = now;
    this.#paint(picture(view, now));
  }

  end(view: RunView): void {
    this.#paint(picture(view, Date.now()));
  }

  #paint(lines: readonly string[]): void {
    const up = this.#height > 0 ? `\x1b[${this.#height}A` : '';
    process.stdout.write(`${up}${lines.map((line) => `\x1b[2K${line}\n`).join('')}`);
    this.#height = lines.length;
  }
}

/** Quick items are over before anybody has read their names. */
function listed(title: string, items: readonly ItemRef[] = []): string {
  return items.length === 0 ? '' : `  ${title} ${items.map(({ label, key }) => label ?? key).join(', ')}`;
}

function picture(view: RunView, now: number): string[] {
  const { percent, steps } = estimateRun(view, NO_HISTORY, now);
  const remaining = steps.find(({ step }) => step === view.currentStep)?.remaining;
  const filled = Math.round((percent / 100) * BAR_CELLS);
  const width = (process.stdout.columns ?? 80) - 1;
  const current = view.steps.find((step) => step.name === view.currentStep);
  return [
    `${view.runId}  ${view.state}`,
    `${'█'.repeat(filled)}${'░'.repeat(BAR_CELLS - filled)} ${percent} %${remaining === undefined ? '' : `  this step: ${describeRemaining(remaining)}`}`,
    ...view.steps.map((step) => `  ${step.number}. ${step.name.padEnd(12)} ${describeStep(step, now)}`),
    listed('now: ', current?.current),
    listed('next:', current?.upNext),
  ].map((line) => line.slice(0, width));
}
