/** One message of the Postgres protocol. */
export interface ProtocolMessage {
  /** Its one-letter type (client: `Q`, `P`, `B`, …; server: `Z`, `D`, …); empty for what opens a connection. */
  readonly type: string;
  /** What follows the length. */
  readonly body: Buffer;
}

// "Frontend/Backend Protocol", message formats: https://www.postgresql.org/docs/current/protocol-message-formats.html
const SSL_REQUEST = 80_877_103;
const GSS_ENCRYPTION_REQUEST = 80_877_104;
const LENGTH_BYTES = 4;

/** Finds the messages in the bytes of one direction of a connection, however they are cut into chunks. */
export class MessageReader {
  readonly #sender: 'client' | 'server';
  /** A client's first message has no type; requests for encryption come before it, if at all. */
  #opening: boolean;
  /** The server answers a request for encryption with one bare byte. */
  #bareBytes = 0;
  #rest: Buffer = Buffer.alloc(0);

  constructor(sender: 'client' | 'server') {
    this.#sender = sender;
    this.#opening = sender === 'client';
  }

  /** The messages that are complete with `chunk`. */
  read(chunk: Buffer): ProtocolMessage[] {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const messages: ProtocolMessage[] = [];
    for (let message = this.#take(); message; message = this.#take()) messages.push(message);
    return messages;
  }

  /** Tells a server's reader that the next byte is no message. */
  expectBareByte(): void {
    this.#bareBytes += 1;
  }

  #take(): ProtocolMessage | undefined {
    const skipped = Math.min(this.#bareBytes, this.#rest.length);
    this.#bareBytes -= skipped;
    this.#rest = this.#rest.subarray(skipped);
    const typeBytes = this.#opening ? 0 : 1;
    if (this.#rest.length < typeBytes + LENGTH_BYTES) return undefined;
    const end = typeBytes + this.#rest.readUInt32BE(typeBytes);
    if (this.#rest.length < end) return undefined;
    const type = this.#rest.toString('latin1', 0, typeBytes);
    const body = this.#rest.subarray(typeBytes + LENGTH_BYTES, end);
    this.#rest = this.#rest.subarray(end);
    if (this.#sender === 'client' && this.#opening) this.#opening = asksForEncryption({ type, body });
    return { type, body };
  }
}

/** Whether the client asks for an encrypted connection. The proxy can't look into one, so the server must decline. */
export function asksForEncryption({ type, body }: ProtocolMessage): boolean {
  if (type !== '' || body.length < 4) return false;
  const code = body.readUInt32BE(0);
  return code === SSL_REQUEST || code === GSS_ENCRYPTION_REQUEST;
}
