import { connect, type Socket } from 'node:net';
import { type Direction, Lane, type LaneRules } from './lane.ts';
import { asksForEncryption, MessageReader, type ProtocolMessage } from './message-reader.ts';
import { resetSocket } from './reset-socket.ts';

/** Who ended a connection. */
export type ClosedBy = 'client' | 'server' | 'proxy';

/** How the proxy ends a connection: with a TCP reset, or with an orderly end. */
export type CutMode = 'reset' | 'end';

interface ConnectionParts {
  readonly id: number;
  readonly client: Socket;
  readonly target: { readonly host: string; readonly port: number };
  readonly rules: Readonly<Record<Direction, LaneRules>>;
  readonly onClientMessage: (connection: ProxyConnection, message: ProtocolMessage) => void;
  readonly onCutPoint: (direction: Direction) => void;
}

// Messages after which the server answers with ReadyForQuery: Query, Sync, and the old function call.
const ASKS_FOR_READY = new Set(['Q', 'S', 'F']);

/** One client of the proxy and its connection to the server. */
export class ProxyConnection {
  /** Counts from 1 in the order of arrival. */
  readonly id: number;
  /** Resolves when both sides are closed. */
  readonly closed: Promise<ClosedBy>;
  readonly lanes: Readonly<Record<Direction, Lane>>;
  readonly #client: Socket;
  readonly #server: Socket;
  /** How often the client asked for a ReadyForQuery so far; the one that ends the start-up is number 0. */
  #asked = 0;
  #answered = -1;
  #onAnswer: (() => void) | undefined;
  #closedBy: ClosedBy | undefined;

  constructor({ id, client, target, rules, onClientMessage, onCutPoint }: ConnectionParts) {
    this.id = id;
    this.#client = client;
    // Half-open, so that the end of one side reaches the other through its lane and under its rules.
    this.#server = connect({ ...target, allowHalfOpen: true, noDelay: true });
    const fromClient = new MessageReader('client');
    const fromServer = new MessageReader('server');
    this.lanes = {
      toServer: new Lane({
        from: client,
        to: this.#server,
        rules: rules.toServer,
        onChunk: (chunk) => {
          for (const message of fromClient.read(chunk)) {
            if (asksForEncryption(message)) fromServer.expectBareByte();
            onClientMessage(this, message);
            if (ASKS_FOR_READY.has(message.type)) this.#asked += 1;
          }
        },
        onCutPoint: () => onCutPoint('toServer'),
      }),
      toClient: new Lane({
        from: this.#server,
        to: client,
        rules: rules.toClient,
        onChunk: (chunk) => {
          for (const { type } of fromServer.read(chunk)) if (type === 'Z') this.#answer();
        },
        onCutPoint: () => onCutPoint('toClient'),
      }),
    };
    this.closed = this.#watchEnd();
  }

  /** Bytes of which the other side never heard. */
  get droppedBytes(): number {
    return this.lanes.toServer.droppedBytes + this.lanes.toClient.droppedBytes;
  }

  cut(mode: CutMode = 'reset'): void {
    this.#closedBy ??= 'proxy';
    this.#closeLanes();
    for (const socket of [this.#client, this.#server]) {
      if (mode === 'reset') resetSocket(socket);
      else socket.destroySoon();
    }
  }

  /**
   * To be called while a message of the client passes: from now on the client hears nothing, and when the server has
   * answered that message in full, both sides are cut. Resolves then.
   */
  async loseAnswer(): Promise<void> {
    this.lanes.toClient.dropping = true;
    const answer = this.#asked + 1;
    await new Promise<void>((resolve) => {
      this.#onAnswer = () => {
        if (this.#answered >= answer) resolve();
      };
    });
    this.#closedBy ??= 'proxy';
    this.#closeLanes();
    resetSocket(this.#client);
    this.#server.destroySoon();
  }

  #closeLanes(): void {
    for (const lane of Object.values(this.lanes)) lane.close();
  }

  #answer(): void {
    this.#answered += 1;
    this.#onAnswer?.();
  }

  async #watchEnd(): Promise<ClosedBy> {
    const sides = [
      { name: 'client', socket: this.#client },
      { name: 'server', socket: this.#server },
    ] as const;
    await Promise.all(
      sides.map(({ name, socket }) => {
        // A reset is an error, too; the lane passes it on when the socket closes.
        const ended = (): void => {
          this.#closedBy ??= name;
        };
        socket.on('error', ended);
        socket.once('end', ended);
        return new Promise((resolve) => socket.once('close', resolve));
      }),
    );
    return this.#closedBy ?? 'proxy';
  }
}
