import { collector, hostile } from './hostile-pages.ts';
import type { Site } from './site.ts';
import { files } from './sites/files.ts';
import { captcha, consent, members } from './sites/gatekeepers.ts';
import { canvas, player } from './sites/player.ts';
import { podcast } from './sites/podcast.ts';
import { redirects, slow } from './sites/slow.ts';
import { account, elsewhere, endlessPages, frames, windows } from './sites/surroundings.ts';

/** The sites that are always there, by name: `podcast` is `podcast.test`. */
export const ALL_SITES: Readonly<Record<string, Site>> = {
  account,
  canvas,
  captcha,
  collector,
  consent,
  elsewhere,
  endless: endlessPages,
  files,
  frames,
  hostile,
  members,
  player,
  podcast,
  redirects,
  slow,
  windows,
};
