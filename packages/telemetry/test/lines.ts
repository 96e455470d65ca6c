import type { LogDestination } from '../src/index.ts';

/** Where a test reads what was logged. */
export class Lines implements LogDestination {
  readonly isTTY: boolean;
  readonly all: string[] = [];
  #next = Promise.withResolvers<void>();

  constructor({ isTTY = false }: { readonly isTTY?: boolean } = {}) {
    this.isTTY = isTTY;
  }

  write(line: string): void {
    this.all.push(line);
    this.#next.resolve();
    this.#next = Promise.withResolvers();
  }

  /** Resolves once a line with this text is there. */
  async has(text: string): Promise<void> {
    while (!this.text.includes(text)) await this.#next.promise;
  }

  get text(): string {
    return this.all.join('');
  }

  /** Of lines that are JSON. */
  get objects(): readonly Record<string, unknown>[] {
    return this.all.map((line) => JSON.parse(line) as Record<string, unknown>);
  }
}
