import type { PageElement, PageGlobal } from '../content/in-page/dom.ts';

export type CaptchaKind = 'Cloudflare' | 'Turnstile' | 'reCAPTCHA' | 'hCaptcha';

/** The test whether the visitor is a person that stands on a page, if one does; runs in the page. One that is invisible, or that only is written about, is none. */
export function detectCaptcha(): CaptchaKind | null {
  const { document } = globalThis as unknown as PageGlobal;
  const isSeen = (element: PageElement) => {
    const { width, height } = element.getBoundingClientRect();
    return width > 30 && height > 30 && element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  };
  const has = (selector: string) => [...document.querySelectorAll(selector)].some(isSeen);

  const challenge = '#challenge-form, #challenge-running, #cf-challenge-running, #challenge-stage, #cf-please-wait';
  const script = 'script[src*="/cdn-cgi/challenge-platform/"]';
  const isWaiting = /^(?:just a moment|attention required! \| cloudflare)/i.test(document.title);
  if (document.querySelector(challenge) !== null || (isWaiting && document.querySelector(script) !== null)) {
    return 'Cloudflare';
  }
  if (has('.cf-turnstile, iframe[src*="challenges.cloudflare.com"]')) return 'Turnstile';
  if (has('.h-captcha, iframe[src*="hcaptcha"]')) return 'hCaptcha';
  if (has('.g-recaptcha:not([data-size=invisible]), iframe[src*="recaptcha"]:not([src*="size=invisible"])'))
    return 'reCAPTCHA';
  return null;
}
