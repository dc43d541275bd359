import type { Issue } from '../errors.js';
import { ALWAYS, FOREVER, formatInstant, type Instant } from '../model/instant.js';
import { compareUtf8 } from '../model/text.js';
import type { EvaluationContext, PersonView } from './condition.js';
import type { Behaviour } from './counted-rows.js';
import { describeStep, isStep, type Step, validateStep } from './sequence-steps.js';
import { type Shift, shifted } from './sequence-time.js';
import { describeWindow, resolveWindow, validateWindow, type Window } from './window.js';
import { describeDuration } from './windows/duration.js';
import { durationOf, validateDuration } from './windows/rolling.js';

/**
 * Steps that follow each other: the first, then the second, then the third.
 *
 * Each step is later than the one before it. Rows of the same instant do not follow each other, unless `ties` allows
 * it: then they follow each other in the order of their ids, and rows with the same id or none still do not. Any rows
 * that fit make a chain, not only those nearest to each other: another first step may be the one that reaches the last
 * in time. A row is one step at most of a chain.
 *
 * Units: durations are ISO 8601, of calendar or of elapsed units; a step at the very end of one is in time.
 */
export interface Chain {
  readonly steps: readonly Step[];
  /** How long after the first step the last one may be. */
  readonly within?: string;
  /** How long after each step the next one may be. */
  readonly maxGap?: string;
  /** Fields of purchases and events that must have one value throughout; a row without it is no step. */
  readonly same?: SameField;
  readonly ties?: 'allow';
  /** All steps lie in this window. */
  readonly in: Window;
}

/** What rows of each kind can be held together by. */
const SAME = {
  purchase: ['controller', 'category', 'product', 'receipt', 'station'],
  event: ['controller', 'category', 'product', 'station', 'cart', 'page', 'term', 'deviceId'],
} as const satisfies Record<Step['over'], readonly string[]>;

export type SameField = (typeof SAME)[Step['over']][number];
export const sameFields = [...new Set(Object.values(SAME).flat())] as [SameField, ...SameField[]];

/** A row as a chain sees it. */
export interface Link {
  readonly over: Step['over'];
  readonly row: Behaviour;
  readonly at: Instant;
  /** Links of one place do not follow each other. */
  readonly place: number;
}

/** A person's rows between two instants in order, apart for every value of the field that must be the same. */
export function linksOf(
  { same, ties }: Pick<Chain, 'same' | 'ties'>,
  person: PersonView,
  { from, to }: { readonly from: Instant; readonly to: Instant },
): readonly (readonly Link[])[] {
  const rows = [
    ...person.purchases.map((row) => ({ over: 'purchase' as const, row })),
    ...person.events.map((row) => ({ over: 'event' as const, row })),
  ].filter(({ row }) => row.occurredAt >= from && row.occurredAt < to);
  const apart = new Map<string, typeof rows>();
  for (const one of rows) {
    const key = same === undefined ? '' : (one.row as { readonly [N in SameField]?: string })[same];
    if (key !== undefined) apart.set(key, [...(apart.get(key) ?? []), one]);
  }
  const tie = ({ row }: { row: Behaviour }): string => (ties === 'allow' ? (row.id ?? '') : '');
  return [...apart.values()].map((group) => {
    const sorted = group.sort((a, b) => a.row.occurredAt - b.row.occurredAt || compareUtf8(tie(a), tie(b)));
    let place = 0;
    return sorted.map((one, i): Link => {
      const before = sorted[i - 1];
      if (before !== undefined && (before.row.occurredAt < one.row.occurredAt || tie(before) !== tie(one))) place += 1;
      return { ...one, at: one.row.occurredAt, place };
    });
  });
}

/** For each link the greatest value of those before it; `ALWAYS` where none has one. */
export function greatestBefore(links: readonly Link[], values: readonly (number | undefined)[]): readonly number[] {
  let [before, here] = [ALWAYS, ALWAYS];
  return links.map(({ place }, i) => {
    if (links[i - 1]?.place !== place) {
      before = Math.max(before, here);
      here = ALWAYS;
    }
    here = Math.max(here, values[i] ?? ALWAYS);
    return before;
  });
}

/** Whether a chain of all the steps can end at each link. */
export function chainEnds(chain: Chain, links: readonly Link[], context: EvaluationContext): readonly boolean[] {
  const { from, to } = resolveWindow(chain.in, context);
  const limit = limitOf(chain);
  const until = ({ at }: Link): Instant => (limit === undefined ? FOREVER : shifted(at, limit, context.zone));
  // What a link hands on: until when the steps after it are in time.
  let open: readonly (Instant | undefined)[] = [];
  chain.steps.forEach((step, i) => {
    const latest = greatestBefore(links, open);
    open = links.map((link, l) => {
      const fits = link.at >= from && link.at < to && isStep(step, link.over, link.row);
      if (i === 0) return fits ? until(link) : undefined;
      const handed = latest[l] ?? ALWAYS;
      if (!fits || handed < link.at) return undefined;
      return chain.within === undefined ? until(link) : handed;
    });
  });
  return open.map((until) => until !== undefined);
}

/** The one duration that limits a chain, if there is one. */
export function limitOf({ within, maxGap }: Pick<Chain, 'within' | 'maxGap'>): Shift | undefined {
  const text = within ?? maxGap;
  return text === undefined ? undefined : forward(text);
}

/** INVARIANT: the duration is valid. */
export const forward = (duration: string): Shift => ({ duration: durationOf(duration), direction: 1 });

const validateLimit = (text: string | undefined, at: string): readonly Issue[] =>
  text === undefined ? [] : validateDuration(text, at);

export function validateChain(chain: Chain, others: readonly Step[], at: string): readonly Issue[] {
  const { steps, within, maxGap, same } = chain;
  const kinds = new Set([...steps, ...others].map(({ over }) => over));
  const lacking = [...kinds].filter((kind) => same !== undefined && !(SAME[kind] as readonly string[]).includes(same));
  return [
    ...steps.flatMap((step, i) => validateStep(step, `${at}.steps[${i}]`)),
    ...validateLimit(within, `${at}.within`),
    ...validateLimit(maxGap, `${at}.maxGap`),
    ...(within !== undefined && maxGap !== undefined
      ? [{ at: `${at}.maxGap`, message: 'a sequence is limited by within or by maxGap, not by both' }]
      : []),
    ...lacking.map((kind) => ({
      at: `${at}.same`,
      message: `${kind} has no ${same} to be the same; there are ${SAME[kind].join(', ')}`,
    })),
    ...validateWindow(chain.in, `${at}.in`),
  ];
}

export function describeChain(chain: Chain): string {
  const { steps, within, maxGap, same, ties } = chain;
  const said = [
    steps.map(describeStep).join(', then '),
    ...(within === undefined ? [] : [`all within ${describeDuration(within)}`]),
    ...(maxGap === undefined ? [] : [`each within ${describeDuration(maxGap)} of the one before`]),
    ...(same === undefined ? [] : [`with the same ${same}`]),
    ...(ties === 'allow' ? ['at one instant in the order of their ids'] : []),
    describeWindow(chain.in),
  ];
  return said.join(', ');
}

/** What `explain` shows of the ends that were found. */
export const lastOf = (ends: readonly Instant[]): string =>
  ends.length === 0 ? 'never' : `last at ${formatInstant(ends.reduce((a, b) => Math.max(a, b)))}`;
