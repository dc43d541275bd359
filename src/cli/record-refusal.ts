import { Command, Option } from 'commander';
import { ClearlistError } from '../index.js';
import type { Project } from '../node.js';
import { complain, give, giveJson } from './output.js';
import { personInput, standardInput } from './person-input.js';
import { configOption } from './project-options.js';

interface RefusalOptions {
  readonly config: string;
  readonly scope?: readonly string[];
  readonly tokenStdin?: boolean;
  readonly controller?: string;
  readonly channel?: string;
  readonly agent?: string;
  readonly evidence?: string;
  readonly receivedAt?: string;
  readonly lift?: boolean;
  readonly language: 'en' | 'sv' | 'fi';
  readonly personFile?: string;
  readonly lookUp: boolean;
  readonly json?: boolean;
}

const HELP = `
The person is one line on standard input: a profile id, an e-mail address, or JSON such as {"phone":"+46701234567"}.

Scopes: all_marketing, email, sms, phone, post, push, profiling, listing_advertising, tracking_advertising,
distance_selling, market_research, opinion_research, restriction, or a kind of message such as newsletter; also in
words: "phone calls", "all marknadsföring", "sähköposti". In doubt, all_marketing.

With --token-stdin the line is the token of an unsubscribe link: all marketing of its controller on its channel is
refused, or, where the person chose in a preference centre, what --scope says.

Examples:
  echo anna@example.se | clearlist record-refusal --scope all_marketing --evidence "call 4711" --agent K12
  echo 1042 | clearlist record-refusal --scope newsletter phone --controller okq8 --language sv`;

/** One refusal, from customer service. */
export const recordRefusal = (): Command =>
  new Command('record-refusal')
    .description('record what a person refuses; the person comes by standard input')
    .option('--scope <words...>', 'what is refused; needed without a token')
    .addOption(
      new Option('--token-stdin', 'an unsubscribe token on standard input, instead of a person').conflicts([
        ...['controller', 'channel', 'agent', 'evidence', 'lift', 'personFile'],
      ]),
    )
    .option('--controller <id>', 'to whom; every controller where it is not given')
    .option('--channel <channel>', 'only on this channel')
    .option('--received-at <instant>', 'ISO 8601 with offset; now where it is not given')
    .option('--agent <name>', 'who took it in')
    .option('--evidence <reference>', 'reference to the proof')
    .option('--lift', 'the person takes an earlier refusal back; needs --evidence')
    .addOption(new Option('--language <language>', 'of the text').choices(['en', 'sv', 'fi']).default('en'))
    .option('--person-file <file>', 'read the person from a file instead of standard input')
    .option('--no-look-up', 'do not look how many persons of the data it reaches')
    .addOption(configOption())
    .addHelpText('after', HELP)
    .action(async ({ config, scope, language, personFile, lookUp, json, tokenStdin, ...options }: RefusalOptions) => {
      if (tokenStdin === true) return recordClick({ config, scope, language, json, ...options });
      if (scope === undefined) throw scopeless();
      const person = await personInput(personFile);
      const { loadProject, recordRefusal: record, refusalText } = await import('../node.js');
      const project = await loadProject(config);
      const receivedAt = options.receivedAt ?? new Date().toISOString();
      const recorded = await record(project, { ...options, person, scopes: scope, receivedAt });
      const persons = lookUp ? await personsReached(project, person) : undefined;
      if (json === true) giveJson({ ...recorded, ...(persons === undefined ? {} : { persons }) });
      else give(refusalText(recorded, language, persons));
    });

/** A click: the token says who, from whom and on which channel. */
async function recordClick({ config, scope, language, json, receivedAt }: ClickOptions): Promise<void> {
  const token = await standardInput();
  const { loadProject, recordUnsubscribe, refusalText } = await import('../node.js');
  const project = await loadProject(config);
  const clickedAt = receivedAt ?? new Date().toISOString();
  const choice = scope === undefined ? {} : { scopes: scope };
  const recorded = await recordUnsubscribe(project, { token, receivedAt: clickedAt, ...choice });
  if (json === true) giveJson(recorded);
  else give(refusalText(recorded, language));
}

type ClickOptions = Pick<RefusalOptions, 'config' | 'language' | 'receivedAt'> & {
  readonly scope: readonly string[] | undefined;
  readonly json: boolean | undefined;
};

const scopeless = (): ClearlistError =>
  new ClearlistError('input-invalid', 'nothing is said to be refused', {
    at: '--scope',
    hint: 'Name what the person refuses; in doubt, --scope all_marketing.',
  });

/** It is recorded whether or not anybody can be found: what cannot be looked up now is only not said. */
async function personsReached(project: Project, person: Parameters<typeof personsIn>[1]): Promise<number | undefined> {
  try {
    return await personsIn(project, person);
  } catch (error) {
    if (!(error instanceof ClearlistError)) throw error;
    complain(`recorded; whom it reaches could not be looked up: ${error.message} [${error.code}]`);
    return undefined;
  }
}

async function personsIn(project: Project, person: Awaited<ReturnType<typeof personInput>>): Promise<number> {
  const { countPersons, openEngine } = await import('../node.js');
  const engine = openEngine(project);
  try {
    return await countPersons(project, engine, person);
  } finally {
    await engine.close();
  }
}
