import { mp3 } from '../audio.ts';
import { html, paths, type Site } from '../site.ts';
import { withRanges } from './files.ts';

/** The middle of each button that `canvas.test` draws, in CSS pixels from the corner of the page. */
export const CANVAS_BUTTONS = {
  play: { x: 120, y: 80 },
  next: { x: 320, y: 80 },
  'delete account': { x: 520, y: 80 },
} as const;

/** A player that is all script: the address of the audio is nowhere until somebody clicks the picture of a button. */
export const player: Site = paths({
  '/': () =>
    html(
      'Player',
      `<canvas id="player" width="320" height="120"></canvas>
      <script>
        const canvas = document.getElementById('player');
        canvas.getContext('2d').fillText('▶', 150, 60);
        canvas.addEventListener('click', () => new Audio(['', 'media', 'stream-' + 7 * 6 + '.mp3'].join('/')).play());
      </script>`,
    ),
  '/media/stream-42.mp3': (visit) => withRanges(visit, mp3(), { 'content-type': 'audio/mpeg' }),
});

/** Buttons that are only painted. A click is told to the server as `POST /pressed?button=…`. */
export const canvas: Site = paths({
  '/': () =>
    html(
      'Painted buttons',
      `<canvas id="board" width="640" height="160" style="position: absolute; left: 0; top: 0"></canvas>
      <output style="position: absolute; top: 200px"></output>
      <script>
        const buttons = ${JSON.stringify(CANVAS_BUTTONS)};
        const board = document.getElementById('board');
        const brush = board.getContext('2d');
        for (const [name, { x, y }] of Object.entries(buttons)) {
          brush.strokeRect(x - 80, y - 30, 160, 60);
          brush.fillText(name, x - 30, y);
        }
        board.addEventListener('click', async ({ offsetX, offsetY }) => {
          const hit = Object.entries(buttons).find(([, { x, y }]) => Math.abs(offsetX - x) < 80 && Math.abs(offsetY - y) < 30);
          if (!hit) return;
          await fetch('/pressed?button=' + encodeURIComponent(hit[0]), { method: 'POST' });
          document.querySelector('output').textContent = hit[0] + ' pressed';
        });
      </script>`,
    ),
  '/pressed': () => ({ status: 204 }),
});
