import { testDatabase } from '@telltale/testing';
import { call, type Gate, hold, type ModelRequest, say } from '@telltale/testing/model';
import { html, type Site } from '@telltale/testing/web';
import { expect, test } from 'vitest';
import { describeWithBrowser, errand, NOTHING, Stage } from '../test/stage.ts';

const db = testDatabase();

/** Knows its visitors by a cookie that it gives them. */
const lockers: Site = ({ url, cookies }) => {
  const name = cookies.get('name') ?? '';
  if (url.pathname === '/file') {
    return { headers: { 'content-type': 'text/plain' }, body: `The file of ${name || 'nobody'}.\n` };
  }
  const given = url.searchParams.get('name');
  const page = html(`Locker of ${given ?? name}`, `<h1 style="font-size: 300px">${given ?? name}</h1>`);
  return given === null ? page : { ...page, headers: { ...page.headers, 'set-cookie': `name=${given}` } };
};

/** Each agent's n-th answer comes when all agents have asked for theirs. */
class InStep {
  readonly #agents: number;
  readonly #turns = new Map<number, { waiting: number; readonly gate: Gate }>();

  constructor(agents: number) {
    this.#agents = agents;
  }

  async at(turn: number): Promise<void> {
    const here = this.#turns.get(turn) ?? { waiting: 0, gate: hold() };
    this.#turns.set(turn, here);
    here.waiting += 1;
    if (here.waiting === this.#agents) here.gate.open();
    await here.gate.pass();
  }
}

function nameIn({ messages }: ModelRequest): string {
  return String(messages.find(({ role }) => role === 'user')?.content);
}

describeWithBrowser('agents that work side by side', () => {
  test('share nothing: two items of a run, and another run', async () => {
    await using stage = await Stage.open(db, { lockers });
    const { model, sites, client } = stage;
    const names = ['anna', 'bert', 'cleo'];
    const together = new InStep(names.length);
    model.answerWith(async (request) => {
      const turn = request.messages.filter(({ role }) => role === 'assistant').length;
      await together.at(turn);
      const name = nameIn(request);
      const moves = [
        call('navigate', { url: sites.url('lockers', `/?name=${name}`) }),
        call('navigate', { url: sites.url('lockers', '/again') }),
        call('download', { url: sites.url('lockers', '/file') }),
      ];
      return moves[turn] ?? say(`Done for ${name}.`);
    });
    await stage.work();
    const both = await client.submit(errand, { errands: ['anna', 'bert'] });
    const one = await client.submit(errand, { errands: ['cleo'] });
    expect(await client.wait(both.runId)).toMatchObject({ result: ['Done for anna.', 'Done for bert.'] });
    expect(await client.wait(one.runId)).toMatchObject({ result: ['Done for cleo.'] });

    const pictures: { readonly name: string; readonly picture: Buffer }[] = [];
    for (const name of names) {
      const { runId } = name === 'cleo' ? one : both;
      const others = names.filter((other) => other !== name);
      const said = model.requests.filter((request) => nameIn(request) === name);
      expect(said).toHaveLength(4);
      const item = name === 'cleo' ? null : name;
      const own = (await stage.events(runId)).filter((event) => event.item === item);
      const told = JSON.stringify([said.map(({ messages }) => messages), own.map(({ data }) => data)])
        // Which names both of its agents.
        .replaceAll(runId, '');
      expect(told).toContain(`Locker of ${name}`);
      for (const other of others) expect(told).not.toContain(other);
      expect(await stage.stored(runId, item, 'download')).toEqual([Buffer.from(`The file of ${name}.\n`)]);
      pictures.push(...(await stage.stored(runId, item, 'screenshot')).map((picture) => ({ name, picture })));
    }
    // Each of the two pages, on which nothing differs but the name.
    expect(pictures).toHaveLength(2 * names.length);
    for (const { name, picture } of pictures) {
      const same = pictures.filter((other) => other.picture.equals(picture));
      expect(same.map((other) => other.name)).toEqual([name, name]);
    }
    const again = sites.requests.filter(({ path }) => path === '/again').map(({ headers }) => headers.cookie);
    expect(again.toSorted()).toEqual(names.map((name) => `name=${name}`));
    expect(model.problems).toEqual([]);
    expect(await stage.left()).toEqual(NOTHING);
  });
});
