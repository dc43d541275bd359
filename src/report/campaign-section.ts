import type { CampaignEntry } from '../export/campaign-entry.js';
import type { Manifest } from '../export/manifest.js';
import { type ReasonGroup, reasons } from '../model/reasons.js';
import { type Bar, bars, lines } from './charts.js';
import { grouped, type Html, html, percent, trusted } from './html.js';

/** So many bars; the rest is one. */
const COUNTRIES = 8;

const words = (code: string): string => code.replaceAll('_', ' ');

/** Everything about one campaign. */
export function campaignSection(campaign: CampaignEntry, manifest: Manifest): Html {
  const { id, kind, channel, controller, audience, refused, listing } = campaign;
  const says = manifest.figures?.audiences.find(({ segment }) => segment === audience)?.says;
  const out = refused.length === 0 ? '' : html`<span class="badge bad">refused whole</span>`;
  const moved = manifest.moves?.find((one) => one.campaign === id);
  const target = listing === undefined ? '' : ` · handed to ${listing.service}`;
  return html`<section class="campaign">
<h2>${id} ${out}</h2>
<p class="sub">${words(kind)} · ${words(channel)} · by ${controller} · audience ${audience}${target}</p>
${says === undefined ? '' : html`<p class="says">${says}</p>`}
${moved === undefined ? '' : html`<p class="sub">${grouped(moved.entered)} came into the audience and ${grouped(moved.left)} left it since the store last kept who is in it</p>`}
<div class="two">
<div><h3>From everybody to the list</h3>${funnelChart(campaign)}</div>
<div><h3>In numbers</h3>${funnelTable(campaign)}</div>
</div>
${listingPart(campaign)}
${proofPart(campaign)}
${reasonsPart(campaign)}
<div class="two">
${basisPart(campaign)}
${countryPart(campaign, manifest)}
</div>
${togetherPart(campaign, manifest)}
${trendPart(campaign, manifest)}
</section>`;
}

function funnelChart({ id, counts, readable, refused }: CampaignEntry): Html {
  const { universe, members, cleared, listed } = counts;
  const items: readonly Bar[] = [
    { label: 'everybody', value: universe, colour: 'muted' },
    { label: 'in the audience', value: members, colour: 'accent' },
    ...(readable === undefined ? [] : [{ label: 'data may be read', value: readable, colour: 'accent' } as const]),
    { label: 'may be contacted', value: cleared, colour: 'good' },
    { label: refused.length === 0 ? 'on the list' : 'would be listed', value: listed, colour: 'good' },
  ];
  return html`<div class="chart">${trusted(bars(items, `funnel of ${id}`, { labels: 130 }))}</div>`;
}

function funnelTable({ counts, readable, refused }: CampaignEntry): Html {
  const { universe, members, suppressed, cleared, capped, duplicates, overLimit, heldOut, listed } = counts;
  const row = (label: string, value: number, of: number, kind = ''): Html =>
    html`<tr class="${kind}"><td>${label}</td><td>${value}</td><td>${percent(value, of)}</td></tr>`;
  const left = [
    ['reached by other campaigns', capped],
    ['same address as somebody listed', duplicates],
    ['beyond the limit', overLimit],
    ['held out', heldOut],
  ] as const;
  return html`<table><thead><tr><th></th><th>persons</th><th>share</th></tr></thead><tbody>
${row('everybody', universe, universe)}
${row('in the audience', members, universe)}
${readable === undefined ? '' : row('whose data it may read', readable, members, 'part')}
${row('must not be contacted', suppressed, members)}
${row('may be contacted', cleared, members)}
${left.filter(([, value]) => value > 0).map(([label, value]) => row(label, value, cleared, 'part'))}
${row(refused.length > 0 ? 'would be on the list' : 'on the list', listed, members, 'sum')}
</tbody></table>
<p class="key">Share: the audience of everybody, what follows of the audience${left.some(([, value]) => value > 0) ? ', what was left out of those who may be contacted' : ''}.</p>`;
}

const GROUPS: Readonly<Record<ReasonGroup, string>> = {
  final: 'final: the person or the law says no',
  fixable: 'fixable: data or consent is missing',
  timing: 'timing: not now',
};

function reasonsPart({ id, reasons: applied, counts }: CampaignEntry): Html {
  if (applied.length === 0) return html``;
  const sorted = [...applied].sort((a, b) => b.primary - a.primary || b.any - a.any);
  const items = sorted.map(({ code, group, primary, any }): Bar => {
    return { label: reasons[code].en, value: primary, beside: any - primary, colour: group };
  });
  const groups = (Object.keys(GROUPS) as ReasonGroup[]).filter((one) => applied.some(({ group }) => group === one));
  return html`<h3>Why ${grouped(counts.suppressed)} must not be contacted</h3>
<div class="chart wide">${trusted(bars(items, `reasons of ${id}`, { labels: 260, width: 1000 }))}</div>
<p class="key">${groups.map((group) => html`<i style="background:var(--${group})"></i>${GROUPS[group]}`)}<i style="background:var(--beside)"></i>beside a higher reason</p>`;
}

