import { dayBefore } from './as-of.js';
import type { Category, Habit } from './habits.js';
import type { SamplePerson } from './person.js';
import { pick, roll, timeOfDay } from './roll.js';
import type { Row } from './tables.js';

/** What a product is sold by, in hundredths of its unit, and its price in hundredths of a krona. */
interface Product {
  readonly category: string;
  readonly least: number;
  readonly most: number;
  readonly step: number;
  readonly price: number;
}

const product = (category: string, least: number, most: number, step: number, price: number): Product => ({
  category,
  least,
  most,
  step,
  price,
});

const products: Record<Category, readonly Product[]> = {
  fuel: [product('fuel/petrol/95', 1800, 5200, 1, 1789), product('fuel/diesel', 2400, 6400, 1, 1894)],
  wash: [product('wash/basic', 100, 100, 100, 14900), product('wash/premium', 100, 100, 100, 24900)],
  shop: [product('shop/coffee', 100, 200, 100, 2900), product('shop/food', 100, 300, 100, 6900)],
  charging: [product('charging/fast', 900, 5400, 1, 595), product('charging/slow', 600, 3000, 1, 449)],
};

type Purchase = Omit<Row<'purchases'>, 'line_no'>;

/** The lines of everything a person bought, and what they took back. */
export function purchasesOf(person: SamplePerson): readonly Purchase[] {
  const { habit, number } = person;
  return habit.buys.flatMap(([category, receipts, from, to]) =>
    Array.from({ length: receipts }, (_, i) => {
      const seed = number * 100 + i;
      const receipt = `${category.slice(0, 1).toUpperCase()}${seed}`;
      const day = dayBefore(receiptDay(seed, i, receipts, from, to));
      const till = { customer_no: person.id, seller: habit.seller, receipt, ...flags(habit, category) };
      const line = (of: Category): Purchase => ({
        ...till,
        ...sale(person, of, seed),
        bought_at: `${day} ${timeOfDay(seed, of)}`,
      });
      const lines = [line(category)];
      if (category === 'fuel' && roll(4, seed, 'snack') === 0) lines.push(line('shop'));
      const returned =
        habit.refunded === true && i === 0 ? lines : lines.slice(1).filter(() => roll(3, seed, 'regret') === 0);
      return [...lines, ...returned.map((one) => ({ ...one, kind: 'R' }))];
    }).flat(),
  );
}

/** Evenly between the two, the first and the last one exactly there, the others a few days later. */
function receiptDay(seed: number, i: number, receipts: number, from: number, to: number): number {
  const even = from + Math.floor((i * (to - from)) / Math.max(1, receipts - 1));
  return i === 0 || i === receipts - 1 ? even : even - roll(8, seed, 'day');
}

function flags({ till, nothingWith }: Habit, category: Category): Purchase {
  const yesNo = (value: boolean): string => (value ? 'yes' : 'no');
  const given = till !== 'nothing' && nothingWith !== category;
  return { contact_given: yesNo(given), opt_out_offered: yesNo(given && till === 'address and opt-out') };
}

function sale({ country }: SamplePerson, category: Category, seed: number): Purchase {
  const { category: path, least, most, step, price } = pick(products[category], seed, 'product');
  const quantity = least + step * roll((most - least) / step + 1, seed, 'quantity');
  const amount = Math.round((quantity * price * country.rate) / 10_000);
  return {
    kind: 'S',
    category: path,
    quantity: hundredths(quantity),
    amount: hundredths(amount),
    currency: country.currency,
  };
}

/** With a decimal comma. */
const hundredths = (value: number): string => `${Math.floor(value / 100)},${String(value % 100).padStart(2, '0')}`;

/** Lines of receipts on which nobody said who they are. */
export const strangersPurchases = (count: number, stranger: (number: number) => SamplePerson): readonly Purchase[] =>
  Array.from({ length: count }, (_, i) => purchasesOf(stranger(i))[0] as Purchase).map((line) => ({
    ...line,
    customer_no: '',
  }));

/** Times at which the app was used, in the writing of its own log. */
export function appEventsOf({ id, habit, number }: SamplePerson): readonly Omit<Row<'app-events'>, 'event_no'>[] {
  const count = habit.opensApp ? 1 + roll(4, number, 'opens') : 0;
  const old = roll(3, number, 'opened once') === 0 ? [40 + roll(90, number, 'long ago')] : [];
  const days = [...Array.from({ length: count }, (_, i) => 1 + i * 7 + roll(5, number, `open ${i}`)), ...old];
  return days.map((day, i) => ({
    customer_no: id,
    event: i > 0 && roll(3, number, `event ${i}`) === 0 ? 'app_search' : 'app_open',
    at: `${dayBefore(day)}T${timeOfDay(number, `event ${i}`)}:00Z`,
  }));
}
