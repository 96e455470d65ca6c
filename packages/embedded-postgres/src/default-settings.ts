import type { Settings } from './initialise-cluster.ts';

/** For the machine of one person, or one small server, which has other things to do as well. */
export const DEFAULT_SETTINGS: Settings = {
  // Each worker has a pool of about ten, and so has the server; an idle connection costs a few MB at most.
  max_connections: 100,
  // What is read all the time, the state of the runs in flight, is far smaller; the rest is in the system's cache.
  shared_buffers: '128MB',
  // Else a line every five minutes for as long as anything is written. The log is for what somebody should look at.
  log_checkpoints: false,
  log_line_prefix: '%m [%p] %q%d %a ',
};
