import { ClearlistError } from '../../errors.js';

export const keyInvalid = (at: string, message: string, hint: string): ClearlistError =>
  new ClearlistError('key-invalid', message, { at, hint });
