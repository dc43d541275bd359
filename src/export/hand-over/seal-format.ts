/** One way of encrypting a stream for the holders of keys. */
export interface SealFormat {
  /** What is added to the name of an encrypted file. */
  readonly suffix: string;
  /**
   * Makes sure that something can be encrypted for a key, and that the key is a public one.
   *
   * @throws {ClearlistError} `key-invalid`, which shows nothing of the key; `engine-missing` without the package.
   */
  requireKey(key: string, at: string): Promise<void>;
  /** The ciphertext, while the plain text comes; what the plain text throws passes through. */
  seal(plain: AsyncIterable<Uint8Array>, keys: readonly string[]): Promise<AsyncIterable<Uint8Array>>;
}
