import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { loadProject } from '../../src/project/load-project.js';
import { openEngine } from '../../src/runs/open-engine.js';
import { planProject } from '../../src/runs/plan-project.js';
import { keepProposal, proposeProject } from '../../src/runs/propose-project.js';
import { Duck } from '../sources/duckdb.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clearlist-proposal-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, content: string | Buffer): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

/** Values of made-up people, none of which may be shown. */
const CANARIES = ['asa@example.se', 'Åsa', '0701740601', '1984', 'hemlig', '812', 'K-77'];

const crm = latin1(
  'Kundnr;Förnamn;E-post;Mobil;Land;Född;Nyhetsbrev;Ej SMS;Notering\r\n' +
    'K-77;Åsa;asa@example.se;0701740601;SE;02.05.1984;J;X;hemlig\r\nK-78;Bo;bo@example.fi;;FI;12.11.1990;N;;\r\n',
);
const purchases = 'kundnr;köpdatum;belopp;kvitto\nK-77;2026-03-01 10:15;1 812,50;R1\nK-78;2026-03-02 11:00;20,00;R2\n';
const optOuts = '\ufeffcustomer_id\tepost\tat\nK-78\tbo@example.fi\t2026-03-01T00:00:00Z\n';

test('own files give a project that reads them, and shows nobody', async () => {
  const files = [
    write('crm.csv', crm),
    write('köp.csv.gz', gzipSync(purchases)),
    write('unsubscribed.csv', Buffer.from(optOuts, 'utf16le')),
  ];
  const text = await proposeProject(files, folder);
  for (const canary of CANARIES) expect(text).not.toContain(canary);
  expect((parse(text) as { sources: unknown }).sources).toEqual({
    crm: {
      path: 'crm.csv',
      format: { type: 'csv', delimiter: ';', encoding: 'windows-1252' },
      records: {
        customers: {
          kind: 'profile',
          columns: {
            id: 'Kundnr',
            firstName: 'Förnamn',
            email: 'E-post',
            phone: 'Mobil',
            country: 'Land',
            birthDate: { column: 'Född', format: 'dd.MM.yyyy' },
          },
        },
        consents: {
          kind: 'permission',
          columns: { profileId: 'Kundnr' },
          constants: { controller: 'okq8', purpose: 'direct_marketing' },
          flags: [{ column: 'Nyhetsbrev', words: { J: 'given', N: 'refused' }, constants: { channel: 'email' } }],
        },
        stops: {
          kind: 'opt_out',
          columns: { profileId: 'Kundnr' },
          constants: { controller: 'okq8' },
          flags: [{ column: 'Ej SMS', words: { X: 'yes' }, constants: { channel: 'sms' } }],
        },
      },
    },
    kop: {
      path: 'köp.csv.gz',
      format: { type: 'csv', delimiter: ';', decimal: ',', thousands: ' ' },
      zone: 'Europe/Stockholm',
      kind: 'purchase',
      columns: {
        profileId: 'kundnr',
        occurredAt: { column: 'köpdatum', format: 'yyyy-MM-dd HH:mm' },
        amount: 'belopp',
        receipt: 'kvitto',
      },
      constants: { controller: 'okq8' },
    },
    unsubscribed: {
      path: 'unsubscribed.csv',
      format: { type: 'csv', delimiter: '\t', encoding: 'utf-16le' },
      kind: 'opt_out',
      columns: { profileId: 'customer_id', email: 'epost', occurredAt: 'at' },
      constants: { controller: 'okq8' },
    },
  });
  expect(text).toContain('# not bound: Notering');

  await keepProposal(text, folder);
  const project = await loadProject(folder);
  const engine = openEngine(project);
  const { campaigns } = await planProject(project, engine, { asOf: '2026-11-22T06:00:00Z' });
  await engine.close();
  expect(campaigns[0]?.counts).toMatchObject({ universe: 2, members: 2, suppressed: 2 });
  await expect(keepProposal(text, folder)).rejects.toMatchObject({ code: 'project-exists' });
});

test('nothing is written by looking, and a file without header is not shown', async () => {
  const headless = write('plain.csv', 'K-77;asa@example.se;0701740601\nK-78;bo@example.fi;0\n');
  const failure = await proposeProject([headless], folder).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'source-header' });
  for (const canary of CANARIES) expect(JSON.stringify(failure)).not.toContain(canary);
  await expect(proposeProject([join(folder, 'nowhere.csv')], folder)).rejects.toMatchObject({ code: 'source-missing' });
  expect(readdirSync(folder)).toEqual(['plain.csv']);
});

test('Parquet gives its columns; what a kind needs and has not is said', async () => {
  const duck = await Duck.open();
  const file = join(folder, 'receipts.parquet');
  await duck.run(
    `copy (select 'K-77' as who, timestamptz '2026-03-01 00:00:00Z' as köpdatum, 812 as belopp) to '${file}'`,
  );
  const text = await proposeProject([file], folder);
  expect((parse(text) as { sources: unknown }).sources).toEqual({
    receipts: {
      path: 'receipts.parquet',
      kind: 'purchase',
      columns: { occurredAt: 'köpdatum', amount: 'belopp' },
      constants: { controller: 'okq8' },
    },
  });
  expect(text).toContain('# no column was found for profileId, which is needed: bind one');
});

test('a web shop’s orders are purchases, its countries are read by name, and what only a person knows is asked', async () => {
  const files = [
    write(
      'kunder.csv',
      latin1(
        'Kundnr;E-post;Land;Nyhetsbrev;Samtycke datum\r\n1;a@example.se;Sverige;Ja;2026-01-01 10:00\r\n2;b@example.fi;Finland;Nej;2026-01-02 10:00\r\n',
      ),
    ),
    write('webb.csv', 'Ordernr;Kundnr;Orderdatum;Varugrupp;Belopp\n7;1;10/02/2026 10:15;Skor;12.50\n'),
  ];
  const text = await proposeProject(files, folder);
  expect((parse(text) as { sources: unknown }).sources).toMatchObject({
    kunder: {
      derived: { 'country code': { map: 'Land', words: { Sverige: 'SE', Finland: 'FI' } } },
      records: { customers: { columns: { country: 'country code' } } },
    },
    webb: {
      kind: 'purchase',
      columns: {
        receipt: 'Ordernr',
        profileId: 'Kundnr',
        occurredAt: { column: 'Orderdatum', format: 'dd/MM/yyyy HH:mm' },
        category: 'Varugrupp',
        amount: 'Belopp',
      },
    },
  });
  expect(await keepProposal(text, folder)).toContain('clearlist.config.yaml');
  const project = await loadProject(folder);
  const engine = openEngine(project, { engine: 'memory' });
  const { figures } = await planProject(project, engine, { asOf: '2026-11-22T06:00:00Z' });
  expect(figures.quality.find(({ kind }) => kind === 'profile')).toMatchObject({ without: { country: 0 } });
  await engine.close();
  expect(text).toContain('Samtycke datum: if the flags were answered then, it is the occurredAt of the consents');
  expect(text).toContain('Orderdatum: days and months could be the other way round; look');
});

test('a country that nobody knows is a note', async () => {
  const text = await proposeProject([write('c.csv', 'id,email,country\n1,a@example.se,Atlantis\n')], folder);
  expect(text).toContain('country: some countries are written in no way that is known; give each of them a word');
  expect(text).not.toContain('Atlantis');
});
