import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bars, lines } from '../../src/report/charts.js';

/** What a drawing shows, read from its text. */

const attribute = (element: string, name: string): number =>
  Number(new RegExp(` ${name}="([^"]*)"`).exec(element)?.[1] ?? Number.NaN);
const elements = (svg: string, tag: string): readonly string[] =>
  [...svg.matchAll(new RegExp(`<${tag} [^>]*>(?:[^<]*</${tag}>)?`, 'g'))].map(([element]) => element);

const item = fc.record({
  label: fc.constantFrom('listed', 'a label that is much too long to stand beside a bar of this drawing'),
  value: fc.nat(5_000_000),
  beside: fc.option(fc.nat(5_000_000), { nil: undefined }),
});
const items = fc
  .array(item, { minLength: 1, maxLength: 12 })
  .map((all) =>
    all.map(({ beside, ...one }) => ({ ...one, ...(beside === undefined ? {} : { beside }), colour: 'good' as const })),
  );

test('bars are as long as their numbers are large, what is beside begins where the value ends, nothing is cut off', () =>
  fc.assert(
    fc.property(items, (all) => {
      const { html: svg } = bars(all, 'about', { labels: 120, width: 480 });
      const drawn = elements(svg, 'rect').map((element) => ({
        x: attribute(element, 'x'),
        width: attribute(element, 'width'),
      }));
      const wanted = all.flatMap(({ value, beside = 0 }) => [
        ...(value === 0 ? [] : [{ from: 0, value }]),
        ...(beside === 0 ? [] : [{ from: value, value: beside }]),
      ]);
      expect(drawn).toHaveLength(wanted.length);
      const longest = Math.max(1, ...all.map(({ value, beside = 0 }) => value + beside));
      const room = Math.max(0, ...drawn.map(({ x, width }) => x + width - 120));
      for (const [i, { from, value }] of wanted.entries()) {
        expect(Math.abs((drawn[i]?.width ?? 0) - Math.max(1, (value / longest) * room))).toBeLessThanOrEqual(1.2);
        expect(Math.abs((drawn[i]?.x ?? 0) - 120 - (from / longest) * room)).toBeLessThanOrEqual(1.2);
      }
      for (const element of elements(svg, 'text')) {
        const width = (/>([^<]*)</.exec(element)?.[1] ?? '').length * 0.56 * 13;
        const x = attribute(element, 'x');
        if (element.includes('"end"')) expect(x - width).toBeGreaterThanOrEqual(-1);
        else expect(x + width).toBeLessThanOrEqual(481);
      }
      expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    }),
  ));

const values = fc.array(fc.option(fc.nat(3_000_000), { nil: undefined }), { minLength: 2, maxLength: 30 });

test('lines stand on round numbers from 0, within the drawing, and their names never on each other', () =>
  fc.assert(
    fc.property(values, values, values, (a, b, c) => {
      const days = a.map((_, i) => `2026-01-${String(i + 1).padStart(2, '0')}`);
      const own = [a, b, c].map((one) => days.map((_, i) => one[i]));
      const svg = lines(
        days,
        own.map((one, i) => ({ label: `line ${i}`, values: one, colour: 'final' as const })),
        'about',
      ).html;
      const points = elements(svg, 'circle').map((element) => attribute(element, 'cy'));
      expect(points).toHaveLength(own.flat().filter((value) => value !== undefined).length);
      const texts = elements(svg, 'text');
      const ticks = texts.filter((element) => element.includes('"end"'));
      const numbers = ticks.map((element) => Number((/>([^<]*)</.exec(element)?.[1] ?? '').replaceAll(/\D/g, '')));
      const step = numbers[1] ?? 0;
      expect(numbers).toEqual(numbers.map((_, i) => i * step));
      expect(String(step)).toMatch(/^[125]0*$/);
      expect(numbers.length).toBeLessThanOrEqual(6);
      expect(numbers.at(-1)).toBeGreaterThanOrEqual(Math.max(0, ...own.flat().map((value) => value ?? 0)));
      for (const y of points) expect(y >= 14 && y <= 202).toBe(true);
      const names = texts.filter((element) => element.includes('"start"')).map((element) => attribute(element, 'y'));
      expect(names).toHaveLength(3);
      const sorted = [...names].sort((x, y) => x - y);
      for (const [i, y] of sorted.entries()) expect(y - (sorted[i - 1] ?? -99)).toBeGreaterThanOrEqual(15.9);
      expect(sorted.at(-1)).toBeLessThanOrEqual(222.1);
      const named = texts.filter((element) => element.includes('"middle"')).map((element) => attribute(element, 'x'));
      for (const [i, x] of named.entries()) expect(x - (named[i - 1] ?? -99)).toBeGreaterThanOrEqual(66);
      expect(texts.join('')).toContain(days.at(-1) ?? '');
      expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    }),
  ));

test('a run before nobody was counted is drawn as nothing', () => {
  const { html: svg } = lines(['2026-01-01', '2026-01-02'], [{ label: 'listed', values: [0, 0], colour: 'good' }], 'x');
  expect(svg).not.toMatch(/NaN|Infinity/);
  expect(bars([{ label: 'listed', value: 0, colour: 'good' }], 'x').html).not.toContain('<rect');
});
