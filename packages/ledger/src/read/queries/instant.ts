/** SQL for an instant as a cursor keeps it: with its microseconds, which a JavaScript date would lose. */
export function toMicroseconds(column: string): string {
  return `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}
