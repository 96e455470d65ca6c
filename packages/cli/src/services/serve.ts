import { setUpDatabase } from '@telltale/engine/client';
import { sharedDatabaseUrl } from '../database/with-database.ts';
import { loadPipelines } from '../pipelines/load-pipelines.ts';
import { asService } from './as-service.ts';
import { makeParts } from './parts.ts';
import { startServer } from './start-server.ts';
import { untilStopped } from './until-stopped.ts';

export const serve = asService(async (context) => {
  const { output, signal } = context;
  const loaded = await context.config();
  const pipelines = await loadPipelines(loaded.values);
  await using stack = new AsyncDisposableStack();
  const url = await sharedDatabaseUrl(loaded.values);
  await setUpDatabase(url);
  signal.throwIfAborted();
  const parts = await makeParts(stack, loaded, { url, pipelines });
  const server = stack.use(await startServer(parts));
  output.record({ ready: true, url: server.address.url, pid: process.pid });
  output.print(`The server is ready: ${output.style('cyan', server.address.url)}`);
  await untilStopped(signal);
  output.note('Stopping …');
});
