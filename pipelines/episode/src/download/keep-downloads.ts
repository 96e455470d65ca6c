import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Artifact, NewArtifact, Step } from '@telltale/engine';
import { readSource } from '@telltale/engine/artifacts';

/** A file that a browser downloaded, as a local one. */
export interface KeptDownload extends Pick<Artifact, 'name' | 'bytes' | 'sha256'> {
  readonly path: string;
  remove(): Promise<void>;
}

/** A step, and the files that a browser which works in it has downloaded so far. */
export interface DownloadingStep {
  readonly step: Step;
  readonly downloads: readonly KeptDownload[];
}

/** Has the files that a browser downloads in a step also in a folder: as artifacts they are only of its run. */
export function keepDownloads(step: Step, folder: string): DownloadingStep {
  const downloads: KeptDownload[] = [];
  const artifact = async (given: NewArtifact): Promise<Artifact> => {
    if (given.kind !== 'download') return await step.artifact(given);
    const path = join(folder, randomUUID());
    const remove = () => rm(path, { force: true });
    try {
      await pipeline(readSource(given.source, step.signal), createWriteStream(path, { mode: 0o600 }));
      const { name, bytes, sha256, ...stored } = await step.artifact({ ...given, source: { path } });
      downloads.push({ name, bytes, sha256, path, remove });
      return { name, bytes, sha256, ...stored };
    } catch (error) {
      await remove();
      throw error;
    }
  };
  return { step: withArtifact(step, artifact), downloads };
}

/** The engine's steps have private parts: only they themselves can be called. */
function withArtifact(step: Step, artifact: Step['artifact']): Step {
  return new Proxy(step, {
    get(target, key) {
      if (key === 'artifact') return artifact;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
