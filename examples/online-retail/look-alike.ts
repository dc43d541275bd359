import { draw, happens, oneOf } from './people/draw.js';

/**
 * Purchases that look like the UCI file, for machines that do not have it: a smaller shop, always the same, with the
 * same oddities. Lines of nobody, cancellations (`C…`) with negative quantities, duplicate lines, free lines,
 * descriptions with commas and quotes, customers who only ever returned something.
 */
const CUSTOMERS = 1200;
const FIRST_CUSTOMER = 12346;
const DAYS = 374;

export const HEADER = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country';

const items = [
  ['85123A', 'WHITE HANGING HEART T-LIGHT HOLDER', '2.55'],
  ['22423', 'REGENCY CAKESTAND 3 TIER', '12.75'],
  ['84029E', 'RED WOOLLY HOTTIE, WHITE HEART.', '3.39'],
  ['22960', '"JAM MAKING SET WITH JARS"', '4.25'],
  ['POST', 'POSTAGE', '18'],
  ['23084', 'RABBIT NIGHT LIGHT – GRÖN', '2.08'],
  ['M', 'Manual', '0'],
  ['22197', '', '0.001'],
] as const;

/** The whole file as text, one line after the other. */
export function lookAlike(): string {
  const lines = [HEADER];
  for (let i = 0; i < CUSTOMERS; i += 1) lines.push(...linesOf(String(FIRST_CUSTOMER + i * 3)));
  for (let i = 0; i < CUSTOMERS * 3; i += 1) lines.push(...receiptLines('', `nobody ${i}`, 990_000 + i));
  return `${lines.join('\n')}\n`;
}

function linesOf(customer: string): readonly string[] {
  const count = 1 + draw(customer, 'receipts', 7);
  const first = 100_000 + (Number(customer) - FIRST_CUSTOMER) * 3;
  return Array.from({ length: count }, (_, i) => receiptLines(customer, `${customer} receipt ${i}`, first + i)).flat();
}

function receiptLines(customer: string, name: string, number: number): readonly string[] {
  const returned = happens(name, 'returned', 120);
  // Half of the customers stop coming in summer, so that there is somebody to win back.
  const days = customer !== '' && happens(customer, 'lapsed', 500) ? DAYS - 100 : DAYS;
  const moment = Date.UTC(2010, 11, 1, 8) + draw(name, 'minute', days * 24 * 60) * 60_000;
  const at = new Date(moment).toISOString().slice(0, 19).replace('T', ' ');
  const lines = Array.from({ length: 1 + draw(name, 'lines', 6) }, (_, i) => {
    const [code, description, price] = oneOf(name, `item ${i}`, items);
    const quantity = (1 + draw(name, `quantity ${i}`, 24)) * oneOf(name, `size ${i}`, [1, 1, 1, 6]);
    const text = /[",]/.test(description) ? `"${description.replaceAll('"', '""')}"` : description;
    const signed = returned ? -quantity : quantity;
    return [returned ? `C${number}` : number, code, text, signed, at, price, customer, 'United Kingdom'].join(',');
  });
  return happens(name, 'duplicate', 100) ? [...lines, lines[0] as string] : lines;
}
