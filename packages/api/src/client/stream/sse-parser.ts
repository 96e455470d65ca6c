export interface SseMessage {
  /** Its name; `message` if it has none. */
  readonly event: string;
  readonly data: string;
  /** The last id that was sent with this message or before it; empty if none was. */
  readonly id: string;
}

/** No server of ours sends half as much in one message: more is something else, and must not fill the memory. */
const MAX_CHARACTERS = 16 * 1_048_576;

/**
 * Reads server-sent events from bytes that are cut anywhere, as the HTML standard says ("event stream interpretation"). A
 * message that is not followed by its empty line is none.
 */
export class SseParser {
  readonly #decoder = new TextDecoder();
  /** The beginning of a line whose end has not come. */
  #line = '';
  #afterReturn = false;
  #event = '';
  #data: string[] = [];
  #held = 0;
  #id = '';
  #retryMs: number | null = null;

  /** How long to wait before connecting again, in ms, if the server has said so. */
  get retryMs(): number | null {
    return this.#retryMs;
  }

  /** The messages that these bytes complete. Throws `RangeError` for one that has no end. */
  push(bytes: Uint8Array): SseMessage[] {
    const messages: SseMessage[] = [];
    const text = this.#decoder.decode(bytes, { stream: true });
    if (text === '') return messages;
    // A line may end with a return at the end of one piece, of which the next begins with the line feed.
    let start = this.#afterReturn && text.startsWith('\n') ? 1 : 0;
    this.#afterReturn = text.endsWith('\r');
    for (const { 0: lineEnd, index } of text.matchAll(/\r\n|\r|\n/g)) {
      if (index < start) continue;
      this.#take(this.#line + text.slice(start, index), messages);
      this.#line = '';
      start = index + lineEnd.length;
    }
    this.#line += text.slice(start);
    if (this.#held + this.#line.length > MAX_CHARACTERS) throw new RangeError('a message is too large');
    return messages;
  }

  #take(line: string, messages: SseMessage[]): void {
    if (line !== '') {
      const [name, value] = fieldOf(line);
      this.#set(name, value);
      return;
    }
    if (this.#data.length > 0) {
      messages.push({ event: this.#event || 'message', data: this.#data.join('\n'), id: this.#id });
    }
    this.#event = '';
    this.#data = [];
    this.#held = 0;
  }

  #set(name: string, value: string): void {
    if (name === 'event') this.#event = value;
    else if (name === 'data') {
      this.#data.push(value);
      this.#held += value.length + 1;
    } else if (name === 'id' && !value.includes('\0')) this.#id = value;
    else if (name === 'retry' && /^[0-9]+$/.test(value)) this.#retryMs = Number(value);
  }
}

/** A comment is a field without a name. */
function fieldOf(line: string): [name: string, value: string] {
  const colon = line.indexOf(':');
  if (colon === -1) return [line, ''];
  const from = line[colon + 1] === ' ' ? colon + 2 : colon + 1;
  return [line.slice(0, colon), line.slice(from)];
}
