// Makes the sample show anew from its text: `npm run make-sample`. Needs flite, ffmpeg and chromium on the PATH. What it makes
// is kept in the repository, as not everybody has these.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runMain } from '../run-main.ts';
import { ROOT } from '../workspaces.ts';
import { encode } from './encode.ts';
import { readScript } from './read-script.ts';
import { EPISODES, type Published, SHOW } from './show.ts';
import { type Cue, speak } from './speak.ts';
import { feedOf } from './write-feed.ts';
import { episodePage, showPage } from './write-pages.ts';

const SAMPLE = join(ROOT, 'pipelines/episode/sample');
const FILES = join(SAMPLE, 'files');
const COVER_PIXELS = 1_400;

function makeEpisode(known: (typeof EPISODES)[number]): Published {
  const script = readScript(readFileSync(join(SAMPLE, 'script', `${known.name}.txt`), 'utf8'));
  const spoken = speak(script);
  const audio = join(FILES, `${known.name}.mp3`);
  encode(spoken, audio, {
    title: script.title,
    album: SHOW.title,
    artist: SHOW.author,
    date: known.publishedAt.slice(0, 10),
    track: String(known.number),
  });
  const chapters = spoken.chapters.map(({ startS, title }) => ({ startTime: Number(startS.toFixed(3)), title }));
  write(`${known.name}.chapters.json`, `${JSON.stringify({ version: '1.2.0', chapters }, null, 2)}\n`);
  write(`${known.name}.vtt`, vttOf(spoken.cues));
  return {
    ...known,
    title: script.title,
    description: script.description,
    durationS: spoken.durationS,
    bytes: statSync(audio).size,
    chapters: spoken.chapters,
  };
}

function vttOf(cues: readonly Cue[]): string {
  const blocks = cues.map(
    ({ startS, endS, speaker, text }) => `${vttTime(startS)} --> ${vttTime(endS)}\n<v ${speaker}>${text}\n`,
  );
  return ['WEBVTT\n', ...blocks].join('\n');
}

function vttTime(seconds: number): string {
  return new Date(Math.round(seconds * 1_000)).toISOString().slice(11, -1);
}

/** The drawing as a picture of few colours. */
function makeCover(): void {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-cover-'));
  try {
    const [html, raw] = [join(folder, 'cover.html'), join(folder, 'cover.png')];
    writeFileSync(html, `<body style="margin: 0">${readFileSync(join(SAMPLE, 'cover.svg'), 'utf8')}`);
    const size = `--window-size=${COVER_PIXELS},${COVER_PIXELS}`;
    const plain = ['--headless', '--no-sandbox', '--hide-scrollbars', `--user-data-dir=${join(folder, 'profile')}`];
    execFileSync('chromium', [...plain, size, `--screenshot=${raw}`, `file://${html}`], { stdio: 'ignore' });
    const colours = 'split[a][b];[a]palettegen=max_colors=32[p];[b][p]paletteuse=dither=none';
    const to = ['-frames:v', '1', '-update', '1', join(FILES, 'cover.png')];
    execFileSync('ffmpeg', ['-loglevel', 'error', '-y', '-i', raw, '-vf', colours, '-bitexact', ...to]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function write(name: string, content: string): void {
  writeFileSync(join(FILES, name), content);
}

runMain(() => {
  rmSync(FILES, { recursive: true, force: true });
  mkdirSync(FILES);
  const episodes = EPISODES.map(makeEpisode);
  for (const episode of episodes) write(`${episode.name}.html`, episodePage(episode));
  write('index.html', showPage(episodes));
  write('feed.xml', feedOf(episodes));
  copyFileSync(join(SAMPLE, 'style.css'), join(FILES, 'style.css'));
  makeCover();
  for (const { title, durationS, bytes } of episodes)
    console.log(`${title}: ${Math.round(durationS)} s, ${bytes} bytes`);
});
