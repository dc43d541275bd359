import { campaignFiles } from '../export/campaign-files.js';
import type { Manifest } from '../export/manifest.js';
import { type Html, html, percent } from './html.js';

/** What stands behind the campaigns: who is on two lists, what was checked, what was read, what was written. */
export const dataSections = (manifest: Manifest): Html =>
  html`${overlapSection(manifest)}${checkSection(manifest)}${sourceSection(manifest)}${fileSection(manifest)}${originSection(manifest)}`;

function overlapSection({ figures }: Manifest): Html {
  if (figures === undefined || figures.overlaps.length === 0) return html``;
  return html`<section><h2>On two lists</h2><p class="sub">Persons who are on the lists of both campaigns of this run.</p>
<table><thead><tr><th>campaigns</th><th>persons</th></tr></thead><tbody>${figures.overlaps.map(
    ({ campaigns, persons }) => html`<tr><td>${campaigns.join(' and ')}</td><td>${persons}</td></tr>`,
  )}</tbody></table></section>`;
}

function checkSection({ release }: Manifest): Html {
  const { audited, canaries, guards, override } = release;
  const verdict =
    guards.length === 0 ? 'none tripped' : `${guards.length} tripped, overridden: ${override ?? 'without a reason'}`;
  return html`<section><h2>Checked before release</h2><dl>
<dt>self-audit</dt><dd>${audited.decisions} decisions about ${audited.persons} persons made again by the reference, all the same${audited.named === undefined ? '' : `; ${audited.named} records that name them, looked for once more in the sources, were all known to it`}</dd>
<dt>canaries</dt><dd>${canaries} as stated</dd>
<dt>guards</dt><dd>${verdict}</dd>
</dl></section>`;
}

function sourceSection({ inputs, figures, idLists, boundaries }: Manifest): Html {
  const quality = figures?.quality ?? [];
  const rows = inputs.map(({ source, kind, rows: count, leftOut, unreadable, files }) => {
    const own = quality.find((one) => one.source === source && one.kind === kind);
    const cells = [own?.duplicates, own?.orphans].map((value) => html`<td>${value ?? '–'}</td>`);
    return html`<tr><td>${source}</td><td class="text">${kind.replaceAll('_', ' ')}</td><td>${files.length === 0 ? '–' : files.length}</td><td>${count}</td><td>${leftOut}</td><td>${unreadable}</td>${cells}<td class="text">${own?.latest === undefined ? '–' : minute(own.latest)}</td></tr>`;
  });
  const lacking = quality.flatMap(({ source, records, without }) =>
    without === undefined
      ? []
      : [
          html`<dt>${source}</dt><dd>without e-mail ${percent(without.email, records)}, without phone ${percent(without.phone, records)}, without country ${percent(without.country, records)}</dd>`,
        ],
  );
  const listed = idLists.map(
    ({ name, ids, unknown }) => html`<dt>list ${name}</dt><dd>${ids} ids, ${unknown} of nobody</dd>`,
  );
  const ranks = boundaries.map(
    ({ rank, ranked, cuts }) =>
      html`<dt>${rank}</dt><dd>${ranked} ranked, ${cuts.length === 0 ? 'no boundary' : `boundary ${cuts.join(', ')}`}</dd>`,
  );
  const more = [...lacking, ...listed, ...ranks];
  return html`<section><h2>What was read</h2>
<div class="scroll"><table><thead><tr><th>source</th><th class="text">records</th><th>files</th><th>rows</th><th>left out by rule</th><th>unreadable</th><th>id twice</th><th>of nobody known</th><th class="text">newest (UTC)</th></tr></thead><tbody>${rows}</tbody></table></div>
${more.length === 0 ? '' : html`<h3>About the data</h3><dl>${more}</dl>`}</section>`;
}

function fileSection({ campaigns }: Manifest): Html {
  const rows = campaigns.flatMap((entry) =>
    campaignFiles(entry).map(
      ({ name, rows: count, bytes, sha256, encrypted }) =>
        html`<tr><td>${name}</td><td class="text">${entry.id}</td><td>${count}</td><td>${bytes}</td><td class="text">${encrypted === undefined ? 'no' : encrypted.format}</td><td class="text"><code>${sha256.slice(0, 16)}…</code></td></tr>`,
    ),
  );
  return rows.length === 0
    ? html``
    : html`<section><h2>What was written</h2><div class="scroll"><table><thead><tr><th>file</th><th class="text">campaign</th><th>rows</th><th>bytes</th><th class="text">encrypted</th><th class="text">SHA-256</th></tr></thead><tbody>${rows}</tbody></table></div></section>`;
}

function originSection({ runId, definitionsHash, policy, versions }: Manifest): Html {
  const assessments = Object.entries(policy.assessments);
  return html`<section><h2>What it was made from</h2><dl>
<dt>run</dt><dd><code>${runId}</code></dd>
<dt>policy</dt><dd>${policy.id}, version ${policy.version} <code>${policy.hash}</code></dd>
<dt>changed in it</dt><dd>${policy.changed.length === 0 ? 'nothing' : policy.changed.join(', ')}</dd>
${assessments.map(([purpose, reference]) => html`<dt>balancing test</dt><dd>${purpose.replaceAll('_', ' ')}: ${reference}</dd>`)}
<dt>definitions</dt><dd><code>${definitionsHash}</code></dd>
<dt>Clearlist</dt><dd>${versions.clearlist} on ${versions.engine} ${versions.engineVersion}</dd>
</dl></section>`;
}

/** An instant in UTC to the minute. */
const minute = (instant: string): string => `${instant.slice(0, 10)} ${instant.slice(11, 16)}`;
