import { expect, test } from 'vitest';
import { ActionLog, type LoggedAction } from './action-log.ts';

function action(actionId: string, details: Partial<LoggedAction> = {}): LoggedAction {
  return {
    actionId,
    tool: 'fetch',
    input: { url: actionId },
    startedMs: 1_000,
    timeoutMs: null,
    outcome: 'running',
    durationMs: null,
    ...details,
  };
}

/** An action that was opened and has ended. */
function end(log: ActionLog, ended: LoggedAction, outcome: 'success' | 'error' | 'timeout', durationMs: number): void {
  log.opened(ended);
  log.ended(ended, outcome, durationMs);
}

test('an action is open until it has ended', () => {
  const log = new ActionLog();
  const first = action('a');
  log.opened(first);
  log.opened(action('b', { tool: 'click' }));
  expect(log.open).toEqual([
    { actionId: 'a', tool: 'fetch', outcome: 'running' },
    { actionId: 'b', tool: 'click', outcome: 'running' },
  ]);
  log.ended(first, 'timeout', 30);
  expect(log.open).toEqual([{ actionId: 'b', tool: 'click', outcome: 'running' }]);
  expect(log.last).toEqual([{ actionId: 'a', tool: 'fetch', outcome: 'timeout', durationMs: 30 }]);
});

test('the last five that ended are named, and five that are open', () => {
  const log = new ActionLog();
  for (let number = 1; number <= 9; number += 1) {
    end(log, action(`ended ${number}`), 'success', number);
    log.opened(action(`open ${number}`));
  }
  expect(log.last.map(({ actionId }) => actionId)).toEqual(['ended 5', 'ended 6', 'ended 7', 'ended 8', 'ended 9']);
  expect(log.open.map(({ actionId }) => actionId)).toEqual(['open 1', 'open 2', 'open 3', 'open 4', 'open 5']);
});

test('a failure tells of nothing if there was no action, or all went well', () => {
  const log = new ActionLog();
  expect(log.telling(2_000)).toBeNull();
  end(log, action('a'), 'success', 30);
  expect(log.telling(2_000)).toBeNull();
});

test('a failure tells of the last action that ended badly', () => {
  const log = new ActionLog();
  end(log, action('a'), 'error', 10);
  end(log, action('b', { timeoutMs: 20 }), 'timeout', 21);
  end(log, action('c'), 'success', 30);
  expect(log.telling(2_000)).toEqual({ tool: 'fetch', input: { url: 'b' }, runningMs: 21, timeoutMs: 20 });
});

test('a failure rather tells of the action that was begun last and is open, and for how long it has been', () => {
  const log = new ActionLog();
  end(log, action('a'), 'error', 10);
  log.opened(action('b'));
  log.opened(action('c', { startedMs: 1_500 }));
  expect(log.telling(2_000)).toEqual({ tool: 'fetch', input: { url: 'c' }, runningMs: 500, timeoutMs: null });
});
