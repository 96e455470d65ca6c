/** More than this happens only on a page that means ill. */
const MAX_NOTES = 20;

/** What happened by itself, until somebody asks. */
export class Notes {
  #notes: string[] = [];
  #left = 0;

  add(note: string): void {
    if (this.#notes.length < MAX_NOTES) this.#notes.push(note);
    else this.#left += 1;
  }

  take(): readonly string[] {
    const notes = this.#left === 0 ? this.#notes : [...this.#notes, `… and ${this.#left} things more like these.`];
    this.#notes = [];
    this.#left = 0;
    return notes;
  }
}
