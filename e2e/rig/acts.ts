import type { Act } from '../stage/directed.ts';

/** A list of items that wait at gates of their own, `segment-1` and so on. */
export function items(count: number, options: Partial<Omit<Extract<Act, { do: 'items' }>, 'do' | 'count'>> = {}): Act {
  return { do: 'items', count, ...options };
}

/** Waits at a gate. */
export function wait(gate: string): Act {
  return { do: 'wait', gate };
}

export function action(tool: string, options: Partial<Omit<Extract<Act, { do: 'action' }>, 'do' | 'tool'>> = {}): Act {
  return { do: 'action', tool, input: {}, ...options };
}
