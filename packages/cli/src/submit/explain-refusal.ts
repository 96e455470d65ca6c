import { type ApiClient, ApiError } from '@telltale/api';
import { UsageError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { describeInput } from './describe-input.ts';

export interface Submission {
  readonly pipeline: string;
  /** What was given by `--set`. */
  readonly settings: readonly string[];
}

/** What a submission failed with, with what would be right where that can be told. */
export async function explainRefusal(
  api: ApiClient,
  { pipeline, settings }: Submission,
  error: unknown,
): Promise<unknown> {
  if (!(error instanceof ApiError) || !EXPLAINED.includes(error.code)) return error;
  const { pipelines } = await api.listPipelines().catch(() => ({ pipelines: null }));
  if (pipelines === null) return error;
  if (error.code === 'input_invalid') {
    const fields = describeInput(pipelines.find(({ name }) => name === pipeline)?.inputSchema ?? null);
    if (fields.length === 0) return error;
    const hint = [
      `No run was made. Pipeline ${pipeline} takes:`,
      ...fields.map((field) => `    ${field}`),
      ...(settings.length === 0 ? [] : [`  --set takes 42 for a number; for a text write --set 'key="42"'.`]),
    ].join('\n');
    return new UsageError(error.message, { code: error.code, hint, cause: error });
  }
  const names = pipelines.map(({ name }) => name);
  const meant = nearest(pipeline, names);
  const there = names.length === 0 ? 'This server has none.' : `This server has: ${names.join(', ')}.`;
  return new UsageError(`There is no pipeline ${JSON.stringify(pipeline)} on the server.`, {
    code: error.code,
    hint: meant === null ? there : `Did you mean ${meant}? ${there}`,
    cause: error,
  });
}

const EXPLAINED = ['input_invalid', 'pipeline_unknown'];
