import { definitionHash } from '../identity/digest.js';
import { formatInstant } from '../model/instant.js';
import type { EngineRun, RunDefinition } from './engine.js';

/** What a run was made from. The same hashes and as-of give the same run, whenever and wherever it is made. */
export interface RunIdentity {
  /** First 16 hex digits of the hash of all the others. */
  readonly runId: string;
  readonly definitionsHash: string;
  readonly policyHash: string;
  readonly asOf: string;
}

export const runIdentity = (definition: RunDefinition, inputs: EngineRun['inputs']): RunIdentity =>
  runIdentities(definition, inputs)(definition.held);

/** The run that it would be, by what recipients held before it. */
export function runIdentities(
  definition: Omit<RunDefinition, 'held'>,
  inputs: EngineRun['inputs'],
): (held: string | undefined) => RunIdentity {
  const { campaigns, allocation, attributes, rates, knownAt, zone, policy, replay, linkDevices, keys, unsubscribe } =
    definition;
  const tokens = unsubscribe === undefined ? undefined : { keyId: unsubscribe.keyId, url: unsubscribe.url };
  const definitionsHash = definitionHash({ campaigns, allocation, attributes, rates, zone, linkDevices, tokens });
  const policyHash = definitionHash(policy);
  const asOf = formatInstant(definition.asOf);
  const read = inputs.map(({ source, kind, binding, files, digest }) => ({
    source,
    kind,
    binding,
    files: files.map((file) => file.sha256),
    digest,
  }));
  return (held) => {
    const runId = definitionHash({ definitionsHash, policyHash, asOf, knownAt, replay, read, keys, held }).slice(0, 16);
    return { runId, definitionsHash, policyHash, asOf };
  };
}
