import type { Check } from './check.ts';
import { browser } from './checks/browser.ts';
import * as database from './checks/database.ts';
import * as episodes from './checks/episodes.ts';
import * as machine from './checks/machine.ts';
import * as programs from './checks/programs.ts';
import * as providers from './checks/providers.ts';
import * as server from './checks/server.ts';

/** In the order in which one thing stands on another. */
export const CHECKS: readonly Check[] = [
  machine.node,
  machine.configuration,
  machine.dataFolder,
  machine.disk,
  database.database,
  database.permission,
  database.schema,
  database.dbos,
  database.clock,
  database.workers,
  database.queues,
  database.tokens,
  database.artifacts,
  server.server,
  server.port,
  programs.ffmpeg,
  programs.ffprobe,
  browser,
  providers.model,
  providers.speech,
  providers.whisper,
  episodes.transcription,
  episodes.embeddings,
  episodes.vectors,
  episodes.library,
  episodes.indexes,
  episodes.musicbrainz,
];

/** Those that a server can say of itself: that it answers on its port is clear from its answer. */
export const CHECKS_OF_A_SERVER: readonly Check[] = CHECKS.filter(
  (check) => check !== server.server && check !== server.port,
);
