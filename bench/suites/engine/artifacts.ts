import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalArtifactStore } from '@telltale/engine/artifacts';

/** No case stores a file, so this folder is never made. */
export const ARTIFACTS = createLocalArtifactStore({ folder: join(tmpdir(), 'telltale-bench-artifacts') });
