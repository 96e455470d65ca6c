import { listWorkspaces, type Workspace } from '../workspaces.ts';

/** The workspaces that are published: all that are not private. */
export function publishablePackages(workspaces: readonly Workspace[] = listWorkspaces()): Workspace[] {
  const hidden = new Set(workspaces.filter(({ manifest }) => manifest.private).map(({ manifest }) => manifest.name));
  const published = workspaces.filter(({ manifest }) => !manifest.private);
  for (const { manifest } of published) {
    const missing = Object.keys(manifest.dependencies ?? {}).find((name) => hidden.has(name));
    if (missing) throw new Error(`${manifest.name} is published but depends on ${missing}, which is private.`);
  }
  return published;
}
