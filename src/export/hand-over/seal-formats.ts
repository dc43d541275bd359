import { age } from './age.js';
import { openpgp } from './openpgp.js';
import type { SealFormatName } from './recipient.js';
import type { SealFormat } from './seal-format.js';

export const sealFormats: Readonly<Record<SealFormatName, SealFormat>> = { age, openpgp };
