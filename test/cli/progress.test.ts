import { expect, test } from 'vitest';
import { type Progress, progress, type Shown } from '../../src/cli/progress.js';

/** What is written for stages at given seconds. */
function written(
  how: Partial<Shown> & { readonly terminal: boolean; readonly columns?: number },
  seconds: readonly number[],
): string {
  let [text, now] = ['', 0];
  const stream = {
    isTTY: how.terminal,
    columns: how.columns ?? 60,
    write: (chunk: string) => {
      text += chunk;
      return true;
    },
  } as unknown as Shown['stream'];
  const shown: Progress = progress({ level: 'normal', env: {}, ...how, stream, clock: () => now });
  for (const [i, at] of seconds.entries()) {
    now = at * 1000;
    shown.stage(`purchase_${i}`, { step: i, of: 3, rows: 1000 * i, cached: 0 });
  }
  shown.done();
  return text;
}

const BACK = '\r\u001b[2K';

test('a terminal has one line that is overwritten, cut to its width, and gone at the end', () => {
  const text = written({ terminal: true }, [0.5, 2]);
  expect(text).toBe(
    `${BACK}   0.5 s  step 1 of 3, 0 rows so far: purchase 0${BACK}   2.0 s  step 2 of 3, 1000 rows so far: purchase 1${BACK}`,
  );
  const narrow = text.split(BACK).map((line) => line.length);
  expect(Math.max(...narrow)).toBeLessThan(60);
  expect(written({ terminal: true, columns: 20 }, [1])).toBe(`${BACK}   1.0 s  step 1 of${BACK}`);
  expect(written({ terminal: true, columns: 0 }, [1])).toContain('0 rows so far: purchase 0');
});

test('without a terminal a short run says nothing, and a long one a plain line every minute', () => {
  expect(written({ terminal: false }, [0, 3, 59.9])).toBe('');
  expect(written({ terminal: false }, [1, 60, 119, 120.5])).toBe(
    '60.0 s  step 2 of 3, 1000 rows so far: purchase 1\n120.5 s  step 4 of 3, 3000 rows so far: purchase 3\n',
  );
});

test.each([
  ['a dumb terminal', { TERM: 'dumb' }],
  ['CI', { CI: 'true' }],
])('%s is no terminal', (_, env) => {
  expect(written({ terminal: true, env }, [1])).toBe('');
});

test('a verbose command says every stage on a line, on a terminal too; a quiet one says none', () => {
  expect(written({ terminal: true, level: 'verbose' }, [1, 2])).toBe(
    '1.0 s  step 1 of 3, 0 rows so far: purchase 0\n2.0 s  step 2 of 3, 1000 rows so far: purchase 1\n2.0 s  done\n',
  );
  expect(written({ terminal: true, level: 'quiet' }, [1, 200])).toBe('');
});
