/** Two keys of different length, so that every key in use is tried. */
export const KEYS = { k1: '0f'.repeat(32), k2: 'a7'.repeat(80) };
