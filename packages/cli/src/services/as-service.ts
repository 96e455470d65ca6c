import type { CommandContext, Handler } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { reportError } from '../report-error.ts';

/**
 * A handler that runs until it is told to stop, which is no failure, not even while it still starts. What goes wrong as it
 * stops is said all the same.
 */
export function asService<Given extends readonly unknown[]>(
  run: (context: CommandContext, ...given: Given) => Promise<void>,
): Handler<Given> {
  return async (context, ...given) => {
    try {
      await run(context, ...given);
      return EXIT.ok;
    } catch (error) {
      const { signal, output } = context;
      if (!signal.aborted || error !== signal.reason) return reportError(error, output);
      output.note('Stopped before it was ready.');
      return EXIT.ok;
    }
  };
}
