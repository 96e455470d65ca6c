import type { Logger } from '../log/logger.ts';

interface Exporter {
  export(items: never, done: (result: { readonly code: number; readonly error?: Error }) => void): void;
}

/** The exporter itself, which from now on says once that nothing can be sent, and when that is over. */
export function reportFailures<E extends Exporter>(exporter: E, what: string, logger: Logger): E {
  const send = exporter.export.bind(exporter);
  let isFailing = false;
  exporter.export = (items, done) =>
    send(items, (result) => {
      const { error } = result;
      if (error !== undefined && !isFailing) {
        logger.warn(
          { error },
          `${what} cannot be sent to the OpenTelemetry collector; nothing else is held up by that`,
        );
      }
      if (error === undefined && isFailing) {
        logger.info({}, `${what} are sent to the OpenTelemetry collector again; those of the time between are lost`);
      }
      isFailing = error !== undefined;
      done(result);
    });
  return exporter;
}
