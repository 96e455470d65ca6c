import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { NewArtifact } from '@telltale/engine';
import type { BrowserContext } from 'playwright-core';
import type { Session } from '../session/session.ts';
import type { SessionFolder } from '../session/session-folder.ts';

const TRACE = 'trace.zip';
const NAME_CHARACTERS = 200;

export async function startTrace(context: BrowserContext): Promise<void> {
  await context.tracing.start({ screenshots: true, snapshots: true, sources: false });
}

export async function saveTrace(context: BrowserContext, folder: SessionFolder): Promise<void> {
  await context.tracing.stop({ path: join(folder.recordings, TRACE) });
}

/** Stores what was recorded and downloaded as artifacts of the step; one that cannot be is told of, and the others are. */
export async function keepRecordings(session: Session, folder: SessionFolder): Promise<void> {
  for (const artifact of await recordingsOf(session, folder)) {
    try {
      await session.step.artifact(artifact);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      session.step.log(`${artifact.name} of the browser could not be kept: ${reason}`, { browser: session.id }, 'warn');
    }
  }
}

async function recordingsOf(session: Session, folder: SessionFolder): Promise<NewArtifact[]> {
  const files = (await readdir(folder.recordings)).sort();
  const videos = files.filter((file) => file.endsWith('.webm'));
  const at = (file: string) => ({ path: join(folder.recordings, file) });
  const trace = files.includes(TRACE) && (await stat(join(folder.recordings, TRACE))).size > 0;
  return [
    ...(trace
      ? [
          {
            name: `browser-trace-${session.id}.zip`,
            kind: 'browser-trace',
            contentType: 'application/zip',
            source: at(TRACE),
          },
        ]
      : []),
    ...videos.map((file, index) => ({
      name: `browser-video-${session.id}-${index + 1}.webm`,
      kind: 'video',
      contentType: 'video/webm',
      source: at(file),
    })),
    ...session.files.done.map(({ suggestedName, path }) => ({
      name: fileName(suggestedName),
      kind: 'download',
      source: { path },
    })),
  ];
}

/** A site's name for a file, as one that cannot mean a place or hide what it is. */
function fileName(suggested: string): string {
  const cleaned = suggested.replaceAll(/[/\\:\p{C}]+/gu, '_').trim();
  return cleaned.slice(-NAME_CHARACTERS) || 'download';
}
