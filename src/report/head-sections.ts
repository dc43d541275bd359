import type { Manifest } from '../export/manifest.js';
import { listRefusals } from '../model/reasons.js';
import { grouped, type Html, html, percent } from './html.js';

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

const card = (value: string | number, says: string): Html =>
  html`<div class="figure"><b>${value}</b><span>${says}</span></div>`;

/** The run in five numbers. */
export function figureCards({ campaigns, release, figures }: Manifest): Html {
  const out = campaigns.filter(({ refused }) => refused.length === 0);
  const members = sum(campaigns.map(({ counts }) => counts.members));
  const suppressed = sum(campaigns.map(({ counts }) => counts.suppressed));
  const twice = figures === undefined ? undefined : sum(figures.overlaps.map(({ persons }) => persons));
  return html`<section class="figures">
${card(`${out.length} of ${campaigns.length}`, campaigns.length === 1 ? 'campaign goes out' : 'campaigns go out')}
${card(sum(out.map(({ counts }) => counts.listed)), 'places on lists')}
${card(percent(suppressed, members), 'of the audiences must not be contacted')}
${twice === undefined ? '' : card(twice, 'times on the lists of two campaigns')}
${card(release.audited.decisions, 'decisions made again and found the same')}
</section>`;
}

/** What nobody should overlook. */
export function notices({ campaigns, policy, release, notEvaluated, forSending }: Manifest): Html {
  const refused = campaigns.flatMap(({ id, refused: why }) =>
    why.map(({ code, detail }) => html`<li>${id} is refused whole: ${listRefusals[code].en} (${detail})</li>`),
  );
  const guards = release.guards.map(
    ({ campaign, guard, last, now }) =>
      html`<li>${campaign}: ${
        guard === 'suppressed_share_fall'
          ? `the suppressed share fell from ${percent(last.suppressed, last.members)} to ${percent(now.suppressed, now.members)}`
          : `${grouped(now.cleared)} persons are cleared, against ${grouped(last.cleared)}`
      } since the run as of ${last.asOf}</li>`,
  );
  const loosened = policy.changed.filter((key) => key.startsWith('dangerously'));
  return html`${
    forSending
      ? ''
      : html`<section class="notice bad"><h2>A replay</h2><p>Decided with what was known then. These lists are not for sending.</p></section>`
  }${refused.length === 0 ? '' : html`<section class="notice bad"><h2>Not written</h2><ul>${refused}</ul></section>`}${
    guards.length === 0
      ? ''
      : html`<section class="notice bad"><h2>Released although a guard tripped</h2><p>${release.override ?? ''}</p><ul>${guards}</ul></section>`
  }${
    loosened.length === 0
      ? ''
      : html`<section class="notice bad"><h2>The policy is loosened on purpose</h2><p><code>${loosened.join(', ')}</code></p></section>`
  }${
    notEvaluated.length === 0
      ? ''
      : html`<section class="notice"><h2>Not evaluated</h2><p>No source of the project declares these records, so that the rules about them had nothing to look at: ${notEvaluated.map((kind) => kind.replaceAll('_', ' ')).join(', ')}.</p></section>`
  }`;
}
