import { keyInvalid } from './key-invalid.js';
import type { SealFormat } from './seal-format.js';
import { webStream } from './web-stream.js';

/**
 * age, version 1: the holder of any one of the keys can open the file, and nobody can alter it unseen.
 *
 * Source: https://age-encryption.org/v1 (read 2026-11-22).
 */
export const age: SealFormat = {
  suffix: '.age',
  requireKey: async (key, at) => {
    if (/AGE-SECRET-KEY/i.test(key))
      throw keyInvalid(at, 'this is a secret key, and lists are encrypted by public ones', HINT);
    const { Encrypter } = await import('age-encryption');
    try {
      new Encrypter().addRecipient(key);
    } catch {
      // Its own message would quote the key.
      throw keyInvalid(at, 'this is no public key of age', HINT);
    }
  },
  seal: async (plain, keys) => {
    const { Encrypter } = await import('age-encryption');
    const encrypter = new Encrypter();
    for (const key of keys) encrypter.addRecipient(key);
    return encrypter.encrypt(webStream(plain));
  },
};

const HINT =
  'Ask the recipient for the line that begins with age1; `age-keygen -y` shows it. The secret key stays with them.';
