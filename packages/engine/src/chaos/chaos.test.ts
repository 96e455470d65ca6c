import { expect, test } from 'vitest';
import { Arena, describeFindings } from '../../test/chaos/arena.ts';
import { CHECKS, type CheckName } from '../../test/chaos/checks/index.ts';
import { DOCTORED } from '../../test/chaos/doctored.ts';
import type { Evidence } from '../../test/chaos/evidence.ts';

// `npm run chaos` plays more of it, and longer.
const SIZE = { lanes: 3, deeds: 8 };

/** Plays a round; if something is not as it has to be, says what, keeps everything, and says where. */
async function play(seed: number): Promise<Evidence> {
  await using arena = await Arena.open();
  const result = await arena.play({ seed, ...SIZE });
  const findings = describeFindings(result.findings);
  if (findings === '') return result.evidence;
  throw new Error(`${findings}\n\n${await arena.keep(result)}\n\nAgain: ${arena.commandOf(seed, SIZE)}`);
}

test('nothing is lost, whatever is done to workers, database and runs; and each check can fail', async () => {
  const evidence = await play(1);
  for (const [name, check] of Object.entries(CHECKS)) {
    const found = [...check.find(DOCTORED[name as CheckName](evidence))];
    expect(found, `${name} has to find what is wrong`).not.toEqual([]);
  }
}, 120_000);

test('nothing is lost by another seed either', async () => {
  expect(await play(2)).toMatchObject({ problems: [] });
}, 120_000);
