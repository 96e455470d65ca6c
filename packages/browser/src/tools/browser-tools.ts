import type { AgentModel, Tools } from '@telltale/agent';
import { CAPTCHA_TIMES, type CaptchaTimes } from '../captcha/wait-for-captcha.ts';
import { ClickPolicy } from '../clicks/click-policy.ts';
import type { ClickPatterns } from '../clicks/judge-click.ts';
import { Fence } from '../content/fence.ts';
import type { BrowserSession } from '../session/browser-session.ts';
import { analyzeScreenshotTool } from './analyze-screenshot.ts';
import { clickTool } from './click.ts';
import { clickAtTool } from './click-at.ts';
import { downloadTool } from './download.ts';
import { extractTextTool } from './extract-text.ts';
import { DOWNLOAD_TYPES } from './file-type.ts';
import { findLinksTool } from './find-links.ts';
import { findMediaTool } from './find-media.ts';
import { interceptMediaTool } from './intercept-media.ts';
import { navigateTool } from './navigate.ts';
import { pageContentTool } from './page-content.ts';
import { pressKeyTool } from './press-key.ts';
import { screenshotTool } from './screenshot.ts';
import { scrollTool } from './scroll.ts';
import { selectOptionTool } from './select-option.ts';
import type { ToolKit } from './tool-kit.ts';
import { translateLabelsTool } from './translate-labels.ts';
import { typeTextTool } from './type-text.ts';
import { waitForTool } from './wait-for.ts';

export interface BrowserToolsOptions {
  /** Looks at pictures, for `analyze_screenshot`. Default: none, and the tool says so. */
  readonly vision?: AgentModel;
  /** Judges clicks that cannot be told from their words. Default: none, and those are refused. */
  readonly safety?: AgentModel;
  /** Translates labels. Default: the `safety` model. */
  readonly language?: AgentModel;
  /** Patterns beside the built-in ones. `false`: everything may be clicked. Default: the built-in ones. */
  readonly clicks?: ClickPatterns | false;
  /** How long pages that test whether a person is there are waited for. Default: 30 s for Cloudflare, 5 s for others. */
  readonly captcha?: CaptchaTimes;
  /** Types of files that `download` keeps, by content: `audio/*`. Default: media, pictures, documents, plain data. */
  readonly downloadTypes?: readonly string[];
}

/** The tools with which an agent uses the browser of a session. */
export function browserTools(session: BrowserSession, options: BrowserToolsOptions = {}): Tools {
  const { vision, safety, language = safety, clicks = {}, captcha = CAPTCHA_TIMES } = options;
  const { downloadTypes = DOWNLOAD_TYPES } = options;
  const { step } = session;
  const kit: ToolKit = {
    session,
    fence: new Fence(),
    clicks:
      clicks === false
        ? null
        : new ClickPolicy({ step, ...clicks, ...(safety === undefined ? {} : { model: safety }) }),
    captcha,
    vision,
    language,
    downloadTypes,
    caught: { url: null },
  };
  return {
    navigate: navigateTool(kit),
    page_content: pageContentTool(kit),
    find_links: findLinksTool(kit),
    find_media: findMediaTool(kit),
    click: clickTool(kit),
    click_at: clickAtTool(kit),
    type_text: typeTextTool(kit),
    select_option: selectOptionTool(kit),
    scroll: scrollTool(kit),
    press_key: pressKeyTool(kit),
    wait_for: waitForTool(kit),
    screenshot: screenshotTool(kit),
    analyze_screenshot: analyzeScreenshotTool(kit),
    extract_text: extractTextTool(kit),
    intercept_media: interceptMediaTool(kit),
    download: downloadTool(kit),
    translate_labels: translateLabelsTool(kit),
  };
}
