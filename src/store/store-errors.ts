import { ClearlistError } from '../errors.js';

export const storeMissing = (folder: string): ClearlistError =>
  new ClearlistError('store-missing', 'there is no store here, and one that is left out could hold refusals', {
    at: folder,
    hint: 'Make it with `clearlist store create`, or bring back the one that was here.',
  });

/** `what` holds nothing of a record. */
export const storeDamaged = (at: string, what: string): ClearlistError =>
  new ClearlistError('store-damaged', what, {
    at,
    hint: 'See what is damaged with `clearlist store verify`; bring back a backup, or keep all that is intact with `clearlist store restore`.',
  });

export const storeRewritten = (folder: string): ClearlistError =>
  new ClearlistError('source-changed', 'the store was rewritten while it was read', {
    at: folder,
    hint: 'Run again.',
  });
