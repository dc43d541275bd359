/** A text with the colon that makes a key of it, or where an object begins or ends. */
const TOKEN = /("(?:[^"\\]+|\\.)*")(\s*:)?|[{}]/g;

/**
 * The line of the first key that stands in one object a second time, however either is written; `undefined` where there
 * is none. INVARIANT: the text is JSON.
 */
export function keyTwice(text: string): number | undefined {
  const open: Set<string>[] = [];
  for (const { 0: token, 1: name, 2: colon, index } of text.matchAll(TOKEN)) {
    if (token === '{') open.push(new Set());
    else if (token === '}') open.pop();
    else if (name !== undefined && colon !== undefined) {
      const key = JSON.parse(name) as string;
      const keys = open.at(-1);
      if (keys?.has(key)) return text.slice(0, index).split('\n').length;
      keys?.add(key);
    }
  }
  return undefined;
}
