import { TelltaleError } from '@telltale/core';

/** The configuration cannot be used. Each problem is a sentence that says where it is. */
export class ConfigError extends TelltaleError {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];
  constructor(problems: readonly string[], options: { readonly cause?: unknown } = {}) {
    const [first = ''] = problems;
    const message =
      problems.length === 1
        ? `The configuration cannot be used. ${first}`
        : `The configuration cannot be used, for ${problems.length} reasons:\n${problems.map((each) => `  - ${each}`).join('\n')}`;
    super(message, {
      code: 'config_invalid',
      hint: 'Correct it there; docs/configuration.md lists every setting and what it takes.',
      details: { problems: problems.length },
      ...options,
    });
    this.problems = problems;
  }
}
