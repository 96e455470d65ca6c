import { formatBytes, TelltaleError } from '@telltale/core';

/** What an address gave is no audio. Asking again would give the same. */
export class AudioRefusedError extends TelltaleError {
  override readonly name = 'AudioRefusedError';
  constructor(message: string, hint = 'Give the address of the audio file itself, or upload the file.') {
    super(message, { code: 'audio_refused', hint });
  }
}

/** A file is larger than may be downloaded. */
export function tooLarge(host: string, maxBytes: number): AudioRefusedError {
  return new AudioRefusedError(
    `The file of ${host} is larger than ${formatBytes(maxBytes)}.`,
    'Raise episode.maxDownloadBytes if it is meant to be this large.',
  );
}

/** A server answered with a status that says no, or not now. */
export class AudioStatusError extends TelltaleError {
  override readonly name = 'AudioStatusError';
  constructor(host: string, status: number) {
    const { says, hint, retryable = false } = WORDS[status] ?? unusual(status);
    super(`${host} ${says} (status ${status}).`, { code: 'audio_status', hint, retryable, details: { host, status } });
  }
}

/** What an address gave is no picture that is kept. Asking again would give the same. */
export class CoverRefusedError extends TelltaleError {
  override readonly name = 'CoverRefusedError';
  constructor(host: string, status?: number) {
    const what =
      status === undefined ? 'sent no picture that browsers show safely' : `has no picture (status ${status})`;
    super(`${host} ${what}.`, { code: 'cover_refused', hint: 'PNG, JPEG, WebP, GIF and AVIF can be kept.' });
  }
}

/** The transfer ended before the file did. The rest can be asked for. */
export class TransferCutError extends TelltaleError {
  override readonly name = 'TransferCutError';
  constructor(message: string) {
    super(message, { code: 'transfer_cut', hint: 'Try again later.', retryable: true });
  }
}

/** What is noted of an agent that found nothing, if it does not say why itself. */
export const AGENT_FOUND_NOTHING = 'Download agent could not recover audio';

interface DownloadFailure {
  readonly episodeId: string;
  /** Names, in the order in which they were tried. */
  readonly sourcesTried: readonly string[];
  /** Why the address that was known did not work, if one was. */
  readonly fetchError: string;
  readonly agentMessage: string;
}

/** None of the places where the audio could be gave it. The failure of the step lists all of them, each with why. */
export class DownloadFailedError extends TelltaleError {
  override readonly name = 'DownloadFailedError';
  readonly sourcesTried: readonly string[];
  readonly fetchError: string;
  readonly agentMessage: string;
  constructor({ episodeId, sourcesTried, fetchError, agentMessage }: DownloadFailure) {
    super(
      `The audio of episode ${episodeId} could not be downloaded. Its address: ${asEnd(fetchError)} The agent: ${asEnd(agentMessage)}`,
      {
        code: 'download_failed',
        hint: 'Submit the address of the audio file itself, or the file.',
        details: { episodeId, sourcesTried: sourcesTried.join(', '), fetchError, agentMessage },
      },
    );
    this.sourcesTried = sourcesTried;
    this.fetchError = fetchError;
    this.agentMessage = agentMessage;
  }
}

interface StatusWords {
  readonly says: string;
  readonly hint: string;
  readonly retryable?: boolean;
}

const ELSEWHERE = 'Give an address that works, or upload the file.';
const LATER = 'Try again later.';

const WORDS: Readonly<Record<number, StatusWords>> = {
  401: { says: 'asks for a password', hint: 'Give the private address of the feed or the file, or upload the file.' },
  402: {
    says: 'gives the file to subscribers only',
    hint: 'Use the private feed of a subscription, or upload the file.',
  },
  403: {
    says: 'refuses to give out the file; it may be limited to some countries or to subscribers',
    hint: 'Try from another network, or upload the file.',
  },
  404: { says: 'does not have the file', hint: ELSEWHERE },
  408: { says: 'gave up waiting', hint: LATER, retryable: true },
  410: { says: 'has removed the file', hint: ELSEWHERE },
  425: { says: 'asks to come back later', hint: LATER, retryable: true },
  429: { says: 'was asked too often', hint: LATER, retryable: true },
  451: {
    says: 'may not give out the file here, for legal reasons',
    hint: 'Try from another network, or upload the file.',
  },
};

function unusual(status: number): StatusWords {
  if (status >= 500) return { says: 'failed', hint: LATER, retryable: true };
  return { says: 'gave no file', hint: ELSEWHERE };
}

function asEnd(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
