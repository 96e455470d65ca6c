import { openModel } from '@telltale/agent';
import { fails, json, type ModelServer, say, startModelServer } from '@telltale/testing/model';
import { CANVAS_BUTTONS, mp3, type Sites, startSites } from '@telltale/testing/web';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeWithBrowser, type OpenedSession, openTestSession, sessionsFolder } from '../../test/sessions.ts';
import { toVisit, type UseTool, userOf } from '../../test/use-tools.ts';
import { browserTools } from './browser-tools.ts';

const folder = await sessionsFolder();

const seen = Promise.withResolvers<void>();
const captcha = {
  pollMs: 20,
  othersMs: 60,
  // Asked for when such a check has been seen.
  get cloudflareMs() {
    seen.resolve();
    return 10_000;
  },
};

describeWithBrowser('the tools of a browser', () => {
  let sites: Sites;
  let model: ModelServer;
  let opened: OpenedSession;
  let use: UseTool;
  /** Without any model. */
  let useAlone: UseTool;

  beforeAll(async () => {
    [sites, model] = await Promise.all([startSites(), startModelServer()]);
    opened = await openTestSession({ ...toVisit(sites), folder });
    const agentModel = await openModel('openai-compatible:test', { baseUrl: model.url });
    const { session, step } = opened;
    use = userOf(browserTools(session, { vision: agentModel, safety: agentModel, captcha }), step);
    useAlone = userOf(browserTools(session, { captcha }), step);
  });
  afterAll(async () => {
    await opened.close();
    await Promise.all([sites.close(), model.close()]);
  });

  const go = (site: string, path?: string) => use('navigate', { url: sites.url(site, path) });
  /** Opens a page where that is not the point. */
  const show = (site: string, path?: string) => opened.session.page().goto(sites.url(site, path));

  describe('navigate', () => {
    test('tells the title, the address and the beginning, and where it came to', async () => {
      const { told, record, reached } = await go('podcast', '/works');
      expect(told).toContain('“Nachtfunk”');
      expect(told).toContain('Drei Wächter erzählen');
      expect(record).toBe(`The page is open.\nNow at ${sites.url('podcast', '/works')}, “Nachtfunk”`);
      expect(reached).toEqual([sites.url('podcast', '/works')]);
    });

    test('of a long page tells 2,000 characters', async () => {
      const { told } = await go('endless', '/long');
      expect(told.length).toBeLessThan(2_800);
      expect(told).toContain('there is more: page_content');
    });

    test('says what a site answered, where it is not there, and what may not be opened', async () => {
      expect((await go('podcast', '/nothing')).told).toContain('status 404');
      expect((await use('navigate', { url: 'http://no-such-name.invalid/' })).told).toContain('was not found');
      expect((await use('navigate', { url: 'http://169.254.169.254/' })).error).toMatchObject({
        code: 'action_blocked',
      });
      expect((await use('navigate', { url: 'file:///etc/passwd' })).error).toMatchObject({ code: 'action_blocked' });
      expect((await use('navigate', { url: 'nowhere' })).error).not.toBeNull();
    });

    test('waits for a Cloudflare check that goes away', async () => {
      const visit = go('captcha', '/cloudflare/gate-a');
      await seen.promise;
      sites.gate('gate-a').open();
      const { told } = await visit;
      expect(told).toMatch(/^A Cloudflare check of the page was passed after/);
      expect(told).toContain('Behind the challenge');
    });

    test.each(['turnstile', 'recaptcha', 'hcaptcha'])('says first that a %s check is in the way', async (kind) => {
      expect((await go('captcha', `/${kind}`)).told.toLowerCase()).toMatch(
        new RegExp(`^the page shows a ${kind} check that did not`),
      );
    });

    test('takes a page that writes about captchas for none', async () => {
      expect((await go('captcha', '/article')).told).toMatch(/^The page is open/);
    });
  });

  describe('reading', () => {
    test('a long page comes in parts, and it says how many', async () => {
      await show('endless', '/long');
      const { told } = await use('page_content', { part: 2 });
      expect(told).toMatch(/^Part 2 of 4\d \(text, more than [\d,]+ characters in all\)\./);
      expect((await use('page_content', { part: 99 })).told).toContain('The page has no part 99: it has 4');
    });

    test('frames and open shadow trees are read as well', async () => {
      await show('frames');
      const { told } = await use('page_content', {});
      expect(told).toContain('Inner button');
      expect(told).toContain('Frame button');
      await show('frames', '/shadow');
      expect((await use('page_content', {})).told).toContain('open button');
    });

    test('controls have selectors that click takes, in frames too', async () => {
      await show('frames');
      const { told } = await use('page_content', { format: 'controls' });
      for (const [button, title] of [
        ['Inner button', 'inner clicked'],
        ['Frame button', 'frame clicked'],
      ]) {
        const ref = new RegExp(`button "${button}" \\[ref=(\\w+)\\]`).exec(told)?.[1];
        model.script([say('SAFE')]);
        expect((await use('click', { selector: `aria-ref=${ref}` })).told).toContain(`“${title}”`);
      }
    });

    test('media are found wherever a page names them, as whole addresses, once each', async () => {
      await show('podcast', '/tags');
      const { told } = await use('find_media', {});
      const names = [
        'of-audio.mp3',
        'of-source.ogg',
        'of-anchor.mp3',
        'of-data-src.mp3',
        'of-data-url.mp3',
        'of-data-audio.mp3',
        'of-json-ld.mp3',
        'of-meta.mp3',
      ];
      for (const name of names) expect(told.split(sites.url('podcast', `/audio/${name}`))).toHaveLength(2);
      expect(told).toContain(`${sites.url('podcast', '/feed.xml')} (application/rss+xml, from feed)`);
      expect(told).toContain('(audio/ogg, from source)');
    });

    test('links have whole addresses and can be filtered', async () => {
      await show('podcast');
      expect((await use('find_links', {})).told).toContain(`Folge 13 → ${sites.url('podcast', '/stuck')}`);
      const { told } = await use('find_links', { filter: 'folge 12' });
      expect(told).toContain('1 link:');
      expect(told).not.toContain('Folge 13');
    });

    test('text of elements is joined by a divider, at most 20 of them', async () => {
      await show('endless', '/scroll');
      const { told } = await use('extract_text', { selector: 'li' });
      expect(told).toContain('50 elements, the first 20 of them:');
      expect(told).toContain('Entry 1\n---\nEntry 2');
      expect(told).not.toContain('Entry 21');
    });
  });

  describe('click', () => {
    test('reveals what a button hides', async () => {
      await show('podcast', '/works');
      const { told } = await use('click', { role: 'button', name: 'Mehr Informationen' });
      expect(told).toContain('Folge herunterladen');
      expect((await use('find_media', {})).told).toContain('/audio/folge-12.mp3');
    });

    test('says that another tab was opened, and goes on there', async () => {
      await show('windows', '/tab');
      const { told } = await use('click', { text: 'Open another tab' });
      expect(told).toContain('“Another tab”');
      expect(told).toMatch(/new tab|another tab/i);
    });

    test('lists what matches if it is not one', async () => {
      await show('account');
      const { told, error } = await use('click', { selector: 'button' });
      expect(told).toContain('3 elements match');
      expect(told).toContain('<button>Delete account</button>');
      expect(error).toMatchObject({ code: 'page_action_failed' });
    });

    test('takes exactly one way to say which element', async () => {
      expect((await use('click', {})).told).toContain('exactly one way');
      expect((await use('click', { selector: 'a', text: 'b' })).told).toContain('exactly one way');
    });

    test('asks the safety model about what it cannot tell, once for each control', async () => {
      await show('account');
      const asked = model.requests.length;
      model.script([say('UNSAFE')]);
      for (const _ of [1, 2]) {
        const { told, error } = await use('click', { text: 'Save' });
        expect(error).toMatchObject({ code: 'action_blocked' });
        expect(told).toContain('a safety check found');
      }
      expect(model.requests.length - asked).toBe(1);
    });

    test('refuses what it cannot tell without a model, and if the model fails or rambles', async () => {
      const refusal = 'Safety validation unavailable for ambiguous click action';
      await show('account');
      expect((await useAlone('click', { text: 'Newsletter' })).error).toBeNull();
      expect((await useAlone('click', { text: 'Save' })).told).toContain(refusal);
      await show('canvas');
      model.script([fails(401)]);
      expect((await use('click', { selector: 'canvas' })).told).toContain(refusal);
      model.script([say('It is probably safe, because it is only a drawing.')]);
      expect((await use('click', { selector: 'canvas' })).told).toContain(refusal);
      expect(sites.requests.filter(({ host, path }) => host === 'canvas.test' && path === '/pressed')).toEqual([]);
    });
  });

  describe('places and keys', () => {
    test('a drawn button is clicked by its place', async () => {
      await show('canvas');
      model.script([say('SAFE')]);
      await use('click_at', CANVAS_BUTTONS.play);
      await sites.seenRequest(({ host, search }) => host === 'canvas.test' && search === '?button=play');
    });

    test('a place is judged by what is there, in frames too', async () => {
      await show('account');
      const box = await opened.session.page().getByText('Pay now').boundingBox();
      const { error } = await use('click_at', { x: (box?.x ?? 0) + 5, y: (box?.y ?? 0) + 5 });
      expect(error).toMatchObject({ code: 'action_blocked' });
      await show('frames');
      const inner = await opened.session.page().frameLocator('[title=same]').getByRole('button').boundingBox();
      const { told } = await useAlone('click_at', { x: (inner?.x ?? 0) + 5, y: (inner?.y ?? 0) + 5 });
      expect(told).toContain('The button element “Inner button” was not clicked');
    });

    test('a place outside of the window is told', async () => {
      expect((await use('click_at', { x: 5_000, y: 5 })).told).toContain('outside of the window, which is 1280 × 720');
    });

    test('Enter is judged as the button that it presses', async () => {
      await show('account');
      await opened.session.page().getByRole('button', { name: 'Delete account' }).focus();
      for (const key of ['Enter', 'Space']) {
        expect((await use('press_key', { key })).error).toMatchObject({ code: 'action_blocked' });
      }
      expect((await use('press_key', { key: 'Escape' })).error).toBeNull();
      await use('type_text', { selector: '[name=name]', text: 'Berta' });
      expect((await useAlone('press_key', { key: 'Enter' })).error).toMatchObject({ code: 'action_blocked' });
      expect((await use('press_key', { key: 'Nonsense' })).told).toContain('Unknown key');
    });

    test('a form is filled in, and sent when it is clear that this does no harm', async () => {
      await show('account');
      await use('type_text', { role: 'textbox', name: 'Name', text: 'Berta' });
      await use('select_option', { selector: '[name=language]', option: 'Deutsch' });
      const { session, step } = opened;
      const allowing = userOf(browserTools(session, { captcha, clicks: { allow: [/^save$/] } }), step);
      const { told } = await allowing('click', { text: 'Save' });
      expect(told).toContain('name: Berta');
      expect(told).toContain('language: de');
    });

    test('a page is scrolled, and grows', async () => {
      await show('endless', '/scroll');
      expect((await use('scroll', { amount: 10_000 })).told).toMatch(/^Scrolled down: at \d+ of \d+ pixels/);
      await use('wait_for', { text: 'Entry 60' });
      expect((await use('extract_text', { selector: 'li' })).told).toContain('100 elements');
    });

    test('waiting ends when it is so, and says after which time it was not', async () => {
      await show('podcast', '/works');
      expect((await use('wait_for', { selector: 'button' })).told).toMatch(/^It is so/);
      expect((await use('wait_for', { gone: '#more' })).error).toBeNull();
      expect((await use('wait_for', { url: '/works' })).error).toBeNull();
      const { told, error } = await use('wait_for', { text: 'Nothing of the kind', timeoutMs: 50 });
      expect(told).toContain("wait_for text 'Nothing of the kind' timed out after 50 ms: nothing matched");
      expect(error).toMatchObject({ code: 'timed_out' });
    });
  });

  describe('pictures', () => {
    test('a question about one is asked with it, and the answer is marked as data', async () => {
      await show('canvas');
      model.script([say('The play button is at 120, 80.')]);
      const asked = model.requests.length;
      const { told, record } = await use('analyze_screenshot', { question: 'Where is play?' });
      expect(JSON.stringify(model.requests[asked]?.body)).toContain('data:image/jpeg;base64,');
      expect(told).toMatch(/<web-content id="\w+">\nThe play button is at 120, 80\./);
      expect(JSON.stringify(record)).not.toContain('base64');
      const action = opened.step.actions.at(-1);
      expect(JSON.stringify([action?.input, action?.output])).not.toContain('base64');
    });

    test('without a model that can see it says what to configure', async () => {
      expect((await useAlone('analyze_screenshot', { question: 'What is it?' })).told).toContain('`vision` model');
    });

    test('one is kept when asked for', async () => {
      const { told } = await use('screenshot', { label: 'the board' });
      const kept = opened.step.kept('screenshot').at(-1)?.name;
      expect(told).toContain(`The picture is kept as ${kept}`);
      expect(kept).toContain('the-board');
    });
  });

  describe('files', () => {
    test('what a player loads is intercepted, and downloaded', async () => {
      await show('player');
      model.script([say('SAFE')]);
      const { told } = await use('intercept_media', { selector: 'canvas', seconds: 1 });
      expect(told).toContain(`${sites.url('player', '/media/stream-42.mp3')} (audio/mpeg)`);
      expect((await use('download', {})).told).toContain('Downloaded and kept: stream-42.mp3');
      expect(opened.step.kept('download').at(-1)).toMatchObject({ name: 'stream-42.mp3', contentType: 'audio/mpeg' });
      expect(opened.step.kept('download').at(-1)?.content.equals(mp3())).toBe(true);
    });

    test('listening ends with the signal', async () => {
      await show('podcast', '/works');
      const abort = new AbortController();
      const listening = use('intercept_media', { text: 'Mehr Informationen', seconds: 30 }, abort.signal);
      await opened.session.page().locator('#more').waitFor();
      abort.abort(new Error('enough'));
      expect((await listening).error?.message).toBe('enough');
    });

    test('a file for members is downloaded with the cookies of the browser', async () => {
      const url = sites.url('members', '/episode.mp3');
      expect((await use('download', { url })).told).toContain('the site answered with status 403');
      await opened.session.context.addCookies([{ name: 'session', value: 'open-sesame', url }]);
      expect((await use('download', { url })).told).toContain('members.mp3');
      const agent = await opened.session.page().evaluate('navigator.userAgent');
      expect(sites.requests.at(-1)?.headers['user-agent']).toBe(agent);
    });

    test.each([
      ['/episode.mp3', 'episode.mp3'],
      ['/wrong-type.mp3', 'wrong-type.mp3'],
      ['/no-type.mp3', 'no-type.mp3'],
      ['/audio', 'audio.mp3'],
      ['/named', 'Folge 1.mp3'],
      ['/named-in-utf8', 'Grüße.mp3'],
      ['/climbs', 'episode.mp3'],
    ])('%s is kept as %s, by what it is', async (path, name) => {
      expect((await use('download', { url: sites.url('files', path) })).error).toBeNull();
      expect(opened.step.kept('download').at(-1)).toMatchObject({ name, contentType: 'audio/mpeg' });
    });

    test.each([
      ['/html.mp3', 'it is a web page, although the site says audio/mpeg'],
      ['/empty.mp3', 'it is empty'],
      ['/nothing', 'status 404'],
      ['/huge.mp3', 'more than the'],
    ])('%s is not kept: %s', async (path, why) => {
      const before = opened.step.kept('download').length;
      expect((await use('download', { url: sites.url('files', path) })).told).toContain(why);
      expect(opened.step.kept('download')).toHaveLength(before);
    });

    test('an address inside is refused, and nothing asked of it', async () => {
      const { error } = await use('download', { url: 'http://169.254.169.254/latest/meta-data' });
      expect(error).toMatchObject({ code: 'action_blocked' });
    });
  });

  describe('labels', () => {
    test('are translated, in their order', async () => {
      model.script([json({ labels: ['Mehr Informationen', 'Herunterladen'] })]);
      const { told } = await use('translate_labels', { labels: ['More information', 'Download'], language: 'german' });
      expect(told).toBe('More information → Mehr Informationen\nDownload → Herunterladen');
    });

    test('stay as they are if that fails, and it says so', async () => {
      model.script([fails(401)]);
      const { told } = await use('translate_labels', { labels: ['Download'], language: 'German' });
      expect(told).toContain('were not translated');
      expect(told).toContain('Download → Download');
    });

    test('of an unknown language are told about', async () => {
      const { told } = await use('translate_labels', { labels: ['Download'], language: 'Klingon' });
      expect(told).toContain('Klingon is not one of the languages');
      expect(told).toContain('English, German');
    });
  });
});

