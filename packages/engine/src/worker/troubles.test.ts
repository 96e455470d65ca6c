import { DatabaseUnreachableError } from '@telltale/ledger';
import { beforeEach, describe, expect, it } from 'vitest';
import { Troubles } from './troubles.ts';

let lines: string[];
let troubles: Troubles;

beforeEach(() => {
  lines = [];
  troubles = new Troubles('here:5432/db', ({ level, message }) => lines.push(`${level}: ${message}`));
});

const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });

describe('troubles', () => {
  it('are told when they begin and when they are over', () => {
    for (let n = 0; n < 3; n += 1) troubles.failed('Counting sheep', new Error('one jumped twice'));
    troubles.over('Counting sheep');
    troubles.over('Counting sheep');
    expect(lines).toEqual([
      'warn: Counting sheep failed, and is tried again: one jumped twice',
      'info: Counting sheep works again.',
    ]);
  });

  it('with the database are told once for everything that needs it', () => {
    troubles.failed('The heartbeat', new DatabaseUnreachableError('here:5432/db', refused, { reason: 'it sleeps' }));
    troubles.failed('Claiming runs', refused);
    troubles.over('The heartbeat');
    troubles.over('Claiming runs');
    expect(lines).toEqual([
      'warn: The database at here:5432/db cannot be reached: it sleeps. This worker keeps trying; its runs wait.',
      'info: The database is back.',
    ]);
  });

  it('that become others are told as those', () => {
    troubles.failed('The heartbeat', refused);
    troubles.failed('The heartbeat', new Error('permission denied'));
    troubles.over('The heartbeat');
    expect(lines).toEqual([
      expect.stringContaining('nothing listens on that port'),
      'info: The database is back.',
      'warn: The heartbeat failed, and is tried again: permission denied',
      'info: The heartbeat works again.',
    ]);
  });

  it('of what is watched are told, and not thrown', async () => {
    await troubles.watch('Counting sheep', () => Promise.reject(new Error('no')));
    await troubles.watch('Counting sheep', () => Promise.resolve());
    expect(lines).toEqual(['warn: Counting sheep failed, and is tried again: no', 'info: Counting sheep works again.']);
  });
});
