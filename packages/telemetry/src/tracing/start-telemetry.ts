import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  detectResources,
  type Resource,
  resourceAttributesEnvDetector,
  resourceFromAttributes,
  serviceNameEnvDetector,
} from '@opentelemetry/resources';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import { BatchSpanProcessor, type IdGenerator, TracerProvider } from '@opentelemetry/sdk-trace';
import { ATTR_SERVICE_NAME, ATTR_SERVICE_VERSION } from '@opentelemetry/semantic-conventions';
import type { Logger } from '../log/logger.ts';
import { withinMs } from '../within-ms.ts';
import { traceIdOf } from './ids.ts';
import { reportFailures } from './report-failures.ts';
import { GivenIds, SpanWriter } from './span-writer.ts';
import type { Telemetry } from './telemetry.ts';
import { traceHooks } from './trace-hooks.ts';

export interface TelemetryOptions {
  /** The process's own: the exporters read their part of it (headers, timeouts, certificates) themselves. */
  readonly env: NodeJS.ProcessEnv;
  /** Of the product. */
  readonly version: string;
  /** Is told when nothing can be sent. */
  readonly logger: Logger;
}

/** How long `shutdown` may take, in ms. */
const SHUTDOWN_MS = 5_000;

/** How long something lies here before it is sent, in ms: what is in flight should be seen soon. */
const DELAY_MS = 1_000;

/**
 * Sends spans and log records to an OpenTelemetry collector, as the standard variables say. `null` unless one of
 * OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT and OTEL_EXPORTER_OTLP_LOGS_ENDPOINT names one, and where
 * OTEL_SDK_DISABLED is `true`.
 */
export function startTelemetry({ env, version, logger }: TelemetryOptions): Telemetry | null {
  if (env.OTEL_SDK_DISABLED?.trim().toLowerCase() === 'true') return null;
  const isWanted = (signal: 'TRACES' | 'LOGS') =>
    env[`OTEL_${signal}_EXPORTER`] !== 'none' &&
    (isSet(env.OTEL_EXPORTER_OTLP_ENDPOINT) || isSet(env[`OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`]));
  const resource = describeService(version);
  const ids = new GivenIds();
  const delays = { spans: delayMs(env.OTEL_BSP_SCHEDULE_DELAY), logs: delayMs(env.OTEL_BLRP_SCHEDULE_DELAY) };
  const tracing = isWanted('TRACES') ? sendSpans(resource, ids, delays.spans, logger) : null;
  const logging = isWanted('LOGS') ? sendLogRecords(resource, delays.logs, logger) : null;
  if (tracing === null && logging === null) return null;
  const writer = new SpanWriter({
    tracer: tracing?.getTracer('telltale', version) ?? null,
    logger: logging?.getLogger('telltale', version) ?? null,
    ids,
  });
  return {
    hooks: traceHooks(writer),
    traceIdOf,
    shutdown: async () => {
      const sent = Promise.allSettled([tracing?.shutdown(), logging?.shutdown()]);
      if (await withinMs(SHUTDOWN_MS, sent)) return;
      logger.warn({}, 'Not everything could be sent to the OpenTelemetry collector before the end');
    },
  };
}

/** With the name and the attributes that the environment gives it. Nothing else of the process: its arguments may hold secrets. */
function describeService(version: string): Resource {
  const own = resourceFromAttributes({ [ATTR_SERVICE_NAME]: 'telltale', [ATTR_SERVICE_VERSION]: version });
  return own.merge(detectResources({ detectors: [resourceAttributesEnvDetector, serviceNameEnvDetector] }));
}

function sendSpans(
  resource: Resource,
  idGenerator: IdGenerator,
  scheduledDelayMillis: number,
  logger: Logger,
): TracerProvider {
  const exporter = reportFailures(new OTLPTraceExporter(), 'Spans', logger);
  const spanProcessors = [new BatchSpanProcessor({ exporter, scheduledDelayMillis })];
  return new TracerProvider({ resource, idGenerator, spanProcessors });
}

function sendLogRecords(resource: Resource, scheduledDelayMillis: number, logger: Logger): LoggerProvider {
  const exporter = reportFailures(new OTLPLogExporter(), 'Log records', logger);
  return new LoggerProvider({
    resource,
    processors: [new BatchLogRecordProcessor({ exporter, scheduledDelayMillis })],
  });
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value.trim() !== '';
}

function delayMs(given: string | undefined): number {
  const ms = Number(given);
  return isSet(given) && ms >= 0 ? ms : DELAY_MS;
}