function basisPart({ id, bases }: CampaignEntry): Html {
  if (bases.length === 0) return html``;
  const items = bases.map(({ basis, persons }): Bar => ({ label: words(basis), value: persons, colour: 'accent' }));
  return html`<div><h3>On what ground they may be contacted</h3><div class="chart">${trusted(bars(items, `grounds of ${id}`, { labels: 150 }))}</div></div>`;
}

function countryPart({ id }: CampaignEntry, { figures }: Manifest): Html {
  const countries = figures?.campaigns.find((one) => one.id === id)?.countries ?? [];
  if (countries.length === 0) return html``;
  const rest = countries.slice(COUNTRIES).reduce((all, { persons }) => all + persons, 0);
  const items: readonly Bar[] = [
    ...countries.slice(0, COUNTRIES).map(({ country, persons }): Bar => {
      return { label: country ?? 'unknown', value: persons, colour: 'accent' };
    }),
    ...(rest === 0 ? [] : [{ label: 'others', value: rest, colour: 'muted' } as const]),
  ];
  return html`<div><h3>The listed by country</h3><div class="chart">${trusted(bars(items, `countries of ${id}`, { labels: 90 }))}</div></div>`;
}

/** Reasons that come together: whom mending one of them alone would not free. */
function togetherPart({ id }: CampaignEntry, { figures }: Manifest): Html {
  const together = figures?.campaigns.find((one) => one.id === id)?.together ?? [];
  const several = together.filter((one) => one.reasons.length > 1).slice(0, 6);
  if (several.length === 0) return html``;
  return html`<h3>Reasons that apply together</h3>
<table><tbody>${several.map(
    (one) => html`<tr><td>${one.reasons.map((code) => reasons[code].en).join(' + ')}</td><td>${one.persons}</td></tr>`,
  )}</tbody></table>`;
}

function trendPart({ id, counts }: CampaignEntry, { asOf, earlier = [] }: Manifest): Html {
  const before = earlier.flatMap((run) =>
    run.campaigns.filter((one) => one.id === id).map((one) => ({ ...one, asOf: run.asOf })),
  );
  if (before.length === 0) return html``;
  const runs = [...before, { ...counts, asOf }];
  const days = runs.map((run) => run.asOf.slice(0, 10));
  const chart = lines(
    days,
    [
      { label: 'audience', values: runs.map(({ members }) => members), colour: 'accent' },
      { label: 'suppressed', values: runs.map(({ suppressed }) => suppressed), colour: 'final' },
      { label: 'listed', values: runs.map(({ listed }) => listed), colour: 'good' },
    ],
    `${id} over runs`,
  );
  return html`<h3>Over the last ${runs.length} runs</h3><div class="chart wide">${trusted(chart)}</div>`;
}

/** What changes in an audience at a listing service. */
function listingPart({ listing }: CampaignEntry): Html {
  if (listing === undefined) return html``;
  const { destination, audience, form, operations, kept, withheld, deleteAudience, heldBack, refused, consent } =
    listing;
  const line = (label: string, value: string | Html): Html => html`<dt>${label}</dt><dd>${value}</dd>`;
  const waiting = heldBack.added + heldBack.left;
  return html`<h3>The audience at ${destination}</h3><dl>
${line('audience', html`${audience}, by ${form.replaceAll('_', ' ')}`)}
${line('told the service', operations.length === 0 ? 'nothing: it stays as it is' : operations.map(({ operation, rows }) => `${words(operation)} ${grouped(rows)}`).join(', '))}
${line('there already', grouped(kept))}
${withheld === 0 ? '' : line('withheld', html`${withheld} who share an identifier with somebody who must not be there`)}
${waiting === 0 ? '' : line('waiting', html`${heldBack.added} to come, ${heldBack.left} to leave: so few would show who they are`)}
${deleteAudience ? line('to be deleted', 'the whole audience: the service takes nobody out of one so small') : ''}
${refused.map(({ reason, field, rows }) => line('not sent', html`${rows}: ${words(reason)}${field === undefined ? '' : ` (${words(field)})`}`))}
${consent === undefined ? '' : line('consent stated', html`${consent.granted}, not stated ${consent.notStated}${consent.because === undefined ? '' : `, because ${consent.because}`}`)}
</dl>`;
}

/** Who looks at the message first; nobody of them counts in any other figure. */
function proofPart({ proof }: CampaignEntry): Html {
  if (proof === undefined) return html``;
  const { asked, persons, cleared, listed } = proof;
  const nobody = asked === persons ? '' : `, ${asked - persons} ids of nobody or of somebody named twice`;
  return html`<p class="sub">Proof recipients: ${asked} asked${nobody}, ${cleared} may be contacted, ${listed} in the file.</p>`;
}
