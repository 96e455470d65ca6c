import { TelltaleError } from '@telltale/core';

/** The address for metrics cannot be listened on. */
export class MetricsPortError extends TelltaleError {
  override readonly name = 'MetricsPortError';

  constructor(hostname: string, port: number, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`Metrics cannot be served on ${hostname}, port ${port}: ${reason}`, {
      code: 'metrics_port_unavailable',
      hint: 'Give another port, or stop the program that has this one.',
      details: { hostname, port },
      cause,
    });
  }
}
