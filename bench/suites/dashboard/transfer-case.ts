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
    headline: ({ scriptGzip = Number.NaN, scriptBr = Number.NaN }) =>
      `${formatNumber(scriptGzip / KILOBYTE)} KB of scripts with gzip, ${formatNumber(scriptBr / KILOBYTE)} KB with brotli`,
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
      await page.goto(`/runs/${LONG_RUN.runId}`);
      await page.evaluate('window.firstSeen');
      const sizes = async (urls: ReadonlySet<string>, encoding: 'gzip' | 'br') => {
        const each = await Promise.all([...urls].map((url) => transferSize(url, encoding)));
        return each.reduce((sum, bytes) => sum + bytes, 0);
      };
      return {
        scripts: fetched.script.size,
        scriptGzip: await sizes(fetched.script, 'gzip'),
        scriptBr: await sizes(fetched.script, 'br'),
        styleGzip: await sizes(fetched.stylesheet, 'gzip'),
        styleBr: await sizes(fetched.stylesheet, 'br'),
      };
    },
  };
}
