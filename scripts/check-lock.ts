// Fails when package-lock.json lacks a package for some platform.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lockGaps } from './lock-gaps.ts';
import { ROOT } from './workspaces.ts';

const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
const gaps = lockGaps(packages);
for (const gap of gaps) console.log(gap);
if (gaps.length > 0) {
  console.log('package-lock.json lacks these. Pin a version of the asking package whose parts the registry all holds.');
  process.exitCode = 1;
}
