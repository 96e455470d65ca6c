import { TelltaleError } from '@telltale/core';

export class LibraryMissingError extends TelltaleError {
  override readonly name = 'LibraryMissingError';
  constructor() {
    super('This server has no library of episodes.', {
      code: 'library_missing',
      hint: 'Ask a server that "telltale start" or "telltale server" has started: those have one.',
    });
  }
}

export class UploadMissingError extends TelltaleError {
  override readonly name = 'UploadMissingError';
  constructor() {
    super('This request has no file in it.', {
      code: 'upload_missing',
      hint: 'Send the file as the body, as it is: curl --data-binary @episode.mp3 …',
    });
  }
}
