import type { Locator, Page } from 'playwright-core';
import type { Visitor } from './visitor.ts';

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
