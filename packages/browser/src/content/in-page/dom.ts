/**
 * As much of the browser's DOM as the functions here use that run in pages: the types of all of it would make browser
 * globals look as if they were there in Node.
 */
export interface PageNode {
  readonly nodeType: number;
  readonly textContent: string | null;
  readonly childNodes: Iterable<PageNode>;
}

interface PageRect {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly width: number;
  readonly height: number;
}

export interface PageRoot extends PageNode {
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
  elementFromPoint(x: number, y: number): PageElement | null;
  readonly activeElement: PageElement | null;
}

export interface PageElement extends PageNode {
  readonly localName: string;
  readonly innerText?: string;
  readonly isContentEditable?: boolean;
  readonly type?: string;
  readonly value?: string;
  readonly form?: PageElement | null;
  readonly control?: PageElement | null;
  readonly parentElement: PageElement | null;
  readonly shadowRoot: PageRoot | null;
  readonly clientLeft: number;
  readonly scrollHeight: number;
  readonly clientTop: number;
  readonly attributes: Iterable<{ readonly name: string; readonly value: string }>;
  getAttribute(name: string): string | null;
  hasAttribute(name: string): boolean;
  closest(selector: string): PageElement | null;
  matches(selector: string): boolean;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
  getBoundingClientRect(): PageRect;
  getRootNode(): { readonly host?: PageElement };
  checkVisibility(options: { readonly opacityProperty: boolean; readonly visibilityProperty: boolean }): boolean;
  assignedNodes?(options: { readonly flatten: boolean }): readonly PageNode[];
}

interface PageDocument extends PageRoot {
  readonly title: string;
  readonly baseURI: string;
  readonly documentElement: PageElement | null;
  readonly body: PageElement | null;
}

interface PageStyle {
  readonly display: string;
  readonly overflow: string;
  readonly fontSize: string;
  readonly textIndent: string;
  readonly color: string;
  readonly clipPath: string;
  readonly clip: string;
}

/** `globalThis` in a page. */
export interface PageGlobal {
  readonly document: PageDocument;
  readonly scrollX: number;
  readonly scrollY: number;
  getComputedStyle(element: PageElement): PageStyle;
  readonly MutationObserver: new (
    callback: () => void,
  ) => { observe(node: PageNode, options: object): void; disconnect(): void };
}
