import type { Locator, Page } from 'playwright-core';
import type { Visitor } from './visitor.ts';

export interface CardShown {
  /** 0 between steps. */
  readonly step: number;
  readonly ofStep: number | null;
  readonly ofRun: number | null;
  /** All that was in work. */
  readonly current: string;
}

/** The page of a run, by what people see of it. */
export class RunPage {
  readonly #visitor: Visitor;
  readonly #page: Page;

  constructor(visitor: Visitor) {
    this.#visitor = visitor;
    this.#page = visitor.page;
  }

  get card(): Locator {
    return this.#page.getByRole('region', { name: 'Processing', exact: true });
  }

  get current(): Locator {
    return this.card.getByRole('list', { name: 'Currently processing' });
  }

  get upNext(): Locator {
    return this.card.getByRole('list', { name: 'Up next' });
  }

  get stepBar(): Locator {
    return this.card.getByRole('progressbar', { name: /This step/ });
  }

  /** How far the step is, in per cent; `null` where nobody knows. */
  async percent(): Promise<number | null> {
    const value = await this.stepBar.getAttribute('aria-valuenow');
    return value === null ? null : Number(value);
  }

  /** Resolves when the bar of the step stands there. */
  async percentIs(percent: number): Promise<void> {
    await this.card.locator(`[role=progressbar][aria-valuenow="${percent}"]`).first().waitFor();
  }

  /** From now on, notes what the card shows whenever it changes, however short a time it does. */
  async watchCard(): Promise<void> {
    await this.#page.evaluate(`{
      const card = document.querySelector('section[aria-label="Processing"]');
      const bar = (name) => {
        const percent = card.querySelector('[role=progressbar][aria-label="' + name + '"]')?.getAttribute('aria-valuenow');
        return percent == null ? null : Number(percent);
      };
      const note = () => window.cardShown.push({
        step: Number(/Step (\\d+) of/.exec(card.textContent)?.[1] ?? 0),
        ofStep: bar('This step'),
        ofRun: bar('Whole run'),
        current: card.querySelector('ul[aria-label="Currently processing"]')?.textContent ?? '',
      });
      window.cardShown = [];
      note();
      new MutationObserver(note).observe(card, { subtree: true, childList: true, characterData: true, attributes: true });
    }`);
  }

  /** All that the card has shown since then. */
  async cardShown(): Promise<readonly CardShown[]> {
    return await this.#page.evaluate<readonly CardShown[]>('window.cardShown');
  }

  /** Resolves when the card says so, in a word. */
  async verdictIs(word: string): Promise<void> {
    await this.card.getByText(word, { exact: true }).first().waitFor();
  }

  /** Resolves when the card says this, or the sentence above it. */
  async says(text: string | RegExp): Promise<void> {
    await this.#page.getByRole('main').getByText(text).first().waitFor();
  }

  /** Something that can be done to the run. */
  control(label: string): Locator {
    return this.#page
      .getByRole('group', { name: 'Controls of this run' })
      .getByRole('button', { name: label, exact: true });
  }

  get dialog(): Locator {
    return this.#page.getByRole('dialog');
  }

  /** Resolves when this browser has put the run away for the next visit. */
  async remembered(runId: string): Promise<void> {
    await this.#visitor.until(
      `new Promise((resolve) => {
        const opening = indexedDB.open('telltale-runs');
        opening.onsuccess = () => {
          const reading = opening.result.transaction('runs-1').objectStore('runs-1').get(${JSON.stringify(runId)});
          reading.onsuccess = () => resolve(reading.result !== undefined);
          reading.onerror = () => resolve(false);
        };
      })`,
    );
  }

  async showTab(name: string): Promise<void> {
    await this.#page.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
  }
}
