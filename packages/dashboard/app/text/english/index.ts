// Everything that the dashboard itself says. What it says of a run's work is the catalogue of @telltale/core.
export { answer } from './answer.ts';
export { common, connection } from './common.ts';
export { entities } from './entities.ts';
export { episodes } from './episodes.ts';
export { needsYou } from './needs-you.ts';
export { run } from './run.ts';
export { runTabs } from './run-tabs.ts';
export { runs } from './runs.ts';
export { search } from './search.ts';
export { settings } from './settings.ts';
export { shell } from './shell.ts';
export { submit } from './submit.ts';
export { stateWord, stepWord, verdictMeaning, verdictWord } from './verdicts.ts';
export { workers } from './workers.ts';
