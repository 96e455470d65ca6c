/** SQL for an instant as a cursor keeps it: in microseconds since the epoch, which a JavaScript date would round. */
export function toMicroseconds(column: string): string {
  return `(extract(epoch FROM ${column}) * 1000000)::bigint`;
}

/** SQL for the instant that a cursor kept. */
export function fromMicroseconds(value: string): string {
  return `(timestamptz 'epoch' + ${value}::bigint * interval '1 microsecond')`;
}
