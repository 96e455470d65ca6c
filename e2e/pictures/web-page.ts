import { join } from 'node:path';
import { launchChromium } from '../rig/chromium.ts';

const MENU = `<ul>
  <li>Share this episode</li><li>Copy the address of the audio</li><li>Report a problem</li>
</ul>`;

const page = (menu: string) => `<!doctype html><meta charset="utf-8"><style>
  body { margin: 0; font: 18px/1.5 sans-serif; color: #1c2b36; background: #f4efe6 }
  header { background: #14304a; color: #fff; padding: 18px 40px; font-size: 26px; font-weight: 700 }
  main { display: flex; gap: 32px; padding: 32px 40px; position: relative }
  .cover { width: 220px; height: 220px; border-radius: 12px; background: radial-gradient(circle at 50% 42%, #ffe9a8 0 18%, #e0653a 19% 34%, #14304a 35%) }
  h1 { margin: 0 0 4px; font-size: 32px } p { max-width: 30em } .dots { position: absolute; right: 40px; font-size: 34px }
  button { font: inherit; padding: 10px 20px; border: 0; border-radius: 8px; background: #e0653a; color: #fff }
  ul { position: absolute; right: 40px; top: 84px; margin: 0; padding: 8px 0; list-style: none; background: #fff; border-radius: 8px; box-shadow: 0 6px 24px #0004 }
  li { padding: 8px 22px } li:nth-child(2) { background: #dcebf7 }
</style><header>Telltales</header><main><div class="cover"></div><div><h1>What the Harbour Master Said</h1>
<div>14 November 2026 · 23 minutes</div>
<p>Nell and Robin climb to the signal station, and are told what every flag, cone and lamp on its mast was there to say.</p>
<button>More information</button></div><div class="dots">⋮</div>${menu}</main>`;

/** Draws the page of an episode of the show, as it is and with its menu open, into `page.png` and `menu.png` of a folder. */
export async function drawWebPages(folder: string): Promise<void> {
  const browser = await launchChromium();
  try {
    const tab = await browser.newPage({ viewport: { width: 960, height: 400 } });
    for (const [name, menu] of [['page', ''] as const, ['menu', MENU] as const]) {
      await tab.setContent(page(menu));
      await tab.screenshot({ path: join(folder, `${name}.png`) });
    }
  } finally {
    await browser.close();
  }
}
