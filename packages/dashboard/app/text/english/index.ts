import { answer } from './answer.ts';
import { common, connection } from './common.ts';
import { entities } from './entities.ts';
import { episodes } from './episodes.ts';
import { needsYou } from './needs-you.ts';
import { run } from './run.ts';
import { runTabs } from './run-tabs.ts';
import { runs } from './runs.ts';
import { search } from './search.ts';
import { settings } from './settings.ts';
import { shell } from './shell.ts';
import { submit } from './submit.ts';
import { stateWord, stepWord, verdictMeaning, verdictWord } from './verdicts.ts';
import { workers } from './workers.ts';

/** Everything that the dashboard itself says. What it says of a run's work is the catalogue of @telltale/core. */
export const english = {
  common,
  connection,
  shell,
  verdictWord,
  verdictMeaning,
  stateWord,
  stepWord,
  runs,
  run,
  runTabs,
  answer,
  needsYou,
  episodes,
  entities,
  search,
  submit,
  workers,
  settings,
};
