import { ClearlistError } from '../../errors.js';
import { keyInvalid } from './key-invalid.js';
import type { SealFormat } from './seal-format.js';
import { webStream } from './web-stream.js';

/**
 * OpenPGP, for recipients that ask for it. The package is the user's to install: its licence is the LGPL.
 *
 * Source: RFC 9580, https://www.rfc-editor.org/rfc/rfc9580 (read 2026-11-22).
 */
export const openpgp: SealFormat = {
  suffix: '.pgp',
  requireKey: async (key, at) => {
    const { readKey } = await load();
    const read = await readKey({ armoredKey: key }).catch(() => undefined);
    if (read === undefined) throw keyInvalid(at, 'this is no armoured OpenPGP key', HINT);
    if (read.isPrivate()) throw keyInvalid(at, 'this is a private key, and lists are encrypted by public ones', HINT);
    // Expired, revoked, or made for signatures only: as it is now, because a key is good or not when it is used.
    const usable = await read.getEncryptionKey().then(
      () => true,
      () => false,
    );
    if (!usable)
      throw keyInvalid(at, 'nothing can be encrypted for this key: it is expired, revoked, or only signs', HINT);
  },
  seal: async (plain, keys) => {
    const { createMessage, encrypt, readKey } = await load();
    const encryptionKeys = await Promise.all(keys.map((armoredKey) => readKey({ armoredKey })));
    const message = await createMessage({ binary: webStream(plain) });
    return encrypt({ message, encryptionKeys, format: 'binary' });
  },
};

const HINT =
  'Ask the recipient for the public key, as `gpg --armor --export` writes it. The private key stays with them.';

const load = () =>
  import('openpgp').catch((): never => {
    throw new ClearlistError('engine-missing', 'encrypting by OpenPGP needs the package openpgp', {
      hint: 'Install it with `npm install openpgp`, or use a recipient with an age key, which needs nothing more.',
    });
  });
