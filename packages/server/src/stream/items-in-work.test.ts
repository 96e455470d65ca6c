import { testDatabase } from '@telltale/testing';
import { expect, test } from 'vitest';
import { testServer } from '../../test/server.ts';

const db = testDatabase();
const server = testServer(db);
const ITEMS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

test('items in work are told of that no event has named yet', async () => {
  const named = new Map(ITEMS.map((item) => [item, Promise.withResolvers<'run' | 'trace'>()]));
  const runId = await server.start(({ step }) =>
    step('transcribe', (s) =>
      s.items(ITEMS, { key: (item) => item, concurrency: 1 }, async (item) => void (await named.get(item)?.promise)),
    ),
  );
  const { body } = await server.ask('streamRun', { params: { runId } });
  let text = '';
  for await (const part of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const blocks = `${text}${part}`.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const [, event = '', json = 'null'] = /^event: (\w+)\n(?:id: .*\n)?data: (.*)$/m.exec(block) ?? [];
      const data = JSON.parse(json);
      const current = event === 'run' ? data.step?.current : event === 'trace' ? data.data.current : [];
      for (const { key } of current ?? []) if (event === 'run' || event === 'trace') named.get(key)?.resolve(event);
    }
  }
  await server.client.wait(runId);
  const first = await Promise.all([...named.values()].map(({ promise }) => promise));
  // The trace names what is in work once a second, the news four times.
  expect(first.filter((by) => by === 'run').length).toBeGreaterThanOrEqual(4);
});
