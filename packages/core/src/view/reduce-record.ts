import { append, VIEW_LIMITS } from './bounded.ts';
import type { Reducers } from './reducer.ts';

/** What a run leaves behind: files and log lines. */
export const recordReducers: Reducers<'artifact' | 'log'> = {
  'artifact.stored': (view, { at, step, item, data }) => ({
    ...view,
    artifacts: append(view.artifacts, { ...data, at, step, item }, VIEW_LIMITS.artifacts),
  }),

  'log.written': (view, { at, step, item, data }) => ({
    ...view,
    logLines: append(view.logLines, { ...data, at, step, item }, VIEW_LIMITS.logLines),
  }),
};