describeWithBrowser('a browser that takes a picture of each action', () => {
  test('shows the four clicks that cannot be made, each with its reason', async () => {
    await using sites = await startSites();
    const opened = await openTestSession({
      ...toVisit(sites),
      folder,
      pageTimeoutMs: 400,
      screenshots: 'each-action',
    });
    const use = userOf(browserTools(opened.session, { captcha, clicks: { allow: [/⋮/] } }), opened.step);
    await use('navigate', { url: sites.url('podcast', '/stuck') });
    const clicks = [
      { selector: 'text=Mehr Informationen' },
      { role: 'button', name: '⋮' },
      { role: 'link', name: 'Mehr Informationen' },
      { role: 'button', name: 'Information' },
    ];
    const told: string[] = [];
    for (const target of clicks) told.push((await use('click', target)).told);
    expect(told).toEqual([
      "Error: click 'text=Mehr Informationen' timed out after 400 ms: it is hidden",
      'Error: click button "⋮" timed out after 400 ms: it is covered by <div id="overlay"></div>',
      'Error: click link "Mehr Informationen" timed out after 400 ms: nothing matched',
      'Error: click button "Information" timed out after 400 ms: it is disabled',
    ]);
    expect(opened.step.kept('screenshot')).toHaveLength(5);
    await opened.close();
  });

  test('says that the tab was closed, and that the browser has ended', async () => {
    await using sites = await startSites();
    const opened = await openTestSession({ ...toVisit(sites), folder });
    const use = userOf(browserTools(opened.session, { captcha }), opened.step);
    await use('navigate', { url: sites.url('podcast') });
    await opened.session.context.browser()?.close();
    for (const [tool, input] of [
      ['click', { text: 'Folge 12' }],
      ['navigate', { url: sites.url('podcast') }],
    ] as const) {
      const { told, error } = await use(tool, input);
      expect(told).toContain('has ended');
      expect(error).toMatchObject({ code: 'browser_gone' });
    }
    await opened.close();
  });
});
