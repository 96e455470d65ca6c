import { asService } from './as-service.ts';
import { findDashboard } from './find-dashboard.ts';
import { sharedParts } from './shared-parts.ts';
import { startServer } from './start-server.ts';
import { untilStopped } from './until-stopped.ts';

export const serve = asService(async (context) => {
  const { output, signal } = context;
  await using stack = new AsyncDisposableStack();
  const parts = await sharedParts(stack, context);
  const server = stack.use(await startServer(parts, { dashboard: await findDashboard(output) }));
  output.record({ ready: true, url: server.address.url, pid: process.pid });
  output.print(`The server is ready: ${output.style('cyan', server.address.url)}`);
  await untilStopped(signal);
  output.note('Stopping …');
});
