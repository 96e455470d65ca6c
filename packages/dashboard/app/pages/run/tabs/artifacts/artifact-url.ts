/** Where a file of a run is. */
export function artifactUrl(runId: string, artifactId: string): string {
  return `/api/v1/runs/${encodeURIComponent(runId)}/artifacts/${encodeURIComponent(artifactId)}`;
}

/** The same, to be saved. */
export function downloadUrl(runId: string, artifactId: string): string {
  return `${artifactUrl(runId, artifactId)}?download=true`;
}
