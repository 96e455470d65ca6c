import type { BenchServer } from '../../harness/bench-server.ts';
import type { Case } from '../../harness/case.ts';
import { formatNumber } from '../../harness/format.ts';
import { watchFirst } from './browser/in-page.ts';
import { openBrowser, openWindow } from './browser/open-browser.ts';
import { LONG_RUN, makeLongRun } from './long-run.ts';
import { Service } from './processes/service.ts';
import { transferSize } from './transfer-size.ts';

const KILOBYTE = 1_000;

/** What a browser has to fetch before the page of a run is there. */
export function transferCase(server: BenchServer): Case {
  return {
    name: 'transfer',
    once: true,
    headline: ({ firstGzip = Number.NaN, scriptGzip = Number.NaN }) =>
      `${formatNumber(firstGzip / KILOBYTE)} KB of scripts with gzip, ${formatNumber(scriptGzip / KILOBYTE)} KB with all that follows`,
    run: async () => {
      await using database = await server.freshDatabase();
      await makeLongRun(database.url, 100);
      await using http = await Service.start('server', database.url);
      await using browser = await openBrowser();
      const page = await (await openWindow(browser, http.url)).newPage();
      const fetched = { script: new Set<string>(), stylesheet: new Set<string>() };
      page.on('request', (request) => {
        const type = request.resourceType();
        if (type === 'script' || type === 'stylesheet') fetched[type].add(request.url());
      });
      await page.addInitScript(watchFirst([LONG_RUN.title, LONG_RUN.unit]));
      const answer = await page.goto(`/runs/${LONG_RUN.runId}`);
      const first = namedIn((await answer?.text()) ?? '', http.url);
      await page.evaluate('window.firstSeen');
      const sizes = async (urls: ReadonlySet<string>, encoding: 'gzip' | 'br') => {
        const each = await Promise.all([...urls].map((url) => transferSize(url, encoding)));
        return each.reduce((sum, bytes) => sum + bytes, 0);
      };
      return {
        firstScripts: first.size,
        firstGzip: await sizes(first, 'gzip'),
        firstBr: await sizes(first, 'br'),
        scripts: fetched.script.size,
        scriptGzip: await sizes(fetched.script, 'gzip'),
        scriptBr: await sizes(fetched.script, 'br'),
        styleGzip: await sizes(fetched.stylesheet, 'gzip'),
        styleBr: await sizes(fetched.stylesheet, 'br'),
      };
    },
  };
}

/** The scripts that a page names itself: without them it shows nothing. */
function namedIn(html: string, url: string): ReadonlySet<string> {
  const named = html.matchAll(/<(?:script|link)\b[^>]*\b(?:src|href)="([^"]+\.js)"/g);
  return new Set([...named].map(([, path = '']) => new URL(path, url).href));
}
