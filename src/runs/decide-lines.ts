import * as z from 'zod';
import type { Campaign } from '../campaign/campaign.js';
import type { RequestedDecision } from '../campaign/decide.js';
import type { PersonOutcome } from '../campaign/decide-person.js';
import type { Engine, PersonQuery } from '../campaign/engine.js';
import { Ledger } from '../campaign/ledger/ledger.js';
import type { LedgerOptions } from '../campaign/ledger/ledger-answers.js';
import { ClearlistError, requireGoing } from '../errors.js';
import type { Project } from '../project/load-project.js';
import { runDefinition } from './run-definition.js';

/**
 * Decisions as a stream: one question a line, one answer a line.
 *
 * Nothing about a person is told that the asker did not know: answers are told apart by the number of the line and by
 * the key that came with it.
 */

const text = z.string().min(1);

const request = z.strictObject({
  controller: text,
  purpose: text,
  messageKind: text,
  channel: text,
  country: text.optional(),
  products: z.array(text).optional(),
  targeted: z.boolean().optional(),
  containsPromotion: z.boolean().optional(),
  sendAt: text.optional(),
});

const question = z
  .strictObject({
    /** Given back with the answer, whatever it is. */
    key: z.union([z.string(), z.number()]).optional(),
    person: z.union([
      text,
      z.strictObject({ profileId: text }),
      z.strictObject({ email: text }),
      z.strictObject({ phone: text }),
    ]),
    /** A campaign of the project. */
    campaign: text.optional(),
    request: request.optional(),
    /** ISO 8601 with offset. */
    asOf: text.optional(),
    /** Just before sending: every refusal counts, whatever its date. */
    sending: z.boolean().optional(),
    /** Everything known about the person, by record kind, in place of the project's records. */
    records: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))).optional(),
  })
  .refine(({ campaign, request: asked }) => (campaign === undefined) !== (asked === undefined), {
    message: 'either a campaign or a request is needed',
  });

type Question = z.infer<typeof question>;

/** What one line came to. */
export type DecidedLine = { readonly line: number; readonly key?: string | number } & (
  | Omit<PersonOutcome, 'profileId'>
  | { readonly error: { readonly code: string; readonly message: string; readonly hint: string } }
);

/** What lines are decided by: policy, campaigns, and the records behind them. */
export interface DecideLinesOptions extends LedgerOptions {
  /** As-of of a question that has none. */
  readonly asOf: string;
  /** Campaigns that a question may name. */
  readonly campaigns?: readonly Campaign[];
  /** The records of questions that bring none; asked for at the first of them. */
  readonly ledger?: () => Promise<Ledger>;
  /** Stops it with `interrupted` before the next line. */
  readonly signal?: AbortSignal;
}

/** Answers lines one after the other; a line that is at fault gives an error and stops nobody. Empty lines are skipped. */
export async function* decideLines(
  lines: AsyncIterable<string> | Iterable<string>,
  options: DecideLinesOptions,
): AsyncGenerator<DecidedLine> {
  let line = 0;
  let shared: Promise<Ledger> | undefined;
  const ledger = (): Promise<Ledger> => {
    if (options.ledger === undefined) throw unasked('the line brings no records', 'Give "records", or name a project.');
    shared ??= options.ledger();
    return shared;
  };
  for await (const written of lines) {
    requireGoing(options.signal);
    line += 1;
    if (written.trim() === '') continue;
    let key: { readonly key?: string | number } = {};
    try {
      const asked = readQuestion(written, (found) => {
        key = found;
      });
      yield { line, ...key, ...(await answer(asked, options, ledger)) };
    } catch (error) {
      if (!(error instanceof ClearlistError) || error.code === 'interrupted') throw error;
      const { code, message, hint } = error;
      yield { line, ...key, error: { code, message, hint } };
    }
  }
  // A source of lines that was told to stop just ends.
  requireGoing(options.signal);
}

/** The ledger of everything that a project's sources say. */
export async function projectLedger(project: Project, engine: Engine, asOf: string): Promise<Ledger> {
  const { policy, zone, attributes, keys, linkDevices } = project;
  const ledger = new Ledger({ policy, zone, attributes, keys, linkDevices });
  ledger.appendRecords(await engine.records(runDefinition(project, { asOf })));
  return ledger;
}

async function answer(
  asked: Question,
  options: DecideLinesOptions,
  shared: () => Promise<Ledger>,
): Promise<Omit<PersonOutcome, 'profileId'>> {
  const { asOf = options.asOf, sending = false, person } = asked;
  const ledger = asked.records === undefined ? await shared() : new Ledger(options);
  if (asked.records !== undefined) ledger.append(asked.records);
  const what =
    asked.campaign === undefined
      ? { request: asked.request as RequestedDecision }
      : { campaign: campaignOf(asked.campaign, options) };
  const { profileId: _, ...outcome } = ledger.ask({ ...what, asOf, sending }).decide(person as string | PersonQuery);
  return outcome;
}

function campaignOf(id: string, { campaigns = [] }: DecideLinesOptions): Campaign {
  const found = campaigns.find((campaign) => campaign.id === id);
  if (found !== undefined) return found;
  throw new ClearlistError('unknown-name', 'the line names a campaign that the project does not have', {
    hint: campaigns.length === 0 ? 'Give a "request".' : `Use one of ${campaigns.map((one) => one.id).join(', ')}.`,
  });
}

/** Hands over the key as soon as there is one, so that a mistake in the rest of the line can be told with it. */
function readQuestion(written: string, withKey: (key: { readonly key?: string | number }) => void): Question {
  const value = jsonOf(written);
  const key = (value as { key?: unknown } | null | undefined)?.key;
  if (typeof key === 'string' || typeof key === 'number') withKey({ key });
  const read = question.safeParse(value);
  if (read.success) return read.data;
  // What a field holds is never shown, and a name that is no field could be anything.
  const [issue] = read.error.issues;
  const said = issue?.code === 'unrecognized_keys' ? 'there is a field that no question has' : issue?.message;
  throw unasked(`${issue?.path.join('.') || 'the line'}: ${said}`, HINT);
}

const HINT = 'Write {"key":1,"person":"1042","campaign":"autumn-fuel"}, or a "request" and "records".';

function jsonOf(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch {
    throw unasked('the line is no JSON', HINT);
  }
}

const unasked = (message: string, hint: string): ClearlistError =>
  new ClearlistError('input-invalid', message, { hint });
