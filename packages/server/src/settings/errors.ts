import { TelltaleError } from '@telltale/core';

export class SettingsMissingError extends TelltaleError {
  override readonly name = 'SettingsMissingError';
  constructor() {
    super('This server was not told of its configuration.', {
      code: 'settings_missing',
      hint: 'Ask a server that "telltale start" or "telltale server" has started: those know theirs.',
    });
  }
}
