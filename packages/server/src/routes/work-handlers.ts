import type { ActionPageOptions } from '@telltale/ledger';
import { sendArtifact } from '../artifacts/send-artifact.ts';
import type { ServerContext } from '../context.ts';
import { toActionBody } from '../runs/action-body.ts';
import { ofRun } from '../runs/find-run.ts';
import type { HandlersOf } from './endpoint-handler.ts';
import { given } from './given.ts';

export function workHandlers(context: ServerContext): HandlersOf<'work'> {
  const { reader } = context.client;

  async function listActions(options: ActionPageOptions) {
    const { actions, nextCursor } = await reader.listActions(options);
    const now = context.now();
    return { actions: actions.map((action) => toActionBody(action, now)), nextCursor };
  }

  return {
    listSteps: async ({ params: { runId } }) => ({ steps: await ofRun(reader, runId, await reader.listSteps(runId)) }),
    listItems: async ({ params, query }) => {
      const { items, nextCursor } = await reader.listItems({ ...given(query), ...params });
      return { items: await ofRun(reader, params.runId, items), nextCursor };
    },
    listActionsOfRun: async ({ params: { runId }, query }) => {
      const { actions, nextCursor } = await listActions({ ...given(query), runId });
      return { actions: await ofRun(reader, runId, actions), nextCursor };
    },
    listActions: ({ query }) => listActions(given(query)),
    listArtifacts: async ({ params: { runId }, query }) => {
      const { artifacts, nextCursor } = await reader.listArtifacts({ ...given(query), runId });
      return { artifacts: await ofRun(reader, runId, artifacts), nextCursor };
    },
    getArtifact: sendArtifact(context),
  };
}
