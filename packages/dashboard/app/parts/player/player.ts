import { Store } from '../../live/store.ts';

/** What is played. */
export interface Track {
  readonly episodeId: string;
  readonly title: string;
  readonly showName: string | null;
  readonly coverUrl: string | null;
  /** `null`: the file itself says. */
  readonly durationS: number | null;
  readonly chapters: readonly { readonly startS: number; readonly title: string }[];
}

export interface PlayerState {
  /** `null`: the player is closed. */
  readonly track: Track | null;
  readonly isPlaying: boolean;
  /** It would play, but nothing has come yet. */
  readonly isWaiting: boolean;
  readonly isSmall: boolean;
  readonly durationS: number;
  readonly rate: number;
  /** 0–1. */
  readonly volume: number;
  readonly isMuted: boolean;
  readonly failure: 'network' | 'broken' | 'missing' | null;
}

const CLOSED: PlayerState = {
  track: null,
  isPlaying: false,
  isWaiting: false,
  isSmall: false,
  durationS: 0,
  rate: 1,
  volume: 1,
  isMuted: false,
  failure: null,
};

/**
 * One audio element and what there is to know of it. The place in the recording has a store of its own: it changes ten times a
 * second, the rest when somebody does something.
 */
export class Player {
  readonly state = new Store<PlayerState>(CLOSED);
  /** In seconds, in tenths. */
  readonly time = new Store(0);
  #audio: HTMLAudioElement | null = null;
  #frame = 0;

  /** Takes the element that makes the sound, until the function that it gives is called. */
  attach(audio: HTMLAudioElement): () => void {
    const listening = new AbortController();
    const { signal } = listening;
    const tell = () => this.#tell();
    for (const type of TOLD_BY) audio.addEventListener(type, tell, { signal });
    for (const type of ['timeupdate', 'seeking', 'seeked']) {
      audio.addEventListener(type, () => this.#tellTime(), { signal });
    }
    this.#audio = audio;
    const { track } = this.state.get();
    if (track !== null) this.#load(track, this.time.get());
    return () => {
      listening.abort();
      cancelAnimationFrame(this.#frame);
      this.#frame = 0;
      audio.pause();
      audio.removeAttribute('src');
      audio.load();
      this.#audio = null;
    };
  }

  /** Makes the track ready at a place in it, and plays it from there if it is to. */
  open(track: Track, atS: number, { play }: { readonly play: boolean }): void {
    if (this.state.get().track?.episodeId === track.episodeId) {
      this.#change({ track });
      this.seek(atS);
    } else {
      this.#change({ track, durationS: track.durationS ?? 0, isPlaying: false, failure: null });
      this.#load(track, atS);
    }
    if (play) this.play();
  }

  play(): void {
    // Whoever pauses before it began, or a file that is not there, lets it fail: the events of the element tell of it.
    this.#audio?.play().catch(() => this.#tell());
  }

  readonly toggle = (): void => {
    if (this.#audio?.paused === false) this.#audio.pause();
    else this.play();
  };

  seek(seconds: number): void {
    const { durationS } = this.state.get();
    const to = Math.max(0, durationS > 0 ? Math.min(seconds, durationS) : seconds);
    if (this.#audio !== null) this.#audio.currentTime = to;
    this.time.set(tenths(to));
  }

  skip(seconds: number): void {
    this.seek(this.time.get() + seconds);
  }

  setRate(rate: number): void {
    this.#change({ rate });
    if (this.#audio === null) return;
    this.#audio.defaultPlaybackRate = rate;
    this.#audio.playbackRate = rate;
  }

  setVolume(volume: number): void {
    if (this.#audio === null) return;
    this.#audio.volume = volume;
    this.#audio.muted = volume === 0;
  }

  readonly toggleMuted = (): void => {
    if (this.#audio !== null) this.#audio.muted = !this.#audio.muted;
  };

  readonly toggleSmall = (): void => this.#change({ isSmall: !this.state.get().isSmall });

  /** After it failed. */
  readonly retry = (): void => {
    const { track } = this.state.get();
    if (track === null) return;
    this.#change({ failure: null });
    this.#load(track, this.time.get());
    this.play();
  };

  readonly close = (): void => {
    this.#audio?.pause();
    this.#audio?.removeAttribute('src');
    this.#audio?.load();
    const { rate, volume, isMuted } = this.state.get();
    this.state.set({ ...CLOSED, rate, volume, isMuted });
    this.time.set(0);
  };

  #load(track: Track, atS: number): void {
    if (this.#audio !== null) this.#audio.src = audioUrl(track.episodeId);
    this.seek(atS);
  }

  #change(part: Partial<PlayerState>): void {
    this.state.set({ ...this.state.get(), ...part });
  }

  /** Says how the element is. */
  #tell(): void {
    const audio = this.#audio;
    const { track, durationS } = this.state.get();
    if (audio === null || track === null) return;
    const isPlaying = !audio.paused && !audio.ended && audio.error === null;
    this.#change({
      isPlaying,
      isWaiting: isPlaying && audio.readyState < HTMLMediaElement.HAVE_FUTURE_DATA,
      durationS: Number.isFinite(audio.duration) ? audio.duration : durationS,
      volume: audio.volume,
      isMuted: audio.muted,
      failure: failureOf(audio.error),
    });
    this.#tellTime();
    if (isPlaying && this.#frame === 0) this.#frame = requestAnimationFrame(this.#tick);
  }

  /** The element tells four times a second at most, which is too slow for words. */
  readonly #tick = (): void => {
    this.#tellTime();
    this.#frame = this.state.get().isPlaying ? requestAnimationFrame(this.#tick) : 0;
  };

  #tellTime(): void {
    if (this.#audio !== null && this.state.get().track !== null) this.time.set(tenths(this.#audio.currentTime));
  }
}

const TOLD_BY = [
  'play',
  'playing',
  'pause',
  'ended',
  'waiting',
  'stalled',
  'canplay',
  'durationchange',
  'volumechange',
  'error',
  'emptied',
];

function failureOf(error: MediaError | null): PlayerState['failure'] {
  if (error === null || error.code === MediaError.MEDIA_ERR_ABORTED) return null;
  if (error.code === MediaError.MEDIA_ERR_NETWORK) return 'network';
  return error.code === MediaError.MEDIA_ERR_DECODE ? 'broken' : 'missing';
}

/** Where this server has the audio of an episode. */
function audioUrl(episodeId: string): string {
  return `/api/v1/episodes/${encodeURIComponent(episodeId)}/audio`;
}

function tenths(seconds: number): number {
  return Math.floor(seconds * 10) / 10;
}
