import { expect, test } from 'vitest';
import { asStep, FakeStep } from '../../test/fake-step.ts';
import { Camera } from './camera.ts';
import type { Picture } from './picture.ts';

const TIMES = { limitMs: 60_000, firstLiveMs: 1, nextLiveMs: 1 };

function picture(content: string): Picture {
  return {
    jpeg: Buffer.from(content),
    thumbnail: Buffer.from(`small ${content}`),
    url: 'http://shop.test/',
    width: 1280,
    height: 720,
  };
}

function cameraOf(take: () => Promise<Picture>, times = TIMES) {
  const step = new FakeStep();
  let isOver = false;
  const camera = new Camera({ step: asStep(step), take, isOver: () => isOver, times });
  const end = () => {
    isOver = true;
  };
  return { step, camera, end };
}

test('a picture and a small one of it are kept, with numbers and with names that any disk takes', async () => {
  const { step, camera } = cameraOf(async () => picture('one'));
  const shot = await camera.capture('Click: text="Más información"/../x');
  await camera.capture('⋮');

  expect(step.artifacts.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    'screenshot 0001-click-text-m-s-informaci-n-x.jpg',
    'thumbnail 0001-click-text-m-s-informaci-n-x-small.jpg',
    'screenshot 0002-page.jpg',
    'thumbnail 0002-page-small.jpg',
  ]);
  expect(shot).toMatchObject({ url: 'http://shop.test/', width: 1280, height: 720 });
  expect(shot?.artifact.kind).toBe('screenshot');
  expect(shot?.thumbnail.kind).toBe('thumbnail');
});

test('a picture that fails or takes too long is missing, and the trace says why', async () => {
  const failing = cameraOf(() => Promise.reject(new Error('Target closed\nCall log: …')));
  expect(await failing.camera.capture('click')).toBeNull();
  expect(failing.step.logs).toMatchObject([
    { level: 'warn', message: 'No picture could be taken (click): Target closed' },
  ]);

  const hanging = cameraOf(() => new Promise(() => undefined), { ...TIMES, limitMs: 5 });
  expect(await hanging.camera.capture('click')).toBeNull();
  expect(hanging.step.messages).toEqual(['No picture could be taken (click): it took longer than 5 ms.']);
});

test('pictures are taken one after the other', async () => {
  const taken: (() => void)[] = [];
  let inWork = 0;
  const { camera } = cameraOf(async () => {
    inWork += 1;
    expect(inWork).toBe(1);
    await new Promise<void>((resolve) => taken.push(resolve));
    inWork -= 1;
    return picture(String(taken.length));
  });
  const shots = Promise.all([camera.capture('a'), camera.capture('b'), camera.capture('c')]);
  await expect.poll(() => taken.shift()?.()).toBeUndefined();
  const pump = setInterval(() => taken.shift()?.(), 1);
  const names = (await shots).map((shot) => shot?.artifact.name);
  clearInterval(pump);
  expect(names).toEqual(['0001-a.jpg', '0002-b.jpg', '0003-c.jpg']);
});

test('long work is seen while it runs: a picture for each change, and none for the same again', async () => {
  const views = ['waiting', 'waiting', 'waiting', 'almost'];
  const { step, camera } = cameraOf(async () => picture(views.shift() ?? 'done'));
  const result = await camera.during('click', async () => {
    while (views.length > 0) await step.nextArtifact('screenshot');
    return 'clicked';
  });

  expect(result).toBe('clicked');
  const [first, second] = step.kept('screenshot').map(({ name, content }) => `${name} ${content}`);
  expect([first, second]).toEqual(['0001-click-live.jpg waiting', '0002-click-live.jpg almost']);
});

test('work that is over gets no more pictures, and a session that is over misses none', async () => {
  const { step, camera, end } = cameraOf(() => Promise.reject(new Error('Target closed')));
  await expect(camera.during('click', () => Promise.reject(new Error('the work failed')))).rejects.toThrow(
    'the work failed',
  );
  end();
  expect(await camera.capture('click')).toBeNull();
  expect(step.messages).toEqual([]);
});
