import type pg from 'pg';
import { InvalidFilterError } from '../errors.ts';
import { describeConfig } from '../postgres/database.ts';
import { ChannelListener } from './channel-listener.ts';
import type { Listener, ListenerStatus } from './listener.ts';
import { listeningConfig } from './listening-config.ts';
import { LISTENER_DEFAULTS, type ListenerHooks, type ListenerSettings } from './settings.ts';

interface CommonOptions extends Partial<ListenerSettings> {
  /** At least one, of 1–63 bytes each. Written as notified: case and special characters count. */
  readonly channels: readonly string[];
  /** Told of each notification while it is live. The payload is empty where none was given. */
  readonly onNotification: (channel: string, payload: string) => void;
  /**
   * `LISTEN` is in force, for the first time or again. What was notified before may have been missed: this is the moment
   * to look for oneself.
   */
  readonly onLive: () => void;
  /** Told of each change of state. */
  readonly onStatus?: (status: ListenerStatus) => void;
  /** Of the connection, in `pg_stat_activity`. Default: `telltale-listener`. */
  readonly applicationName?: string;
  /** Milliseconds since the Unix epoch. Default: `Date.now`. */
  readonly now?: () => number;
  readonly hooks?: ListenerHooks;
}

/**
 * Where to listen: a URL, or options of the driver such as a pool's. A direct connection or a session pooler's: a pooler
 * of transactions would swallow notifications.
 */
export type ListenerOptions = CommonOptions &
  ({ readonly url: string; readonly config?: never } | { readonly config: pg.ClientConfig; readonly url?: never });

/**
 * Listens to channels over one connection, which it makes at once and makes again whenever it is lost or does not answer
 * any more, until it is closed.
 *
 * A notification is a wake-up and never the data: everybody who may connect can send one, and one can be missed, which
 * is when `onLive` is called again. What a callback throws becomes a warning of the process. Throws `InvalidFilterError`
 * for channels that Postgres cannot listen to.
 */
export function openListener(options: ListenerOptions): Listener {
  const { url, config = { connectionString: url }, channels, onNotification, onLive, onStatus, ...rest } = options;
  const { applicationName = 'telltale-listener', now = Date.now, hooks = {}, ...settings } = rest;
  checkChannels(channels);
  const listener = new ChannelListener({
    config: listeningConfig(config, applicationName),
    target: describeConfig(config),
    channels,
    settings: { ...LISTENER_DEFAULTS, ...settings },
    hooks,
    now,
    onNotification,
    onLive,
    onStatus,
  });
  listener.start();
  return listener;
}

/** Postgres would cut a longer name, and listen to another channel than the one that is notified. */
const MAX_CHANNEL_BYTES = 63;

function checkChannels(channels: readonly string[]): void {
  if (channels.length === 0) throw new InvalidFilterError('channels', 'at least one name', channels);
  for (const channel of channels) {
    const bytes = Buffer.byteLength(channel);
    if (bytes === 0 || bytes > MAX_CHANNEL_BYTES || channel.includes('\0')) {
      throw new InvalidFilterError('channels', `names of 1 to ${MAX_CHANNEL_BYTES} bytes without NUL`, channel);
    }
  }
}
