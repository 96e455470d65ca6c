import type { AddCommand } from '../command.ts';
import { addAnswer } from './answer.ts';
import { addCancel } from './cancel.ts';
import { addCompletion } from './completion.ts';
import { addConfigure } from './configure.ts';
import { addDoctor } from './doctor.ts';
import { addEnrich } from './enrich.ts';
import { addEntities } from './entities.ts';
import { addEpisode } from './episode.ts';
import { addEpisodes } from './episodes.ts';
import { addLookup } from './lookup.ts';
import { addPause } from './pause.ts';
import { addReindex } from './reindex.ts';
import { addRerun } from './rerun.ts';
import { addReset } from './reset.ts';
import { addResume } from './resume.ts';
import { addRetention } from './retention.ts';
import { addRetry } from './retry.ts';
import { addRuns } from './runs.ts';
import { addSearch } from './search.ts';
import { addServer } from './server.ts';
import { addShow } from './show.ts';
import { addStart } from './start.ts';
import { addSubmit } from './submit.ts';
import { addToken } from './token.ts';
import { addTrace } from './trace.ts';
import { addWatch } from './watch.ts';
import { addWorker } from './worker.ts';
import { addWorkers } from './workers.ts';

/** Every command, in the order in which help lists them. */
export const COMMANDS: readonly AddCommand[] = [
  addStart,
  addServer,
  addWorker,
  addSubmit,
  addRuns,
  addShow,
  addWatch,
  addTrace,
  addPause,
  addResume,
  addAnswer,
  addCancel,
  addRetry,
  addRerun,
  addEpisodes,
  addEpisode,
  addSearch,
  addEntities,
  addEnrich,
  addLookup,
  addReindex,
  addWorkers,
  addConfigure,
  addDoctor,
  addToken,
  addRetention,
  addReset,
  addCompletion,
];
