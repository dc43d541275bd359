import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { ClearlistError, interrupted, requireGoing } from '../../errors.js';
import { engineFailure } from './engine-failure.js';

type Work<T> = (connection: DuckDBConnection) => Promise<T>;

/**
 * Connections to one database: as many as things are done at once.
 *
 * INVARIANT: a connection runs one thing at a time. A statement on a connection whose result is still being read
 * would end that result early and without an error, and rows of refusals would be lost.
 */
export class Connections {
  private constructor(
    private readonly instance: DuckDBInstance,
    private readonly first: DuckDBConnection,
    private readonly signal: AbortSignal | undefined,
  ) {}

  static async open(instance: DuckDBInstance, signal: AbortSignal | undefined): Promise<Connections> {
    const connections = new Connections(instance, await instance.connect(), signal);
    signal?.addEventListener('abort', connections.#stop);
    return connections;
  }

  /** On any connection that nothing is done on: the first, if it is free. */
  async onAny<T>(work: Work<T>): Promise<T> {
    if (this.#firstWaits === 0) return this.onFirst(work);
    const connection = this.#idle.pop() ?? (await this.instance.connect());
    try {
      return await this.guarded(connection, work);
    } finally {
      this.#idle.push(connection);
    }
  }

  /** On the first connection, after all that is done there already. */
  async onFirst<T>(work: Work<T>): Promise<T> {
    this.#firstWaits += 1;
    const mine = this.#firstDone.then(() => this.guarded(this.first, work));
    this.#firstDone = mine.then(noMatter, noMatter);
    try {
      return await mine;
    } finally {
      this.#firstWaits -= 1;
    }
  }

  /** One more, for whoever closes it. */
  connect(): Promise<DuckDBConnection> {
    return this.instance.connect();
  }

  /** Work that is stopped by the signal. Engine messages can quote data, so only their first words are shown. */
  async guarded<T>(connection: DuckDBConnection, work: Work<T>): Promise<T> {
    requireGoing(this.signal);
    this.#busy.add(connection);
    try {
      const done = await work(connection);
      // A statement that was still waiting for a thread is not stopped by an interruption.
      requireGoing(this.signal);
      return done;
    } catch (cause) {
      if (this.signal?.aborted === true) throw interrupted();
      throw cause instanceof ClearlistError ? cause : engineFailure(cause);
    } finally {
      this.#busy.delete(connection);
    }
  }

  close(): void {
    this.signal?.removeEventListener('abort', this.#stop);
    for (const connection of [this.first, ...this.#idle]) connection.closeSync();
    this.instance.closeSync();
  }

  // One listener for all: of more than ten, Node warns whoever runs it.
  readonly #stop = (): void => {
    for (const connection of this.#busy) connection.interrupt();
  };

  readonly #busy = new Set<DuckDBConnection>();
  readonly #idle: DuckDBConnection[] = [];
  #firstWaits = 0;
  #firstDone: Promise<void> = Promise.resolve();
}

const noMatter = (): void => undefined;
