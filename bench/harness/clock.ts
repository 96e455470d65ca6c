/** Milliseconds by the machine's monotonic clock, which all its processes share and nobody sets. */
export function clockMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
