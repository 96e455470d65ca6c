import { access } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { VideoUnavailableError } from '../errors.ts';

/** What Playwright knows of the programs that it brings or downloads. It has no types. */
interface Bundle {
  readonly registry: {
    readonly registry: { findExecutable(name: 'ffmpeg'): { executablePath(): string } };
  };
}

/** Playwright makes videos by an ffmpeg in a place of its own; without it the first page would fail. Throws `VideoUnavailableError`. */
export async function checkVideo(): Promise<void> {
  const bundle = createRequire(import.meta.url)('playwright-core/lib/coreBundle') as Bundle;
  const path = bundle.registry.registry.findExecutable('ffmpeg').executablePath();
  try {
    await access(path);
  } catch (error) {
    throw new VideoUnavailableError(path, { cause: error });
  }
}
