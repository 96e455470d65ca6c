import { ApiError } from '@telltale/api';
import { beforeEach, expect, test, vi } from 'vitest';
import { isOpen, Uploads } from './uploads.ts';

interface FakeFile {
  readonly name: string;
  readonly size: number;
}

const refused = new ApiError('Not audio.', { code: 'not_audio', status: 415 });

/** Each file waits until the test lets go of it. */
let sending: Map<string, PromiseWithResolvers<string> & { tell: (bytes: number) => void; signal: AbortSignal }>;
let uploads: Uploads<FakeFile>;

beforeEach(() => {
  sending = new Map();
  uploads = new Uploads<FakeFile>({
    send: ({ name }, tell, signal) => {
      const pending = { ...Promise.withResolvers<string>(), tell, signal };
      signal.addEventListener('abort', () => pending.reject(signal.reason));
      sending.set(name, pending);
      return pending.promise;
    },
    submit: async (upload) => ({ name: 'started', runId: `run-of-${upload}`, created: true, message: null }),
    asApiError: () => refused,
  });
});

const file = (name: string): FakeFile => ({ name, size: 10 });
const states = () => uploads.list.get().map(({ file, state }) => `${file.name} ${state.name}`);
const become = (expected: readonly string[]) => vi.waitFor(() => expect(states()).toEqual(expected));

test('two files are sent at a time, and each gets a run', async () => {
  uploads.add([file('a'), file('b'), file('c')]);
  expect(states()).toEqual(['a uploading', 'b uploading', 'c waiting']);
  sending.get('a')!.tell(5);
  expect(uploads.list.get()[0]!.state).toEqual({ name: 'uploading', sentBytes: 5 });
  sending.get('b')!.resolve('sha-b');
  await become(['a uploading', 'b started', 'c uploading']);
  expect(uploads.list.get()[1]!.state).toMatchObject({ runId: 'run-of-sha-b' });
});

test('what failed says why, lets the next one go, and can be tried again', async () => {
  uploads.add([file('a'), file('b'), file('c')]);
  sending.get('a')!.reject(new Error('no'));
  await become(['a failed', 'b uploading', 'c uploading']);
  expect(uploads.list.get()[0]!.state).toEqual({ name: 'failed', error: refused });
  sending.get('b')!.resolve('sha-b');
  await become(['a failed', 'b started', 'c uploading']);
  uploads.retry(uploads.list.get()[0]!.id);
  expect(states()).toEqual(['a uploading', 'b started', 'c uploading']);
});

test('what is cancelled ends and is gone, whatever it still tells', async () => {
  uploads.add([file('a'), file('b'), file('c')]);
  const { signal, tell } = sending.get('a')!;
  uploads.remove(uploads.list.get()[0]!.id);
  expect(signal.aborted).toBe(true);
  tell(9);
  await become(['b uploading', 'c uploading']);
});

test('files that are refused are not tried, and cannot be tried again', () => {
  uploads.refuse([file('notes.txt')], refused);
  const [upload] = uploads.list.get();
  expect(states()).toEqual(['notes.txt failed']);
  expect([isOpen(upload!), uploads.canRetry(upload!.id), sending.size]).toEqual([false, false, 0]);
});

test('all that is open can be cancelled, and all that is done be put away', async () => {
  uploads.add([file('a'), file('b'), file('c')]);
  sending.get('a')!.resolve('sha-a');
  await become(['a started', 'b uploading', 'c uploading']);
  uploads.cancelAll();
  expect(states()).toEqual(['a started']);
  uploads.removeDone();
  expect(states()).toEqual([]);
});
