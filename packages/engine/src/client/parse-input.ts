import type { z } from 'zod';
import { type InputFault, InvalidInputError } from '../errors/pipeline-errors.ts';
import { ResultNotSerializableError, ResultTooLargeError } from '../errors/step-errors.ts';
import { checkPlainData } from '../execute/plain-data.ts';
import type { AnyPipeline } from '../pipeline/pipeline.ts';
import { placeOf } from '../place.ts';

/** An input is read whenever its run is: files belong where the input says they are. */
const MAX_INPUT_BYTES = 1_048_576;

/**
 * What the pipeline's schema makes of an input, which is what the run gets. It is kept, and not the raw input, so that a
 * run that is tried again next month works with what was checked today, defaults included. Throws `InvalidInputError`.
 */
export async function parseInput({ name, input: schema }: AnyPipeline, input: unknown): Promise<unknown> {
  const parsed = await (schema as z.ZodType).safeParseAsync(input);
  if (!parsed.success) {
    throw new InvalidInputError(
      name,
      parsed.error.issues.map(({ path, message }) => ({
        path: path.map(placeOf).join('').replace(/^\./, ''),
        message,
      })),
    );
  }
  const fault = faultOf(parsed.data);
  if (fault !== null) throw new InvalidInputError(name, [fault]);
  return parsed.data;
}

/** Why an input cannot be kept. */
function faultOf(input: unknown): InputFault | null {
  try {
    checkPlainData('the input', input, 'rich', MAX_INPUT_BYTES);
    return null;
  } catch (error) {
    if (error instanceof ResultNotSerializableError) {
      const path = String(error.details.path).replace(/^result\.?/, '');
      return { path, message: 'cannot be kept: only plain data, dates, maps, sets, bigints and bytes can' };
    }
    if (error instanceof ResultTooLargeError) {
      const message = `takes ${error.details.bytes} bytes as JSON, and ${MAX_INPUT_BYTES} may be kept: name a file or an address instead`;
      return { path: '', message };
    }
    throw error;
  }
}
