import { testDatabase } from '@telltale/testing';
import { expect, test } from 'vitest';
import { items } from './rig/acts.ts';
import { describeWithBrowser } from './rig/describe-with-browser.ts';
import { openStage } from './rig/open-stage.ts';
import { RunPage } from './rig/run-page.ts';
import type { StagedRun } from './rig/staged-run.ts';
import type { Visitor } from './rig/visitor.ts';

/** Every page that is cut off says that it could not reach the server. */
const CUT_OFF = /Failed to load resource|net::ERR_/;

describeWithBrowser('a page that is open goes on without a reload and without a gap', () => {
  const db = testDatabase();
  const stage = openStage(db, { takesOver: true });

  /** A run of eight items with the first in work, and somebody who looks at it. */
  async function openRun(): Promise<{ run: StagedRun; visitor: Visitor; page: RunPage }> {
    const run = await stage.start({ transcribe: [items(8)] });
    await run.reached('segment-1');
    const visitor = await stage.visit(run.path, { mayComplainOf: CUT_OFF });
    const page = new RunPage(visitor);
    run.open('segment-1');
    await page.percentIs(13);
    await visitor.connection('Live');
    await visitor.mark();
    return { run, visitor, page };
  }

  /** Two more items end, which the page does not hear of yet. */
  async function goOnUnseen(run: StagedRun): Promise<void> {
    run.open('segment-2');
    run.open('segment-3');
    await run.reached('segment-4');
  }

  async function goOnToTheEnd(run: StagedRun, visitor: Visitor, page: RunPage): Promise<void> {
    run.openAll();
    await page.verdictIs('Succeeded');
    await page.percentIs(100);
    expect(await visitor.isTheSame()).toBe(true);
    const seqs = await visitor.streamedSeqs();
    const [first = 0] = seqs;
    expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, index) => first + index));
    expect(seqs.at(-1)).toBe(await run.lastSeq());
  }

  test('after its worker was killed and another one took over', async () => {
    const { run, visitor, page } = await openRun();
    await stage.killWorker();
    await page.verdictIs('Orphaned');
    // Somebody who comes now finds it so, too.
    const other = await stage.visit(run.path);
    await new RunPage(other).verdictIs('Orphaned');
    await other.sees(/^Orphaned: worker .+ was last heard from .+ ago/);
    expect(await other.inspect('run-orphaned')).toEqual([]);
    await stage.startWorker();
    await page.verdictIs('Working');
    await page.percentIs(13);
    await goOnToTheEnd(run, visitor, page);
  });

  test('after the server was killed and started again', async () => {
    const { run, visitor, page } = await openRun();
    await stage.killServer();
    await visitor.connection('Offline');
    await goOnUnseen(run);
    await visitor.picture('run-offline');
    await page.percentIs(13);
    await stage.startServer();
    await visitor.connection('Live');
    await page.percentIs(38);
    await goOnToTheEnd(run, visitor, page);
  });

  test('after the network was cut and mended', async () => {
    const { run, visitor, page } = await openRun();
    await stage.network.cut();
    await visitor.connection('Offline');
    await goOnUnseen(run);
    await stage.network.mend();
    await visitor.connection('Live');
    await page.percentIs(38);
    await goOnToTheEnd(run, visitor, page);
  });

  test('after it was asleep', async () => {
    const { run, visitor, page } = await openRun();
    await visitor.sleep();
    await goOnUnseen(run);
    await visitor.wake();
    await page.percentIs(38);
    await goOnToTheEnd(run, visitor, page);
  });

  test('after nobody looked at it for a while', async () => {
    const { run, visitor, page } = await openRun();
    await visitor.controlTime();
    await visitor.setHidden(true);
    await visitor.page.clock.fastForward(21_000);
    // It leaves its connection to those that are looked at.
    await visitor.connection('Resting');
    await goOnUnseen(run);
    await page.percentIs(13);
    await visitor.setHidden(false);
    await page.percentIs(38);
    await visitor.connection('Live');
    await goOnToTheEnd(run, visitor, page);
  });

  test('after the database was away', async () => {
    const { run, visitor, page } = await openRun();
    await stage.database.refuse();
    stage.database.cut();
    await visitor.connection('Database away');
    await goOnUnseen(run);
    await visitor.picture('run-database-away');
    await stage.database.restore();
    await visitor.connection('Live');
    await page.percentIs(38);
    await goOnToTheEnd(run, visitor, page);
  });

  test('the list of runs, too', async () => {
    const visitor = await stage.visit('/', { mayComplainOf: CUT_OFF });
    await visitor.connection('Live');
    await visitor.mark();
    await stage.network.cut();
    await visitor.connection('Offline');
    await stage.start({}, { title: 'Begun while nobody looked', pipeline: 'unattended' });
    await stage.network.mend();
    await visitor.connection('Live');
    await visitor.sees('Begun while nobody looked');
    await stage.start({}, { title: 'Begun thereafter', pipeline: 'unattended' });
    await visitor.sees('Begun thereafter');
    expect(await visitor.isTheSame()).toBe(true);
  });
});
