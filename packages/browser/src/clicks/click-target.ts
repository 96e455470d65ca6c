import type { PageElement } from '../content/in-page/dom.ts';

/** What is known of an element before it is clicked: its own words and where it leads. Texts are the page's. */
export interface ClickTarget {
  readonly tag: string;
  readonly role: string;
  /** Of a button or a field: `submit`, `checkbox`. */
  readonly type: string;
  /** What is read on it, pictures by their alternative texts. */
  readonly text: string;
  readonly label: string;
  readonly title: string;
  /** Of a button. */
  readonly value: string;
  readonly name: string;
  /** Where a link leads, whole; empty if nowhere. */
  readonly href: string;
  /** Where its form is sent if it sends one, whole; empty if it sends none. */
  readonly formAction: string;
  readonly formMethod: string;
  /** It says of itself that it opens or closes a part of the page. */
  readonly isDisclosure: boolean;
  /** Text is written into it, as into a field of a form. */
  readonly isEditable: boolean;
}

/**
 * Reads an element, or of a part of a control the control; runs in the page. What a form calls its fields (`action`,
 * `method`) hides its own properties of that name, so attributes are read.
 */
export function readClickTarget(given: unknown): ClickTarget {
  const most = 300;
  const controls =
    'a[href],button,input,select,textarea,summary,option,audio,video,[role=button],[role=link],[role=tab],[role=menuitem],[role=option],[role=checkbox],[role=switch],[onclick]';

  /** Through the trees of shadow roots as well. */
  const controlOf = (element: PageElement): PageElement | null => {
    for (let at: PageElement | undefined = element; at !== undefined; at = at.getRootNode().host) {
      const label = at.closest('label')?.control;
      const control: PageElement | null = at.closest(controls) ?? label ?? null;
      if (control !== null) return control;
    }
    return null;
  };

  const element = controlOf(given as PageElement) ?? (given as PageElement);
  const attribute = (name: string) => (element.getAttribute(name) ?? '').slice(0, most);
  const base = (globalThis as unknown as { readonly document: { readonly baseURI: string } }).document.baseURI;
  const whole = (url: string | null) => {
    if (url === null) return '';
    try {
      return new URL(url, base).href;
    } catch {
      return '';
    }
  };

  const isInput = element.localName === 'input';
  const type = isInput || element.localName === 'button' ? (element.type ?? '') : '';
  const isSubmitter = type === 'submit' || type === 'image';
  const form = element.localName === 'form' ? element : isSubmitter ? (element.form ?? null) : null;
  const isButton = isInput && ['submit', 'button', 'reset', 'image'].includes(type);
  // In a label, the words beside a checkbox are what it is about.
  const words = isInput && !isButton ? element.closest('label') : element;
  const pictures = [...element.querySelectorAll('img[alt],[aria-label],title')].map(
    (inner) => inner.getAttribute('alt') ?? inner.getAttribute('aria-label') ?? inner.textContent ?? '',
  );
  const isLong = element.localName === 'form' || element.localName === 'select' || element.localName === 'textarea';
  const text = isLong ? '' : [words?.innerText || words?.textContent || '', ...pictures].join(' ');
  return {
    tag: element.localName,
    role: attribute('role'),
    type,
    text: text.replaceAll(/\s+/g, ' ').trim().slice(0, most),
    label: attribute('aria-label'),
    title: attribute('title') || attribute('alt'),
    value: isButton || element.localName === 'button' ? (element.value ?? '').slice(0, most) : '',
    name: attribute('name'),
    href: element.localName === 'a' ? whole(element.getAttribute('href')) : '',
    formAction: form === null ? '' : whole(element.getAttribute('formaction') ?? form.getAttribute('action') ?? ''),
    formMethod:
      form === null ? '' : (element.getAttribute('formmethod') ?? form.getAttribute('method') ?? 'get').toLowerCase(),
    isDisclosure:
      element.hasAttribute('aria-expanded') || element.hasAttribute('aria-haspopup') || element.localName === 'summary',
    isEditable: element.isContentEditable === true,
  };
}
