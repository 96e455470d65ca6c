import { TelltaleError } from '@telltale/core';

/** An S3 store was asked for with options that cannot work. Nothing was sent. */
export class InvalidS3OptionsError extends TelltaleError {
  override readonly name = 'InvalidS3OptionsError';
  constructor(option: string, problem: string) {
    super(`An S3 artifact store cannot be made: ${option} ${problem}.`, {
      code: 's3_options_invalid',
      details: { option },
    });
  }
}
