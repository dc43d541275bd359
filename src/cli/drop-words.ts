import { reasons } from '../index.js';

const OTHER: Readonly<Record<string, string>> = {
  PERSON_UNKNOWN: 'nobody has that id any more',
  ADDRESS_CHANGED: 'another address would be used now',
};

/** Why somebody on a list may not be sent to any more, in words. */
export const dropWords = (code: string): string => OTHER[code] ?? reasons[code as keyof typeof reasons].en;
